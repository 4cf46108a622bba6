#include "app/catalogue.hpp"

#include <algorithm>
#include <filesystem>
#include <stdexcept>
#include <utility>

#include "app/language.hpp"
#include "store/postgres/bulk.hpp"
#include "store/postgres/connect_parameters.hpp"
#include "store/postgres/store.hpp"
#include "store/sqlite/bulk.hpp"
#include "store/sqlite/store.hpp"

namespace app {
namespace {

bool is_postgres(const DatabaseConfig& database) {
  return database.where.starts_with("postgresql://") || database.where.starts_with("postgres://");
}

postgres::Options server_options(const DatabaseConfig& database) {
  postgres::Options options;
  options.url = database.where;
  options.replica_url = database.replica;
  options.password_file = database.password_file;
  options.prepared = database.prepared;
  return options;
}

}  // namespace

std::unique_ptr<store::Maintenance> open_catalogue(const DatabaseConfig& database,
                                                   const base::Clock& clock) {
  if (is_postgres(database)) {
    return std::make_unique<postgres::Maintenance>(server_options(database), clock);
  }
  return std::make_unique<sqlite::Maintenance>(file_options(database), clock);
}

std::unique_ptr<store::Store> open_store(const ServeConfig& config, const StoreParts& parts) {
  if (is_postgres(config.database)) {
    postgres::Options options = server_options(config.database);
    options.jobs_max = config.queue_max;
    return postgres::open(std::move(options), parts.clock, parts.metrics, parts.log);
  }
  sqlite::Options options = file_options(config.database);
  options.jobs_max = config.queue_max;
  options.on_fatal = parts.on_fatal;
  return sqlite::open(std::move(options), parts.clock, parts.metrics, parts.log);
}

sqlite::Options file_options(const DatabaseConfig& database) {
  if (is_postgres(database)) {
    throw std::invalid_argument(
        say({"--database: só para arquivos SQLite; no PostgreSQL, use pg_dump e pg_restore",
             "--database: for SQLite files only; with PostgreSQL use pg_dump and pg_restore"}));
  }
  sqlite::Options options;
  options.file = database.where;
  return options;
}

bool is_new(const store::Maintenance& catalogue) {
  constexpr std::string_view first_migration = "catalogue";  // of either store
  const auto& run = catalogue.migrations_run();
  return std::find(run.begin(), run.end(), first_migration) != run.end();
}

bool is_shared(const DatabaseConfig& database) { return is_postgres(database); }

void require_existing(const DatabaseConfig& database) {
  if (!is_postgres(database) && !std::filesystem::exists(database.where)) {
    throw std::invalid_argument(say({"não existe: ", "does not exist: "}) + database.where);
  }
}

std::string shown(const DatabaseConfig& database) {
  return is_postgres(database) ? postgres::shown_url(database.where) : database.where;
}

std::string full_name(const DatabaseConfig& database) {
  return is_postgres(database)
             ? shown(database)
             : std::filesystem::absolute(database.where).lexically_normal().string();
}

}  // namespace app
