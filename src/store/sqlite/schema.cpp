#include "store/sqlite/schema.hpp"

#include <sqlite3.h>

#include <cstdint>
#include <system_error>

#include "store/cannot_open.hpp"
#include "store/sqlite/migrations.hpp"
#include "store/sqlite/statement.hpp"

namespace sqlite {
namespace {

constexpr std::int64_t application_id = 0x4C495652;  // "LIVR"

bool is_blank(Connection& connection) {
  return single_integer(connection, "PRAGMA application_id") == 0 &&
         single_integer(connection, "SELECT count(*) FROM sqlite_schema") == 0;
}

// The number of the last migration applied; 0 for none.
int applied(Connection& connection, const std::filesystem::path& file) {
  Statement statement =
      connection.prepare("SELECT number, name FROM schema_migrations ORDER BY number DESC LIMIT 1");
  Query query(statement);
  if (!query.step()) {
    return 0;
  }
  const std::int64_t number = query->integer(0);
  if (number > migrations().back().number) {
    throw store::CannotOpen(store::CannotOpen::Reason::newer, file.string(),
                            store::migration_label(number, query->text(1)));
  }
  return static_cast<int>(number);
}

void verify(Connection& connection, const std::filesystem::path& file) {
  if (is_blank(connection)) {
    return;
  }
  if (single_integer(connection, "PRAGMA application_id") != application_id) {
    throw store::CannotOpen(store::CannotOpen::Reason::not_a_catalogue, file.string());
  }
  applied(connection, file);
}

void apply(Connection& connection, const Migration& migration, base::Instant now) {
  Transaction transaction(connection);
  connection.run(std::string(migration.sql));
  Statement record = connection.prepare("INSERT INTO schema_migrations VALUES (?1, ?2, ?3)");
  const std::int64_t now_ms = now.time_since_epoch().count();
  execute(record, std::int64_t{migration.number}, migration.name, now_ms);
  transaction.commit();
}

}  // namespace

void verify_identity(const ConnectionOptions& options) {
  std::error_code error;
  if (!std::filesystem::exists(options.file, error) ||
      std::filesystem::file_size(options.file, error) == 0) {
    return;
  }
  ConnectionOptions reading = options;
  reading.access = Access::read;
  try {
    Connection connection(reading);
    verify(connection, options.file);
  } catch (const StorageError& broken) {
    if ((broken.code() & 0xFF) == SQLITE_NOTADB) {
      throw store::CannotOpen(store::CannotOpen::Reason::not_a_catalogue, options.file.string());
    }
    throw;
  }
}

std::vector<std::string> migrate(Connection& connection, const std::filesystem::path& file,
                                 const MigrateTo& to) {
  if (is_blank(connection)) {
    Transaction transaction(connection);
    connection.run("PRAGMA application_id = " + std::to_string(application_id));
    connection.run(
        "CREATE TABLE schema_migrations"
        " (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_ms INTEGER NOT NULL) STRICT");
    transaction.commit();
  }
  const int last = applied(connection, file);
  std::vector<std::string> ran;
  for (const Migration& migration : migrations()) {
    if (migration.number > last && migration.number <= to.last) {
      apply(connection, migration, to.clock.now());
      ran.emplace_back(migration.name);
    }
  }
  return ran;
}

}  // namespace sqlite
