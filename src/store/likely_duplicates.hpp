// Which books of the catalogue are likely the same as one that comes in: decided here for every
// store, over what its tables propose. The store's writing thread.
#pragma once

#include <cstdint>
#include <vector>

#include "catalog/book.hpp"
#include "store/write_tables.hpp"

namespace store {

// Books that a key or an ISBN makes candidates are different ones when both say another edition or
// volume, or, without an ISBN in common, other ISBNs. What only one of them says tells nothing.
bool are_different(const catalog::BookFields& left, const catalog::BookFields& right);

// The tables' candidates that are not different from `fields`: duplicates_max at most, the lowest
// ids, ascending.
std::vector<BookId> likely_duplicates(WriteTables& tables, const catalog::BookFields& fields,
                                      std::int64_t duplicate_key);

}  // namespace store
