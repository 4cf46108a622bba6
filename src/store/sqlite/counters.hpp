// The catalogue's one row of counters: read with every snapshot, written with every commit.
// Used on the thread of the connection; failures throw StorageError.
#pragma once

#include "store/apply_write.hpp"
#include "store/sqlite/statement.hpp"

namespace sqlite {

using Counters = store::WriteCounters;

class CountersRow {
 public:
  explicit CountersRow(Connection& connection);

  Counters read();
  void write(const Counters& counters);

  // The row that keeps a read snapshot open for as long as the statement is not reset.
  Counters open_snapshot();
  void close_snapshot() noexcept { read_.reset(); }

 private:
  Statement read_;
  Statement write_;
};

}  // namespace sqlite
