// A book that may have changed since the snapshot, against the filters of a list. A pure function;
// any thread.
#pragma once

#include "search/index/index.hpp"
#include "search/query/bound_query.hpp"
#include "store/store.hpp"

namespace search {

// True when the book is as the snapshot has it, when words are searched, or when its filters still
// let it through. False for a document that cannot be read.
bool changed_book_matches(const Snapshot& snapshot, const BoundQuery& query,
                          const store::BookDocument& document);

}  // namespace search
