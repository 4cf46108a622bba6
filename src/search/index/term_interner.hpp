// Numbers texts as they come, each once: an arena and a table of open addressing, because a node of
// memory per text costs six times the text. Used by one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

#include "search/index/term_dictionary.hpp"

namespace search {

class TermInterner {
 public:
  TermId of(std::string_view text) {
    if ((ends_.size() + 1) * 2 > slots_.size()) {
      grow();
    }
    Slot& slot = slot_of(text);
    if (slot.number == free) {
      slot.number = static_cast<TermId>(ends_.size());
      bytes_.insert(bytes_.end(), text.begin(), text.end());
      ends_.push_back(bytes_.size());
    }
    return slot.number;
  }
  std::size_t size() const noexcept { return ends_.size(); }
  // Valid until the next text is numbered.
  std::string_view text(TermId number) const noexcept {
    const std::size_t begin = number == 0 ? 0 : ends_[number - 1];
    return std::string_view(bytes_.data(), bytes_.size()).substr(begin, ends_[number] - begin);
  }
  std::size_t bytes() const noexcept {
    return bytes_.size() + ends_.size() * sizeof(std::size_t) + slots_.size() * sizeof(Slot);
  }

 private:
  static constexpr TermId free = static_cast<TermId>(-1);
  // The hash is kept: a text is read only where it is the wanted one, most probably.
  struct Slot {
    std::uint32_t hash = 0;
    TermId number = free;
  };

  // The first slot from the hash's place on that is free or satisfies is_it(slot).
  template <class IsIt>
  Slot& probe(std::uint32_t hash, IsIt is_it) noexcept {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = hash & mask;
    while (slots_[at].number != free && !is_it(slots_[at])) {
      at = (at + 1) & mask;
    }
    return slots_[at];
  }
  // Where it stands, or the free slot for it, which has its hash already.
  Slot& slot_of(std::string_view wanted) noexcept {
    const auto hash = static_cast<std::uint32_t>(std::hash<std::string_view>{}(wanted));
    Slot& slot = probe(
        hash, [&](const Slot& one) { return one.hash == hash && text(one.number) == wanted; });
    slot.hash = hash;
    return slot;
  }
  void grow() {
    const std::vector<Slot> before = std::move(slots_);
    slots_.assign(before.empty() ? 1024 : before.size() * 2, Slot{});
    for (const Slot& slot : before) {
      if (slot.number != free) {
        probe(slot.hash, [](const Slot&) { return false; }) = slot;
      }
    }
  }

  std::vector<char> bytes_;
  std::vector<std::size_t> ends_;
  std::vector<Slot> slots_;  // a power of two
};

}  // namespace search
