#include "search/index/term_dictionary.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace search {
namespace {

// The first eight bytes of a text as a number that is ordered as they are; zeros stand behind a
// shorter one. `readable`: how many bytes may be read, those behind the text included.
std::uint64_t head_of(const char* text, std::size_t size, std::size_t readable) noexcept {
  static_assert(std::endian::native == std::endian::little);
  std::uint64_t head = 0;
  if (readable < sizeof head) [[unlikely]] {
    for (std::size_t i = 0; i < std::min(size, readable); ++i) {
      head |= std::uint64_t{static_cast<unsigned char>(text[i])} << (56 - 8 * i);
    }
    return head;
  }
  std::memcpy(&head, text, sizeof head);
  head = __builtin_bswap64(head);
  return size < sizeof head ? head & ~(~std::uint64_t{0} >> (8 * size)) : head;
}

}  // namespace

template <class IsBefore>
TermId TermDictionary::partition_point(NumberRange scope, IsBefore is_before) const noexcept {
  auto [low, high] = scope;
  while (low < high) {
    const TermId middle = low + (high - low) / 2;
    if (is_before(middle)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

// Most texts differ within eight bytes, which one comparison tells.
TermId TermDictionary::lower_bound(NumberRange scope, std::string_view wanted) const noexcept {
  const std::uint64_t wanted_head = head_of(wanted.data(), wanted.size(), wanted.size());
  return partition_point(scope, [&](TermId number) {
    const std::size_t begin = begin_of(number);
    const std::uint64_t head =
        head_of(texts_.data() + begin, ends_[number] - begin, texts_.size() - begin);
    return head != wanted_head ? head < wanted_head : text(number) < wanted;
  });
}

std::optional<TermId> TermDictionary::find(std::string_view wanted) const noexcept {
  const TermId at = lower_bound(all(), wanted);
  return at < size() && text(at) == wanted ? std::optional(at) : std::nullopt;
}

NumberRange TermDictionary::with_prefix(std::string_view prefix) const noexcept {
  const TermId begin = lower_bound(all(), prefix);
  const TermId end = partition_point({begin, all().end}, [&](TermId number) {
    return text(number).substr(0, prefix.size()) <= prefix;
  });
  return {begin, end};
}

TermId TermDictionary::seek(TermId from, std::string_view wanted) const noexcept {
  NumberRange scope{from, from};
  for (TermId stride = 1; scope.end < size() && text(scope.end) < wanted; stride *= 2) {
    scope.begin = scope.end + 1;
    scope.end = std::min(all().end, scope.end + stride);
  }
  return lower_bound(scope, wanted);
}

}  // namespace search
