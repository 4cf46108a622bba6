// The SQL of books as they were at an earlier sequence number (store::ScanPast, store::GetPast).
// Pure functions.
#pragma once

#include <vector>

#include "store/postgres/rows.hpp"
#include "store/postgres/statement.hpp"
#include "store/store.hpp"

namespace postgres {

std::vector<Statement> past_statements(const store::ScanPast& command);
std::vector<Statement> past_statements(const store::GetPast& command);
store::ReadOutcome read_past(const std::vector<Rows>& rows);

}  // namespace postgres
