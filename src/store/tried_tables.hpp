// A catalogue as it would be: the tables below, which are only read, and over them in memory what
// was tried. Nothing of it is ever written. Sees only what the base tables see, so a store may put
// a fresh base below for each slice. The thread of whoever tries.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "store/write_tables.hpp"

namespace store {

// Tried books are kept in memory up to about this. Beyond it new books are still counted, but later
// records of the file do not find them (has_left_out).
inline constexpr std::size_t tried_bytes_max = std::size_t{256} * 1024 * 1024;
// What a map's node and an index entry cost beside the text in them, about.
inline constexpr std::size_t tried_entry_bytes = 200;
// The first id of a book that is only tried: above every id that is given.
inline constexpr std::int64_t first_tried_id = std::int64_t{1} << 52;

class TriedTables final : public WriteTables {
 public:
  // chosen_ids: nobody looks for tried books, only for whether an id is taken.
  enum class Keeps : std::uint8_t { books, chosen_ids };
  explicit TriedTables(Keeps keeps = Keeps::books, std::size_t bytes_max = tried_bytes_max)
      : keeps_(keeps), bytes_max_(bytes_max) {}

  // From now on over these, which live as long as they are used.
  void put_over(WriteTables& base) noexcept { base_ = &base; }
  bool has_left_out() const noexcept { return has_left_out_; }
  // Counts what is kept beside a tried book; false, and noted, when there is no more room.
  bool reserve(std::size_t bytes);

  std::optional<StoredBook> live(BookId id) override;
  std::optional<Tombstone> deleted(BookId id) override { return base_->deleted(id); }
  std::optional<BookDocument> superseded(catalog::problem::VersionOf which) override {
    return base_->superseded(which);
  }
  bool was_used(BookId id) override;
  BookId unused_id(BookId last) override;
  std::vector<BookId> duplicate_candidates(const catalog::BookFields& fields,
                                           std::int64_t duplicate_key) override;
  std::optional<IdempotencyRecord> idempotency_record(const std::string& key,
                                                      base::Instant now) override {
    return base_->idempotency_record(key, now);
  }
  [[noreturn]] void damaged(const std::string& what) override;
  void insert(const StoredBook& book, std::int64_t duplicate_key) override;
  void replace(const StoredBook& before, const StoredBook& after) override;
  // Loads never delete.
  void remove(const StoredBook& book, const Tombstone& tombstone) override;
  void revive(const Tombstone& tombstone, const StoredBook& book) override;
  void save_idempotency(const IdempotencyKey& key, const Written& written,
                        base::Instant now) override;
  void save_cover(const CoverPtr& cover) override;
  void save_results(const IdempotencyKey& key, const GroupRecord& group,
                    base::Instant now) override;
  void set_savepoint() override;
  void release_savepoint() override;
  void roll_back_to_savepoint() override;

 private:
  struct Tried {
    std::string document;
    Change change;
  };
  void put(const StoredBook& book, std::int64_t duplicate_key);

  const Keeps keeps_;
  const std::size_t bytes_max_;
  bool has_left_out_ = false;
  WriteTables* base_ = nullptr;
  std::size_t bytes_ = 0;
  std::int64_t next_id_ = first_tried_id;
  // The one that was tried last, whole: it may be shown even where nothing is kept any more.
  std::optional<StoredBook> newest_;
  std::map<BookId, Tried> books_;
  std::set<BookId> chosen_ids_;
  std::unordered_multimap<std::int64_t, BookId> by_key_;
  std::unordered_multimap<std::string, BookId> by_isbn_;
};

}  // namespace store
