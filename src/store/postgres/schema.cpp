#include "store/postgres/schema.hpp"

#include <thread>

#include "store/cannot_open.hpp"
#include "store/postgres/loader.hpp"
#include "store/postgres/migrations.hpp"
#include "store/postgres/storage_error.hpp"

namespace postgres {
namespace {

using store::CannotOpen;

// A release that only adds columns and tables leaves `breaks_before` alone: releases that know
// migration N may serve a database at M > N as long as breaks_before <= N.
constexpr std::string_view make_table =
    "CREATE TABLE IF NOT EXISTS schema_migrations"
    " (number integer PRIMARY KEY, name text NOT NULL, applied_ms bigint NOT NULL,"
    "  breaks_before integer NOT NULL DEFAULT 0)";

struct Applied {
  std::int64_t number = 0;
  std::string name;
  std::int64_t breaks_before = 0;
};

bool is_applied(Client& client, const Migration& migration) {
  return client
      .query("SELECT EXISTS (SELECT FROM schema_migrations WHERE number = $1)",
             Parameters().add(std::int64_t{migration.number}))
      .boolean(0, 0);
}

Applied newest(Client& client) {
  const Rows rows = client.query(
      "SELECT number, name, (SELECT max(breaks_before) FROM schema_migrations)"
      " FROM schema_migrations ORDER BY number DESC LIMIT 1");
  if (rows.count() == 0) {
    return {};
  }
  return {rows.integer(0, 0), std::string(rows.text(0, 1)), rows.integer(0, 2)};
}

bool exists(Client& client, std::string_view table) {
  const Rows rows = client.query("SELECT to_regclass($1) IS NOT NULL", Parameters().add(table));
  return rows.boolean(0, 0);
}

// It takes away what instances of the release before use, so it may run behind later ones.
constexpr int dropping_migration = 5;
// From here on a release that knows less cannot serve: it may go on, but it is not opened anew.
constexpr int breaking_migration = 4;

// A statement that waits for a lock on a table makes others wait behind it, so it gives up and is
// tried again.
constexpr int migrate_attempts_max = 200;
constexpr std::chrono::milliseconds migrate_pause{100};

void apply(Client& client, const Migration& migration, const base::Clock& clock) {
  client.run(std::string(migration.sql));
  client.query(
      "INSERT INTO schema_migrations (number, name, applied_ms, breaks_before)"
      " VALUES ($1, $2, $3, $4)",
      Parameters()
          .add(std::int64_t{migration.number})
          .add(migration.name)
          .add(clock.now().time_since_epoch().count())
          .add(std::int64_t{migration.number == breaking_migration ? breaking_migration : 0}));
}

void take_turn(Client& client) {
  client.run(
      "SET LOCAL lock_timeout = '60s'; SELECT pg_advisory_xact_lock(1280723540, 1);"
      " SET LOCAL lock_timeout = '250ms'");
}

std::vector<std::string> migrate_once(Client& client, const std::string& name,
                                      const base::Clock& clock) {
  Transaction transaction(client);
  take_turn(client);
  if (!exists(client, "schema_migrations")) {
    if (exists(client, "books") || exists(client, "documents")) {
      throw CannotOpen(CannotOpen::Reason::not_a_catalogue, name);
    }
    client.run(std::string(make_table));
  }
  const Applied applied = newest(client);
  if (applied.breaks_before > migrations().back().number) {
    throw CannotOpen(CannotOpen::Reason::newer, name,
                     store::migration_label(applied.number, applied.name));
  }
  std::vector<std::string> ran;
  for (const Migration& migration : migrations()) {
    const bool is_its_turn = migration.number != dropping_migration || applied.number == 0;
    if (is_its_turn && !is_applied(client, migration)) {
      apply(client, migration, clock);
      ran.emplace_back(migration.name);
    }
  }
  transaction.commit();
  return ran;
}

}  // namespace

std::vector<std::string> migrate(Client& client, const std::string& name,
                                 const base::Clock& clock) {
  std::vector<std::string> ran;
  for (int attempt = 1;; ++attempt) {
    try {
      ran = migrate_once(client, name, clock);
      break;
    } catch (const StorageError& error) {
      if (error.sqlstate() != lock_not_available || attempt == migrate_attempts_max) {
        throw;
      }
    }
    std::this_thread::sleep_for(migrate_pause);
  }
  restore_dropped_indexes(client);
  return ran;
}

void run_dropping_migration(Client& client, const base::Clock& clock) {
  Transaction transaction(client);
  take_turn(client);
  const Migration& dropping = migrations()[dropping_migration - 1];
  if (!is_applied(client, dropping)) {
    apply(client, dropping, clock);
  }
  transaction.commit();
}

}  // namespace postgres
