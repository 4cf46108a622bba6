// Changes that a store has listed, on their way into an index: the books that this process has
// written itself, the books that must be read, and those that are gone. The follower's thread.
#pragma once

#include <vector>

#include "search/follow/own_changes.hpp"
#include "store/store.hpp"

namespace search {

struct ListedChanges {
  // `as_of`: what the store had committed when it listed them. Takes books out of `own`.
  ListedChanges(store::Changes&& listed, catalog::Sequence as_of, OwnChanges& own);
  // Adds what was read of `unread`. A book that is not there was deleted after the changes were
  // listed: a later round hears of it.
  void add(std::vector<catalog::Book>&& read);

  store::Changes changes;
  std::vector<catalog::BookId> unread;
  std::vector<catalog::BookId> gone;
  std::vector<catalog::Book> books;
  catalog::Sequence now;  // the newest change of an index that has taken them
};

}  // namespace search
