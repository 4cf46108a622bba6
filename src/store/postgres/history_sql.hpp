// The SQL of books in order of their ids, of a book's history, of one version, of deletions and of
// the catalogue's changes, and what its rows say. Pure functions; damaged rows throw StorageError.
#pragma once

#include <vector>

#include "store/postgres/statement.hpp"
#include "store/store.hpp"

namespace postgres {

std::vector<Statement> scan_statements(const store::ScanBooks& command);
store::ReadOutcome read_scan(const store::ScanBooks& command, const std::vector<Rows>& rows);

std::vector<Statement> history_statements(const store::ListVersions& command);
store::ReadOutcome read_history(const store::ListVersions& command, const std::vector<Rows>& rows);

std::vector<Statement> version_statements(const store::GetVersion& command);
store::ReadOutcome read_version(const store::GetVersion& command, const std::vector<Rows>& rows);

std::vector<Statement> deletions_statements(const store::ListDeletions& command);
store::ReadOutcome read_deletions(const store::ListDeletions& command,
                                  const std::vector<Rows>& rows);

std::vector<Statement> changes_statements(const store::ListChanges& command);
store::ReadOutcome read_changes(const store::ListChanges& command, const std::vector<Rows>& rows);

std::vector<Statement> cover_statements(const store::GetCover& command);
std::vector<Statement> cover_type_statements(const store::GetCoverTypes& command);
store::ReadOutcome read_cover_types(const std::vector<Rows>& all);
store::ReadOutcome read_cover_answer(const store::GetCover& command, const std::vector<Rows>& all);

}  // namespace postgres
