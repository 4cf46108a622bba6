#include "search/index/term_dictionary.hpp"

#include <algorithm>

namespace search {

template <class IsBefore>
TermId TermDictionary::partition_point(NumberRange scope, IsBefore is_before) const noexcept {
  auto [low, high] = scope;
  while (low < high) {
    const TermId middle = low + (high - low) / 2;
    if (is_before(text(middle))) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

std::optional<TermId> TermDictionary::find(std::string_view wanted) const noexcept {
  const TermId at = partition_point(all(), [&](std::string_view text) { return text < wanted; });
  return at < size() && text(at) == wanted ? std::optional(at) : std::nullopt;
}

NumberRange TermDictionary::with_prefix(std::string_view prefix) const noexcept {
  const TermId begin = partition_point(all(), [&](std::string_view text) { return text < prefix; });
  const TermId end = partition_point({begin, all().end}, [&](std::string_view text) {
    return text.substr(0, prefix.size()) <= prefix;
  });
  return {begin, end};
}

TermId TermDictionary::seek(TermId from, std::string_view wanted) const noexcept {
  const auto is_before = [&](std::string_view text) { return text < wanted; };
  NumberRange scope{from, from};
  for (TermId stride = 1; scope.end < size() && is_before(text(scope.end)); stride *= 2) {
    scope.begin = scope.end + 1;
    scope.end = std::min(all().end, scope.end + stride);
  }
  return partition_point(scope, is_before);
}

}  // namespace search
