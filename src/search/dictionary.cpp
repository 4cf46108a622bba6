#include "search/dictionary.hpp"

#include "search/varint.hpp"

namespace search {

void Dictionary::append(std::string_view text) {
  bytes_ += text;
  ends_.push_back(place_of(bytes_));
}

template <class IsBefore>
TextNumber Dictionary::partition_point(TextNumber from, IsBefore is_before) const noexcept {
  TextNumber low = from;
  auto high = static_cast<TextNumber>(size());
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
  const TextNumber at = partition_point(0, [&](std::string_view text) { return text < wanted; });
  return at < size() && text(at) == wanted ? std::optional(at) : std::nullopt;
}

NumberRange Dictionary::with_prefix(std::string_view prefix) const noexcept {
  const TextNumber begin = partition_point(0, [&](std::string_view text) { return text < prefix; });
  const TextNumber end = partition_point(
      begin, [&](std::string_view text) { return text.substr(0, prefix.size()) <= prefix; });
  return {begin, end};
}

}  // namespace search
