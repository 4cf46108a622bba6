// Brings a database up to date, one instance at a time: the others wait and find it done.
// Migrations are expand/contract: whatever a release adds, the one before it can ignore, so that
// both run side by side while a deployment rolls. Opening only; throws store::CannotOpen (newer,
// not_a_catalogue, unreachable) and StorageError.
#pragma once

#include <string>
#include <vector>

#include "base/clock.hpp"
#include "store/postgres/client.hpp"

namespace postgres {

// Runs what is missing and returns the names of what it ran. `name` is shown in refusals.
std::vector<std::string> migrate(Client& client, const std::string& name, const base::Clock& clock);

}  // namespace postgres
