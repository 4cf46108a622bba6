// Writes the write-ahead log back into the file, so that the log stays bounded however long the
// load lasts: the writer's thread only, between its transactions.
#pragma once

#include <chrono>
#include <cstddef>

#include "store/sqlite/connection.hpp"
#include "store/sqlite/writer_readers.hpp"

namespace sqlite {

class Checkpointer {
 public:
  // Hears of every commit of `connection`, which must outlive it.
  Checkpointer(Connection& connection, Readers& readers, std::size_t wal_pages_max);
  ~Checkpointer();
  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;

  bool is_due() const noexcept { return wal_pages_ >= due_at_; }
  // Asks readers to let go of their snapshots and waits shortly; what one that stays still needs is
  // left for the next time. Throws StorageError.
  void run();

 private:
  static int committed(void* self, sqlite3* handle, const char* database, int wal_pages) noexcept;

  bool write_all_back(std::chrono::milliseconds patience);

  Connection& connection_;
  Readers& readers_;
  const std::size_t wal_pages_max_;
  std::size_t wal_pages_ = 0;
  std::size_t due_at_;
};

}  // namespace sqlite
