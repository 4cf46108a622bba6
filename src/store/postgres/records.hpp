// The PostgreSQL side of store/records.hpp, over the connection of a Maintenance, which outlives
// both. One thread; failures throw StorageError.
#pragma once

#include "store/postgres/client.hpp"
#include "store/records.hpp"

namespace postgres {

class RecordReader final : public store::RecordReader {
 public:
  explicit RecordReader(Client& client)
      : client_(client), snapshot_(client, Transaction::snapshot) {}
  store::RecordTotals totals() override;
  std::vector<store::BookRecord> read(catalog::BookId after, std::size_t most) override;

 private:
  Client& client_;
  Transaction snapshot_;
};

class RecordWriter final : public store::RecordWriter {
 public:
  explicit RecordWriter(Client& client) : client_(client) {}
  catalog::BookId reached() override;
  void add(std::span<const store::BookRecord> records) override;
  store::RecordTotals counted() override;
  void finish(const store::RecordTotals& totals) override;

 private:
  Client& client_;
};

// Rows without a sequence number: what an unfinished copy leaves.
bool is_unfinished_copy(Client& client);

}  // namespace postgres
