#include "search/dictionary.hpp"

#include <algorithm>

#include "search/varint.hpp"

namespace search {

void Dictionary::append(std::string_view text) {
  bytes_ += text;
  ends_.push_back(place_of(bytes_));
}

template <class IsBefore>
TextNumber Dictionary::partition_point(NumberRange among, IsBefore is_before) const noexcept {
  auto [low, high] = among;
  while (low < high) {
    const TextNumber middle = low + (high - low) / 2;
    if (is_before(text(middle))) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

std::optional<TextNumber> Dictionary::find(std::string_view wanted) const noexcept {
  const TextNumber at =
      partition_point(all(), [&](std::string_view text) { return text < wanted; });
  return at < size() && text(at) == wanted ? std::optional(at) : std::nullopt;
}

NumberRange Dictionary::with_prefix(std::string_view prefix) const noexcept {
  const TextNumber begin =
      partition_point(all(), [&](std::string_view text) { return text < prefix; });
  const TextNumber end = partition_point({begin, all().end}, [&](std::string_view text) {
    return text.substr(0, prefix.size()) <= prefix;
  });
  return {begin, end};
}

TextNumber Dictionary::seek(TextNumber from, std::string_view wanted) const noexcept {
  const auto is_before = [&](std::string_view text) { return text < wanted; };
  NumberRange among{from, from};
  for (TextNumber stride = 1; among.end < size() && is_before(text(among.end)); stride *= 2) {
    among.begin = among.end + 1;
    among.end = std::min(all().end, among.end + stride);
  }
  return partition_point(among, is_before);
}

}  // namespace search
