#include "store/postgres/schema.hpp"

#include "store/cannot_open.hpp"
#include "store/postgres/loader.hpp"
#include "store/postgres/migrations.hpp"

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

}  // namespace

std::vector<std::string> migrate(Client& client, const std::string& name,
                                 const base::Clock& clock) {
  const int last_known = migrations().back().number;
  Transaction transaction(client);
  client.run("SELECT pg_advisory_xact_lock(1280723540, 1)");
  if (!exists(client, "schema_migrations")) {
    if (exists(client, "books")) {
      throw CannotOpen(CannotOpen::Reason::not_a_catalogue, name);
    }
    client.run(std::string(make_table));
  }
  const Applied applied = newest(client);
  if (applied.breaks_before > last_known) {
    throw CannotOpen(CannotOpen::Reason::newer, name,
                     store::migration_label(applied.number, applied.name));
  }
  std::vector<std::string> ran;
  for (const Migration& migration : migrations()) {
    if (migration.number > applied.number) {
      client.run(std::string(migration.sql));
      client.query("INSERT INTO schema_migrations (number, name, applied_ms) VALUES ($1, $2, $3)",
                   Parameters()
                       .add(std::int64_t{migration.number})
                       .add(migration.name)
                       .add(clock.now().time_since_epoch().count()));
      ran.emplace_back(migration.name);
    }
  }
  transaction.commit();
  restore_dropped_indexes(client);
  return ran;
}

}  // namespace postgres
