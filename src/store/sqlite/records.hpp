// The SQLite side of store/records.hpp, over the connection of a Maintenance, which outlives both.
// One thread; failures throw StorageError.
#pragma once

#include "store/records.hpp"
#include "store/sqlite/book_lookup.hpp"
#include "store/sqlite/counters.hpp"
#include "store/sqlite/statement.hpp"
#include "store/sqlite/write_tables.hpp"

namespace sqlite {

class RecordReader final : public store::RecordReader {
 public:
  explicit RecordReader(Connection& connection);
  store::RecordTotals totals() override;
  std::vector<store::BookRecord> read(catalog::BookId after, std::size_t most) override;

 private:
  store::BookRecord record(catalog::BookId id);

  Connection& connection_;
  BookLookup lookup_;
  Statement ids_;
  Statement versions_;
};

class RecordWriter final : public store::RecordWriter {
 public:
  explicit RecordWriter(Connection& connection);
  catalog::BookId reached() override;
  void add(std::span<const store::BookRecord> records) override;
  store::RecordTotals counted() override;
  void finish(const store::RecordTotals& totals) override;

 private:
  Connection& connection_;
  CountersRow counters_row_;
  WriteTables tables_;
};

// Of every release's tables.
store::RecordTotals record_totals(Connection& connection);

// Rows without a sequence number: what an unfinished copy leaves.
bool is_unfinished_copy(Connection& connection);

}  // namespace sqlite
