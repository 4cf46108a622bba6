// Brings a catalogue's file to the schema this release knows, one transaction per migration, and
// refuses files that are somebody else's or a newer release's. Called while opening, by the thread
// that opens.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "store/sqlite/connection.hpp"

namespace sqlite {

// Throws CannotOpen (not_a_catalogue, newer) before anything writes to the file. A file that is
// missing or empty passes.
void verify_identity(const ConnectionOptions& options);

// Runs what is missing and returns the names of what it ran. Throws CannotOpen (newer).
std::vector<std::string> migrate(Connection& connection, const std::filesystem::path& file,
                                 const base::Clock& clock);

}  // namespace sqlite
