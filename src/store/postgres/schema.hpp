// Brings a database to the schema this release knows, and refuses databases that are somebody
// else's or a release's that this one cannot serve beside. Called while opening; several instances
// may do so at once. Failures throw store::CannotOpen and StorageError.
#pragma once

#include <string>
#include <vector>

#include "base/clock.hpp"
#include "store/postgres/client.hpp"

namespace postgres {

// Runs what is missing and returns the names of what it ran. `name` is the database's, for people.
// The migration that takes away what the release before needs runs here in a new catalogue only.
std::vector<std::string> migrate(Client& client, const std::string& name, const base::Clock& clock);

// Once no instance of the release before is left (released_form.hpp). Nothing when it ran already.
void run_dropping_migration(Client& client, const base::Clock& clock);

}  // namespace postgres
