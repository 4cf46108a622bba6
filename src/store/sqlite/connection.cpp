#include "store/sqlite/connection.hpp"

#include <sqlite3.h>

#include "base/check.hpp"
#include "store/sqlite/gathered_log.hpp"
#include "store/sqlite/statement.hpp"

namespace sqlite {
namespace {

StorageError::Kind kind_of(int code) noexcept {
  if ((code & 0xFF) == SQLITE_FULL) {
    return StorageError::Kind::full;
  }
  return code == SQLITE_IOERR_WRITE ? StorageError::Kind::unwritten
                                    : StorageError::Kind::unavailable;
}

int flags_for(Access access) noexcept {
  // NOMUTEX: a connection belongs to one thread.
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  return access == Access::read ? flags : flags | SQLITE_OPEN_CREATE;
}

// Nobody asks the library how much memory it has; keeping count takes a lock for every piece of it,
// two dozen for a book. Refused, and only slower, when somebody has used the library before.
void keep_no_count_of_memory() {
  [[maybe_unused]] static const int code = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

}  // namespace

void throw_storage_error(sqlite3* handle, std::string_view doing) {
  const int code = sqlite3_extended_errcode(handle);
  // The caller broke the rules of the library: no environment can cause it.
  check((code & 0xFF) != SQLITE_MISUSE && (code & 0xFF) != SQLITE_RANGE);
  std::string what(doing);
  what.append(": ").append(sqlite3_errmsg(handle));
  what.append(" (").append(std::to_string(code)).append(")");
  throw StorageError(kind_of(code), code, what);
}

void throw_damaged(const std::string& what) {
  throw StorageError(StorageError::Kind::unavailable, SQLITE_CORRUPT, what);
}

Connection::Connection(const ConnectionOptions& options) {
  keep_no_count_of_memory();
  const std::string vfs = options.access == Access::read ? options.vfs : gathering_vfs(options.vfs);
  const int code = sqlite3_open_v2(options.file.c_str(), &handle_, flags_for(options.access),
                                   vfs.empty() ? nullptr : vfs.c_str());
  try {
    if (code != SQLITE_OK) {
      throw_storage_error(handle_, "opening " + options.file.string());
    }
    set_up(options);
  } catch (...) {
    sqlite3_close(handle_);
    throw;
  }
}

Connection::~Connection() {
  // Statements end before their connection; a zombie would keep the file open behind its lock.
  check(sqlite3_close(handle_) == SQLITE_OK);
}

void Connection::set_up(const ConnectionOptions& options) {
  sqlite3_busy_timeout(handle_, static_cast<int>(busy_wait.count()));
  // Two connections that write and checkpoint at the same instant can lose pages before 3.51.3:
  // only the writer checkpoints, between its batches, by request.
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  std::string pragmas = "PRAGMA wal_autocheckpoint = 0; PRAGMA secure_delete = OFF;";
  pragmas += "PRAGMA cache_size = -" + std::to_string(options.cache_bytes / 1024) + ";";
  pragmas += "PRAGMA mmap_size = " + std::to_string(options.mmap_bytes) + ";";
  switch (options.access) {
    case Access::read:
      pragmas += "PRAGMA temp_store = MEMORY; PRAGMA query_only = ON;";
      break;
    case Access::write:
      pragmas +=
          "PRAGMA temp_store = MEMORY; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;";
      break;
    case Access::load:
      pragmas += "PRAGMA temp_store = FILE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;";
      break;
  }
  run(pragmas);
}

void Connection::run(const std::string& sql) {
  if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    throw_storage_error(handle_, "running SQL");
  }
}

Statement Connection::prepare(std::string_view sql) { return Statement(*this, sql); }

bool Connection::in_transaction() const noexcept { return sqlite3_get_autocommit(handle_) == 0; }

void Connection::roll_back() noexcept {
  if (in_transaction()) {
    sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
  }
}

Transaction::Transaction(Connection& connection) : connection_(connection) {
  connection_.run("BEGIN IMMEDIATE");
}

Transaction::~Transaction() { connection_.roll_back(); }

void Transaction::commit() { connection_.run("COMMIT"); }

}  // namespace sqlite
