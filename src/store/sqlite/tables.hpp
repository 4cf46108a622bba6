// The SQLite side of store/write_tables.hpp: the catalogue's tables behind one interface.
// The writer's thread, inside the batch's transaction; failures throw StorageError.
#pragma once

#include "store/sqlite/book_lookup.hpp"
#include "store/sqlite/book_table.hpp"
#include "store/sqlite/idempotency.hpp"
#include "store/write_tables.hpp"

namespace sqlite {

class Tables final : public store::WriteTables {
 public:
  explicit Tables(Connection& connection)
      : lookup_(connection), books_(connection), idempotency_(connection) {}

  BookLookup& lookup() noexcept { return lookup_; }
  // A bounded number of keys whose lifetime is over.
  void forget_old_keys(base::Instant now) { idempotency_.forget_old(now); }

  std::optional<StoredBook> live(catalog::BookId id) override {
    return lookup_.live_with_lifecycle(id);
  }
  std::optional<Tombstone> deleted(catalog::BookId id) override { return lookup_.deleted(id); }
  std::optional<catalog::Book> superseded(catalog::problem::VersionOf which) override {
    return lookup_.superseded(which);
  }
  bool was_used(catalog::BookId id) override { return books_.was_used(id); }
  catalog::BookId unused_id(catalog::BookId last) override { return books_.free_id_after(last); }
  std::vector<catalog::BookId> likely_duplicates(const catalog::BookFields& fields,
                                                 std::int64_t likeness) override {
    return books_.likely_duplicates(fields, likeness);
  }
  std::optional<Remembered> remembered(const std::string& key, base::Instant now) override {
    return idempotency_.find(key, now);
  }

  [[noreturn]] void damaged(const std::string& what) override;

  void insert(const StoredBook& book, std::int64_t likeness) override {
    books_.insert(book, likeness);
  }
  void replace(const StoredBook& before, const StoredBook& after) override {
    books_.replace(before.book, after);
  }
  void remove(const StoredBook& book, const Tombstone& tombstone) override {
    books_.remove(book.book, tombstone);
  }
  void revive(const Tombstone& /*tombstone*/, const StoredBook& book) override {
    books_.revive(book);
  }
  void remember(const store::IdempotencyKey& key, const store::Written& written,
                base::Instant now) override {
    idempotency_.remember(key, written, now);
  }

 private:
  BookLookup lookup_;
  BookTable books_;
  Idempotency idempotency_;
};

}  // namespace sqlite
