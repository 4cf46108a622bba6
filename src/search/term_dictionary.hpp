// Texts in byte order, each known by its number: the words of a segment, and the values that are
// counted. Immutable once made; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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
  // Texts must come in ascending order, each once.
  void append(std::string_view text);

  std::size_t size() const noexcept { return ends_.size(); }
  std::string_view text(TermId number) const noexcept {
    const std::size_t begin = number == 0 ? 0 : ends_[number - 1];
    return std::string_view(bytes_).substr(begin, ends_[number] - begin);
  }
  std::optional<TermId> find(std::string_view text) const noexcept;
  NumberRange with_prefix(std::string_view prefix) const noexcept;
  // The first text at or behind `text` of those from `from` on; quick when it is near.
  TermId seek(TermId from, std::string_view text) const noexcept;

  const std::string& bytes() const noexcept { return bytes_; }
  const std::vector<std::uint32_t>& ends() const noexcept { return ends_; }
  static TermDictionary of(std::string bytes, std::vector<std::uint32_t> ends) {
    TermDictionary made;
    made.bytes_ = std::move(bytes);
    made.ends_ = std::move(ends);
    return made;
  }
  std::size_t memory_bytes() const noexcept {
    return bytes_.capacity() + ends_.capacity() * sizeof(std::uint32_t);
  }

 private:
  template <class IsBefore>
  TermId partition_point(NumberRange among, IsBefore is_before) const noexcept;
  NumberRange all() const noexcept { return {0, static_cast<TermId>(size())}; }

  std::string bytes_;
  std::vector<std::uint32_t> ends_;
};

}  // namespace search
