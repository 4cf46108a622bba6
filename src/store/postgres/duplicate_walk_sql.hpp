// The SQL of books that have an ISBN or a duplicate key in common (store::ListDuplicates). Pure
// functions.
#pragma once

#include <vector>

#include "store/postgres/rows.hpp"
#include "store/postgres/statement.hpp"
#include "store/store.hpp"

namespace postgres {

std::vector<Statement> duplicate_walk_statements(const store::ListDuplicates& command);
store::ReadOutcome read_duplicate_walk(const store::ListDuplicates& command,
                                       const std::vector<Rows>& rows);

}  // namespace postgres
