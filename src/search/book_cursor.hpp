// Cursors over the books of one state: all of them out of the store alone, or those that a snapshot
// of the index finds, each as the store's history has it at the snapshot's sequence number. The
// session's thread; `backend` must outlive them.
#pragma once

#include "search/index/index.hpp"
#include "search/store.hpp"
#include "store/store.hpp"

namespace search {

// The first part is read before `done` is called: it says which state it is.
void open_all_books(store::Session& backend, CursorDone done);
std::shared_ptr<BookCursor> open_found_books(store::Session& backend, SnapshotPtr snapshot,
                                             OpenBooks selection);

}  // namespace search
