// The PostgreSQL side of store/catalogue_copy.hpp, over the connection of a Maintenance, which
// outlives both. One thread; failures throw StorageError.
#pragma once

#include "store/catalogue_copy.hpp"
#include "store/postgres/client.hpp"

namespace postgres {

class CopyReader final : public store::CopyReader {
 public:
  explicit CopyReader(Client& client) : client_(client), snapshot_(client, Transaction::snapshot) {}
  store::CopyTotals totals() override;
  std::vector<store::BookHistory> read(catalog::BookId after, std::size_t most) override;
  std::vector<store::Cover> read_covers(const std::string& after, std::size_t most) override;

 private:
  Client& client_;
  Transaction snapshot_;
};

class CopyWriter final : public store::CopyWriter {
 public:
  explicit CopyWriter(Client& client) : client_(client) {}
  catalog::BookId reached() override;
  void add(std::span<const store::BookHistory> records) override;
  void add_covers(std::span<const store::Cover> covers) override;
  store::CopyTotals counted() override;
  void finish(const store::CopyTotals& totals) override;

 private:
  Client& client_;
};

// Rows without a sequence number: what an unfinished copy leaves.
bool is_unfinished_copy(Client& client);

}  // namespace postgres
