// The files that were loaded, by their SHA-256, in a table that the first load makes: no release
// has to know of it, so it is no migration. The thread of the connection; failures throw
// StorageError.
#pragma once

#include <optional>
#include <string>

#include "store/maintenance.hpp"
#include "store/sqlite/connection.hpp"

namespace sqlite {

std::optional<store::ImportedFile> imported_before(Connection& connection,
                                                   const std::string& sha256);
void note_import(Connection& connection, const store::ImportedFile& file);

}  // namespace sqlite
