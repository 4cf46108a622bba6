// The SQLite side of store/catalogue_copy.hpp, over the connection of a Maintenance, which outlives
// both. One thread; failures throw StorageError.
#pragma once

#include "store/catalogue_copy.hpp"
#include "store/sqlite/book_reads.hpp"
#include "store/sqlite/counters.hpp"
#include "store/sqlite/statement.hpp"
#include "store/sqlite/write_tables.hpp"

namespace sqlite {

class CopyReader final : public store::CopyReader {
 public:
  explicit CopyReader(Connection& connection);
  store::CopyTotals totals() override;
  std::vector<store::BookHistory> read(catalog::BookId after, std::size_t most) override;
  std::vector<store::Cover> read_covers(const std::string& after, std::size_t most) override;

 private:
  store::BookHistory record(catalog::BookId id);

  Connection& connection_;
  BookReads book_reads_;
  Statement ids_;
  Statement versions_;
};

class CopyWriter final : public store::CopyWriter {
 public:
  explicit CopyWriter(Connection& connection);
  catalog::BookId reached() override;
  void add(std::span<const store::BookHistory> records) override;
  void add_covers(std::span<const store::Cover> covers) override;
  store::CopyTotals counted() override;
  void finish(const store::CopyTotals& totals) override;

 private:
  Connection& connection_;
  CountersRow counters_row_;
  WriteTables tables_;
};

// The totals of this catalogue; works on every release's tables.
store::CopyTotals copy_totals(Connection& connection);

// Rows without a sequence number: what an unfinished copy leaves.
bool is_unfinished_copy(Connection& connection);

}  // namespace sqlite
