// Numbers texts as they come, each once: an arena and a table of open addressing, because a node of
// memory per text costs six times the text. Used by one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "search/index/term_dictionary.hpp"

namespace search {

class TermInterner {
 public:
  TermId of(std::string_view text) {
    if ((ends_.size() + 1) * 2 > slots_.size()) {
      grow();
    }
    std::uint32_t& slot = slot_of(text);
    if (slot == free) {
      slot = static_cast<std::uint32_t>(ends_.size());
      bytes_.insert(bytes_.end(), text.begin(), text.end());
      ends_.push_back(bytes_.size());
    }
    return slot;
  }
  std::size_t size() const noexcept { return ends_.size(); }
  // Valid until the next text is numbered.
  std::string_view text(TermId number) const noexcept {
    const std::size_t begin = number == 0 ? 0 : ends_[number - 1];
    return std::string_view(bytes_.data(), bytes_.size()).substr(begin, ends_[number] - begin);
  }
  std::size_t bytes() const noexcept {
    return bytes_.size() + ends_.size() * sizeof(std::size_t) +
           slots_.size() * sizeof(std::uint32_t);
  }

 private:
  static constexpr std::uint32_t free = static_cast<std::uint32_t>(-1);

  std::uint32_t& slot_of(std::string_view wanted) noexcept {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = std::hash<std::string_view>{}(wanted)&mask;
    while (slots_[at] != free && text(slots_[at]) != wanted) {
      at = (at + 1) & mask;
    }
    return slots_[at];
  }
  void grow() {
    slots_.assign(slots_.empty() ? 1024 : slots_.size() * 2, free);
    for (TermId number = 0; number < size(); ++number) {
      slot_of(text(number)) = number;
    }
  }

  std::vector<char> bytes_;
  std::vector<std::size_t> ends_;
  std::vector<std::uint32_t> slots_;  // a power of two
};

}  // namespace search
