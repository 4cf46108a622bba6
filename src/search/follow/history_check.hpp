// Tells whether a catalogue still knows the changes that an index has followed: a standby that had
// not heard of the last ones may have taken over, and have given their numbers to others. Keeps the
// newest change, and asks for it again. Used by one thread.
#pragma once

#include <optional>

#include "store/store.hpp"

namespace search {

class HistoryCheck {
 public:
  void forget() noexcept { newest_.reset(); }
  // What to list changes after, for an index that has followed those up to `followed`.
  catalog::Sequence ask_after(catalog::Sequence followed) const noexcept;
  // True when a list of those after ask_after() shows that the index is of another past.
  bool differs(const store::Changes& changes, catalog::Sequence followed) const;
  // Leaves those that are to be followed.
  void take(store::Changes& changes, catalog::Sequence followed);
  // The index holds this one now, and all before it.
  void follow(const store::ChangeEntry& change) { newest_ = change; }

 private:
  std::optional<store::ChangeEntry> newest_;  // where it is known
};

}  // namespace search
