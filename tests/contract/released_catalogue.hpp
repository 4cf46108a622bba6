// A catalogue of a release before 0.5, row by row as such a release wrote it: a column for each
// field, lists packed into one text. One thread; while it lives it has the file open.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "catalog/access_key.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/statement.hpp"
#include "store/stored_book.hpp"
#include "support/fake_clock.hpp"

namespace contract {

class ReleasedCatalogue {
 public:
  // Of the release whose last migration was this one.
  explicit ReleasedCatalogue(const std::filesystem::path& file, int last_migration = 3);
  ~ReleasedCatalogue();  // one file again, as after a graceful end
  ReleasedCatalogue(const ReleasedCatalogue&) = delete;
  ReleasedCatalogue& operator=(const ReleasedCatalogue&) = delete;

  void add_living(const catalog::Book& book, const store::Lifecycle& lifecycle);
  void add_version(const catalog::Book& book, const store::Lifecycle& lifecycle);
  void add_undone_deletion(catalog::BookId id, const store::Tombstone& deletion);
  void add_deletion(catalog::BookId id, const store::Tombstone& deletion);
  void add_key(const catalog::AccessKey& key);
  void add_idempotency_key(const std::string& key,
                           const store::IdempotencyRecord& idempotency_record, base::Instant at);
  void count(catalog::Sequence sequence, catalog::BookId last_id);

  sqlite::Connection& connection() noexcept { return connection_; }

 private:
  support::FakeClock clock_;
  sqlite::Connection connection_;
};

}  // namespace contract
