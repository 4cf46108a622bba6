#include "app/catalogue.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <memory>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "app/language.hpp"
#include "app/progress.hpp"
#include "store/postgres/connect_parameters.hpp"
#include "store/postgres/maintenance.hpp"
#include "store/postgres/store.hpp"
#include "store/sqlite/maintenance.hpp"
#include "store/sqlite/store.hpp"

namespace app {
namespace {

bool is_postgres(const DatabaseConfig& database) {
  return database.where.starts_with("postgresql://") || database.where.starts_with("postgres://");
}

// On stderr, for whoever waits for a command.
std::function<void(const sqlite::MigrationProgress&)> shown_progress() {
  return [progress = std::shared_ptr<Progress>()](const sqlite::MigrationProgress& step) mutable {
    if (!progress) {
      progress = std::make_shared<Progress>("migrate", step.total);
    }
    if (step.kept_as.empty()) {
      progress->show({step.done, step.done});
    } else {
      progress->say(say({"o arquivo anterior ficou em ", "the former file is kept as "}) +
                    step.kept_as.string());
    }
  };
}

// For the log of a server that starts: a line every few seconds.
std::function<void(const sqlite::MigrationProgress&)> logged_progress(base::Log& log) {
  constexpr std::chrono::seconds interval{5};
  using Clock = std::chrono::steady_clock;
  return
      [&log, interval, last = Clock::time_point()](const sqlite::MigrationProgress& step) mutable {
        const auto now = Clock::now();
        if (!step.kept_as.empty()) {
          const std::string kept = step.kept_as.string();
          log.info("migracao-concluida", {{"arquivo-anterior", std::string_view(kept)}});
        } else if (now - last >= interval || step.done == step.total) {
          last = now;
          log.info("migracao", {{"feitos", static_cast<std::int64_t>(step.done)},
                                {"total", static_cast<std::int64_t>(step.total)}});
        }
      };
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
  options.on_progress = logged_progress(parts.log);
  return sqlite::open(options, parts.clock, parts.metrics, parts.log);
}

postgres::Options server_options(const DatabaseConfig& database) {
  if (!is_postgres(database)) {
    throw std::invalid_argument(say({"--database: só para o PostgreSQL (postgresql://…)",
                                     "--database: for PostgreSQL only (postgresql://…)"}));
  }
  postgres::Options options;
  options.url = database.where;
  // A standby that shares the reading also stands in for the primary.
  options.replica_url = database.replica.empty() ? database.readers : database.replica;
  options.read_url = database.readers;
  options.password_file = database.password_file;
  options.prepared = database.prepared;
  return options;
}

sqlite::Options file_options(const DatabaseConfig& database) {
  if (is_postgres(database)) {
    throw std::invalid_argument(
        say({"--database: só para arquivos SQLite; no PostgreSQL, use pg_dump e pg_restore",
             "--database: for SQLite files only; with PostgreSQL use pg_dump and pg_restore"}));
  }
  sqlite::Options options;
  options.file = database.where;
  options.on_progress = shown_progress();
  return options;
}

bool is_new(const store::Maintenance& catalogue) {
  constexpr std::string_view first_migration = "catalogue";  // of either store
  const auto& run = catalogue.migrations_run();
  return std::find(run.begin(), run.end(), first_migration) != run.end();
}

void tell_if_new(const store::Maintenance& catalogue, const DatabaseConfig& database) {
  if (is_new(catalogue)) {
    std::fprintf(stderr, "%s%s\n", say({"catálogo novo: ", "new catalogue: "}).c_str(),
                 full_name(database).c_str());
  }
}

bool is_shared(const DatabaseConfig& database) { return is_postgres(database); }

bool exists_already(const DatabaseConfig& database) {
  return is_postgres(database) || std::filesystem::exists(database.where);
}

void require_existing(const DatabaseConfig& database) {
  if (!exists_already(database)) {
    throw std::invalid_argument(say({"não existe: ", "does not exist: "}) + database.where);
  }
}

std::filesystem::path index_folder(const DatabaseConfig& database) {
  if (!database.index_folder.empty()) {
    return database.index_folder;
  }
  if (is_postgres(database)) {
    std::error_code none;
    return std::filesystem::temp_directory_path(none);
  }
  const std::filesystem::path folder = std::filesystem::path(database.where).parent_path();
  return folder.empty() ? "." : folder;
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
