// The SQLite side of store/write_tables.hpp: rows, superseded versions, tombstones, ISBN entries
// and idempotency keys. A load and a copy use it too. The thread of the connection, inside a
// transaction; failures throw StorageError.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "catalog/book.hpp"
#include "store/sqlite/book_reads.hpp"
#include "store/sqlite/idempotency.hpp"
#include "store/sqlite/statement.hpp"
#include "store/write_tables.hpp"

namespace sqlite {

class WriteTables final : public store::WriteTables {
 public:
  explicit WriteTables(Connection& connection);

  // A bounded number of keys whose lifetime is over.
  void forget_old_keys(base::Instant now) { idempotency_.forget_old(now); }
  // The first id after this one that was never used.
  catalog::BookId free_id_after(catalog::BookId last);
  void insert_tombstone(catalog::BookId id, const Tombstone& tombstone);
  // A superseded version as it was; without a document for a deletion that was undone.
  void insert_version(const StoredBook& version);

  std::optional<StoredBook> live(catalog::BookId id) override {
    return book_reads_.live_with_lifecycle(id);
  }
  std::optional<Tombstone> deleted(catalog::BookId id) override { return book_reads_.deleted(id); }
  std::optional<BookDocument> superseded(catalog::problem::VersionOf which) override {
    return book_reads_.superseded(which);
  }
  bool was_used(catalog::BookId id) override;
  catalog::BookId unused_id(catalog::BookId last) override { return free_id_after(last); }
  std::vector<catalog::BookId> duplicate_candidates(const catalog::BookFields& fields,
                                                    std::int64_t duplicate_key) override;
  std::optional<IdempotencyRecord> idempotency_record(const std::string& key,
                                                      base::Instant now) override {
    return idempotency_.find(key, now);
  }
  [[noreturn]] void damaged(const std::string& what) override { throw_damaged(what); }

  void insert(const StoredBook& book, std::int64_t duplicate_key) override;
  void replace(const StoredBook& before, const StoredBook& after) override;
  void remove(const StoredBook& book, const Tombstone& tombstone) override;
  void revive(const Tombstone& tombstone, const StoredBook& book) override;
  void save_idempotency(const store::IdempotencyKey& key, const store::Written& written,
                        base::Instant now) override {
    idempotency_.save_idempotency(key, written, now);
  }
  void save_results(const store::IdempotencyKey& key, const store::GroupRecord& group,
                    base::Instant now) override {
    idempotency_.save_results(key, group, now);
  }
  void save_cover(const store::CoverPtr& cover) override;
  void set_savepoint() override { execute(set_savepoint_); }
  void release_savepoint() override { execute(release_savepoint_); }
  void roll_back_to_savepoint() override;

 private:
  void add_isbns(const catalog::Book& book);
  void remove_isbns(const catalog::Book& book);

  // No id behind this one was ever used; at first nobody has looked.
  catalog::BookId last_used_{catalog::book_id_max};
  BookReads book_reads_;
  Idempotency idempotency_;
  Statement first_used_after_;
  Statement is_used_;
  Statement with_isbn_;
  Statement duplicates_;
  Statement insert_;
  Statement update_;
  Statement update_alike_;
  Statement supersede_;
  Statement insert_version_;
  Statement supersede_tombstone_;
  Statement delete_;
  Statement insert_tombstone_;
  Statement delete_tombstone_;
  Statement insert_isbn_;
  Statement delete_isbn_;
  Statement insert_cover_;
  Statement set_savepoint_;
  Statement release_savepoint_;
  Statement roll_back_;
};

}  // namespace sqlite
