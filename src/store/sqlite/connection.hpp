// One connection to the catalogue's file, set up by the project's rules: no checkpoint but explicit
// ones, none on close, readers cannot write. One thread at a time; failures throw StorageError.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "store/sqlite/storage_error.hpp"

struct sqlite3;

namespace sqlite {

class Statement;

enum class Access : std::uint8_t {
  read,   // query_only
  write,  // WAL, every commit synced before it returns
  load,   // as write, for one who is alone: sorting may spill to temporary files
};

struct ConnectionOptions {
  std::filesystem::path file;
  Access access = Access::read;
  std::size_t cache_bytes = 0;
  std::size_t mmap_bytes = 0;
  std::string vfs;  // a registered SQLite VFS; empty: the default one
};

class Connection {
 public:
  explicit Connection(const ConnectionOptions& options);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Runs whole statements whose rows nobody wants.
  void run(const std::string& sql);
  // Compiled once, to be run many times. The statement must not outlive the connection.
  Statement prepare(std::string_view sql);

  bool in_transaction() const noexcept;
  // Rolls back if a transaction is open; never throws (a failed statement may have done it
  // already).
  void roll_back() noexcept;
  sqlite3* handle() const noexcept { return handle_; }

 private:
  void set_up(const ConnectionOptions& options);

  sqlite3* handle_ = nullptr;
};

// BEGIN IMMEDIATE … COMMIT; rolled back unless committed.
class Transaction {
 public:
  explicit Transaction(Connection& connection);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Connection& connection_;
};

// How long a connection waits for another's lock, unless it is told otherwise.
inline constexpr std::chrono::milliseconds busy_wait{5000};

[[noreturn]] void throw_storage_error(sqlite3* handle, std::string_view doing);

}  // namespace sqlite
