// The place that names the concrete stores: `--database` as one of them. Main thread; what is
// opened here outlives nothing that it was given.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string_view>

#include "app/config.hpp"
#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/metrics.hpp"
#include "store/maintenance.hpp"
#include "store/postgres/options.hpp"
#include "store/sqlite/options.hpp"
#include "store/store.hpp"

namespace app {

// A catalogue for a command's own work. A SQLite file belongs to it alone; a database may serve
// meanwhile. Throws store::CannotOpen and the stores' StorageError.
std::unique_ptr<store::Maintenance> open_catalogue(const DatabaseConfig& database,
                                                   const base::Clock& clock);

struct StoreParts {
  const base::Clock& clock;
  base::Metrics& metrics;
  base::Log& log;
  // A promise can no longer be kept: the process must end (sqlite::Options::on_fatal).
  std::function<void(std::string_view why)> on_fatal;
};
std::unique_ptr<store::Store> open_store(const ServeConfig& config, const StoreParts& parts);

// For what only one kind of store has; throws std::invalid_argument for the other kind.
postgres::Options server_options(const DatabaseConfig& database);
sqlite::Options file_options(const DatabaseConfig& database);

// True when opening it would not make it.
bool exists_already(const DatabaseConfig& database);
// For commands that read or keep what is there: a missing file is a mistake, not a new catalogue.
void require_existing(const DatabaseConfig& database);

// True when opening it made it.
bool is_new(const store::Maintenance& catalogue);

// Says so on stderr, with its whole path: a mistyped name makes one.
void tell_if_new(const store::Maintenance& catalogue, const DatabaseConfig& database);

// True when servers may have it open while a command works on it.
bool is_shared(const DatabaseConfig& database);

// Where the search index's files lie: what was said, or beside the SQLite file, or in the system's
// temporary folder. Empty: nowhere.
std::filesystem::path index_folder(const DatabaseConfig& database);

// As it may be shown: a URL without user and password.
std::string shown(const DatabaseConfig& database);
// The same, a file with its whole path.
std::string full_name(const DatabaseConfig& database);

}  // namespace app
