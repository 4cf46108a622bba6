// Suggestions for a half-typed search: titles, persons and subjects, each with how many books it
// has; searched for, a suggestion finds them. Used on the session's thread.
#pragma once

#include "search/index/index.hpp"
#include "search/query/reads.hpp"
#include "store/store.hpp"

namespace search {

// Asks `backend` for one book of each title that is suggested.
void suggest(store::Session& backend, const SnapshotPtr& snapshot, Suggest command, ReadDone done);

}  // namespace search
