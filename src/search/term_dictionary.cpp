#include "search/term_dictionary.hpp"

#include <algorithm>

namespace search {

template <class IsBefore>
TermId TermDictionary::partition_point(NumberRange among, IsBefore is_before) const noexcept {
  auto [low, high] = among;
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
  NumberRange among{from, from};
  for (TermId stride = 1; among.end < size() && is_before(text(among.end)); stride *= 2) {
    among.begin = among.end + 1;
    among.end = std::min(all().end, among.end + stride);
  }
  return partition_point(among, is_before);
}

}  // namespace search
