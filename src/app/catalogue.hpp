// The place that names the concrete store for the commands: `--database` as options of that store.
// A catalogue opened here belongs to one command alone (no server beside it). Main thread.
#pragma once

#include <string>

#include "store/sqlite/bulk.hpp"
#include "store/sqlite/options.hpp"

namespace app {

// Throws std::invalid_argument for a database this build has no store for.
sqlite::Options options_of(const std::string& database);

// For commands that read or keep what is there: a missing file is a mistake, not a new catalogue.
void require_existing(const std::string& database);

}  // namespace app
