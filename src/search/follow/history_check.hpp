// Checks that a catalogue still has the changes that an index has followed. A standby without the
// last changes may have taken over and given their sequence numbers to other changes. The check
// keeps the newest change followed and compares it with the catalogue's. Used by one thread.
#pragma once

#include <optional>

#include "store/store.hpp"

namespace search {

class HistoryCheck {
 public:
  void forget() noexcept { newest_.reset(); }
  // The sequence to list changes after, for an index that has followed them up to `followed`.
  catalog::Sequence ask_after(catalog::Sequence followed) const noexcept;
  // True when the changes after ask_after() show that the index followed another history.
  bool differs(const store::Changes& changes, catalog::Sequence followed) const;
  // Drops the changes that the index has followed already.
  void take(store::Changes& changes, catalog::Sequence followed);
  // The index now holds this change and all earlier ones.
  void follow(const store::ChangeEntry& change) { newest_ = change; }

 private:
  std::optional<store::ChangeEntry> newest_;  // where it is known
};

}  // namespace search
