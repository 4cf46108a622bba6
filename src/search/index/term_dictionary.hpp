// Terms in byte order, each known by its number: the words of a segment, and the values that are
// counted. A view of two columns; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace search {

using TermId = std::uint32_t;

// Numbers that lie side by side: [begin, end).
struct NumberRange {
  TermId begin = 0;
  TermId end = 0;
  bool empty() const noexcept { return begin == end; }
  bool operator==(const NumberRange&) const = default;
};

class TermDictionary {
 public:
  TermDictionary() = default;
  // `ends`: of each term in `texts`, which are in ascending order, each once.
  TermDictionary(std::string_view texts, std::span<const std::uint32_t> ends) noexcept
      : texts_(texts), ends_(ends) {}

  std::size_t size() const noexcept { return ends_.size(); }
  std::string_view text(TermId number) const noexcept {
    const std::size_t begin = begin_of(number);
    return {texts_.data() + begin, ends_[number] - begin};
  }
  std::optional<TermId> find(std::string_view text) const noexcept;
  NumberRange with_prefix(std::string_view prefix) const noexcept;
  // The first term at or behind `text` of those from `from` on; quick when it is near.
  TermId seek(TermId from, std::string_view text) const noexcept;

 private:
  template <class IsBefore>
  TermId partition_point(NumberRange scope, IsBefore is_before) const noexcept;
  TermId lower_bound(NumberRange scope, std::string_view text) const noexcept;
  std::size_t begin_of(TermId number) const noexcept { return number == 0 ? 0 : ends_[number - 1]; }
  NumberRange all() const noexcept { return {0, static_cast<TermId>(size())}; }

  std::string_view texts_;
  std::span<const std::uint32_t> ends_;
};

}  // namespace search
