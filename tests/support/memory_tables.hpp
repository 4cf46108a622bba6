// The tables of writing in memory, without a bound: with store::WriteApplier over it a test's store
// obeys the rules of the real ones. One thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "store/write_tables.hpp"

namespace support {

class MemoryTables final : public store::WriteTables {
 public:
  using BookId = store::BookId;

  // Every version of a book that was ever used, oldest first, the current one last.
  const std::vector<store::VersionEntry>* history(BookId id) const;
  const std::map<BookId, store::StoredBook>& live_books() const noexcept { return tables_.live; }

  // ---- store::WriteTables ----
  std::optional<store::StoredBook> live(BookId id) override;
  std::optional<store::Tombstone> deleted(BookId id) override;
  std::optional<store::BookDocument> superseded(catalog::problem::VersionOf which) override;
  bool was_used(BookId id) override { return history(id) != nullptr; }
  BookId unused_id(BookId last) override;
  std::vector<BookId> duplicate_candidates(const catalog::BookFields& fields,
                                           std::int64_t duplicate_key) override;
  std::optional<store::IdempotencyRecord> idempotency_record(const std::string& key,
                                                             base::Instant now) override;
  [[noreturn]] void damaged(const std::string& what) override;
  void insert(const store::StoredBook& book, std::int64_t duplicate_key) override;
  void replace(const store::StoredBook& before, const store::StoredBook& after) override;
  void remove(const store::StoredBook& book, const store::Tombstone& tombstone) override;
  void revive(const store::Tombstone& tombstone, const store::StoredBook& book) override;
  void save_idempotency(const store::IdempotencyKey& key, const store::Written& written,
                        base::Instant now) override;
  void save_cover(const store::CoverPtr& cover) override { covers_[cover->hash] = cover; }
  const store::Cover* cover(const std::string& hash) const {
    const auto found = covers_.find(hash);
    return found == covers_.end() ? nullptr : found->second.get();
  }
  void save_results(const store::IdempotencyKey& key, const store::GroupRecord& group,
                    base::Instant now) override;
  void set_savepoint() override { savepoint_ = tables_; }
  void release_savepoint() override {}
  void roll_back_to_savepoint() override { tables_ = savepoint_; }

 private:
  void put(const store::StoredBook& book);

  struct Tables {
    std::map<BookId, store::StoredBook> live;
    std::map<BookId, store::Tombstone> deleted;
    std::map<BookId, std::vector<store::VersionEntry>> histories;
    std::map<std::string, store::IdempotencyRecord> idempotency_records;
  };
  std::map<std::string, store::CoverPtr> covers_;
  Tables tables_;
  Tables savepoint_;
};

}  // namespace support
