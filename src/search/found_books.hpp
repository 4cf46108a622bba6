// Answers a boolean search: finds the ids of a page in the index, then has the store read its
// books. Used on the session's thread; `backend` must outlive the answer.
#pragma once

#include "search/index/index.hpp"
#include "search/query/reads.hpp"
#include "store/store.hpp"

namespace search {

// Failure: search_too_broad, beside those of the store.
void find_books(store::Session& backend, const SnapshotPtr& snapshot, const FindBooks& command,
                ReadDone done);

}  // namespace search
