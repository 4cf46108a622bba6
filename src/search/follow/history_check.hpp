// Checks that a catalogue still has the changes that an index has followed. A standby without the
// last changes may have taken over and given their sequence numbers to other changes. The check
// keeps the newest changes followed and compares them with the catalogue's. Used by one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>

#include "store/store.hpp"

namespace search {

class HistoryCheck {
 public:
  static constexpr std::size_t kept_max = 512;

  void forget() noexcept { kept_.clear(); }
  // The sequence to list changes after, for an index that has followed them up to `followed`.
  catalog::Sequence ask_after(catalog::Sequence followed) const noexcept;
  // What the changes after ask_after() show of the history that the index followed. `unsure`: the
  // newest change followed is not listed any more, because its book has changed since, perhaps in
  // another history. Then those after look_back_after() tell.
  enum class Verdict : std::uint8_t { same, other, unsure };
  Verdict judge(const store::ReadAnswer& answer, catalog::Sequence followed) const;
  catalog::Sequence look_back_after() const noexcept;
  // True when the changes after look_back_after() are those of another history.
  bool differs(const store::Changes& changes, catalog::Sequence followed) const;
  // Drops the changes that the index has followed already.
  void take(store::Changes& changes, catalog::Sequence followed);
  // The index now holds these changes and all earlier ones.
  void follow(std::span<const store::ChangeEntry> changes);
  // The same, where nobody else writes and no history is lost.
  void follow_only(const store::ChangeEntry& change) { kept_.assign(1, change); }

 private:
  bool is_known(const store::ChangeEntry& entry) const;

  std::deque<store::ChangeEntry> kept_;  // by ascending sequence; the last ones followed
};

}  // namespace search
