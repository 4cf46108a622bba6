// The files that were loaded, by their SHA-256, in a table that the first load makes: no release
// has to know of it, so it is no migration. The client's thread; failures throw StorageError.
#pragma once

#include <optional>
#include <string>

#include "store/maintenance.hpp"
#include "store/postgres/client.hpp"

namespace postgres {

std::optional<store::ImportedFile> imported_before(Client& client, const std::string& sha256);
void note_import(Client& client, const store::ImportedFile& file);

}  // namespace postgres
