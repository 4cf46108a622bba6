// Brings a catalogue's file to the schema this release knows, one transaction per migration, and
// refuses files that are somebody else's or a newer release's. Called while opening, by the thread
// that opens.
#pragma once

#include <filesystem>
#include <limits>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "store/sqlite/connection.hpp"

namespace sqlite {

// Throws CannotOpen (not_a_catalogue, newer) before anything writes to the file. A file that is
// missing or empty passes.
void verify_identity(const ConnectionOptions& options);

// The migrations before this release's: what its books are copied from (released_catalogue.hpp).
inline constexpr int last_released_migration = 3;

// Runs what is missing, up to the newest that is wanted, and returns the names of what it ran.
// Throws CannotOpen (newer).
struct MigrateTo {
  const base::Clock& clock;
  int last = std::numeric_limits<int>::max();
};
std::vector<std::string> migrate(Connection& connection, const std::filesystem::path& file,
                                 const MigrateTo& to);

}  // namespace sqlite
