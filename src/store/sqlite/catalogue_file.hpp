// The catalogue's file, opened for writing by this process alone: the lock, the folder, the schema,
// and the one connection that may write. The thread that opens hands the connection to the writer.
#pragma once

#include <string>
#include <vector>

#include "base/clock.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/file_lock.hpp"
#include "store/sqlite/options.hpp"

namespace sqlite {

ConnectionOptions connection_options(const Options& options, Access access);

class CatalogueFile {
 public:
  // `access` is write or load. Makes folder and file when they are missing. Throws CannotOpen and
  // StorageError.
  CatalogueFile(const Options& options, Access access, const base::Clock& clock);
  // Writes the log back and removes it, unless somebody still reads.
  ~CatalogueFile();

  Connection& connection() noexcept { return connection_; }
  // Names of the migrations that opening ran.
  const std::vector<std::string>& migrations_run() const noexcept { return migrations_run_; }
  // After a failed fsync: closing leaves file and log as they are.
  void abandon() noexcept { abandoned_ = true; }

 private:
  FileLock lock_;
  Connection connection_;
  std::vector<std::string> migrations_run_;
  bool abandoned_ = false;
};

// Makes indexes that a bulk load dropped and did not live to make again. In a transaction of its
// own.
void restore_dropped_indexes(Connection& connection);

}  // namespace sqlite
