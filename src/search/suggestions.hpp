// Suggestions for a half-typed search: titles, authors and subjects that hold its words, the last
// word as a prefix. Used on the session's thread.
#pragma once

#include "search/index/index.hpp"
#include "search/query/reads.hpp"
#include "store/store.hpp"

namespace search {

// Asks `backend` for the books whose titles are suggested.
void suggest(store::Session& backend, const SnapshotPtr& snapshot, Suggest command, ReadDone done);

}  // namespace search
