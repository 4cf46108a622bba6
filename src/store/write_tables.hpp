// The tables that a batch of writes reads and changes. This is the seam between the rules of
// writing (apply_write.hpp), which are the same everywhere, and a SQL database. Every call sees the
// changes of the batch's earlier calls. The store's writing thread; a broken database throws and
// spoils the whole batch.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "catalog/problem.hpp"
#include "store/stored_book.hpp"

namespace store {

inline constexpr std::size_t duplicates_max = 10;
// Looked at for them: the volumes of a large work have one key.
inline constexpr std::size_t duplicate_candidates_max = 50;

class WriteTables {
 public:
  virtual ~WriteTables() = default;

  // ---- what is there ----
  virtual std::optional<StoredBook> live(BookId id) = 0;
  virtual std::optional<Tombstone> deleted(BookId id) = 0;
  // A superseded version that has fields (a deletion has none).
  virtual std::optional<BookDocument> superseded(catalog::problem::VersionOf which) = 0;
  // The catalogue's sequence number where the batch counts `counted`; for writes that have a
  // condition on it.
  virtual Sequence catalogue_sequence(Sequence counted) { return counted; }
  // The id was given before, to a living or a deleted book.
  virtual bool was_used(BookId id) = 0;
  // An id for the server to give; `last` is the last one it gave, as far as the batch knows.
  virtual BookId unused_id(BookId last) = 0;
  // Live books with an ISBN of these fields, or with their store::duplicate_key, which the caller
  // has computed: the lowest ids, ascending, at most duplicate_candidates_max.
  // store/likely_duplicates.hpp chooses among them.
  virtual std::vector<BookId> duplicate_candidates(const catalog::BookFields& fields,
                                                   std::int64_t duplicate_key) = 0;
  // The record of this idempotency key, unless its lifetime is over at `now`.
  virtual std::optional<IdempotencyRecord> idempotency_record(const std::string& key,
                                                              base::Instant now) = 0;

  // Called when an invariant of the tables is broken: spoils the batch.
  [[noreturn]] virtual void damaged(const std::string& what) = 0;

  // ---- what changes: each moves a book from one sound state to the next and checks nothing ----
  virtual void insert(const StoredBook& book, std::int64_t duplicate_key) = 0;
  virtual void replace(const StoredBook& before, const StoredBook& after) = 0;
  virtual void remove(const StoredBook& book, const Tombstone& tombstone) = 0;
  // The deletion becomes a superseded version.
  virtual void revive(const Tombstone& tombstone, const StoredBook& book) = 0;
  virtual void save_idempotency(const IdempotencyKey& key, const Written& written,
                                base::Instant now) = 0;
  // Once; the same image again is no matter.
  virtual void save_cover(const CoverPtr& cover) = 0;
  // What came of a group of writes; `results` as store/group_results.hpp packs them.
  virtual void save_results(const IdempotencyKey& key, const GroupRecord& group,
                            base::Instant now) = 0;

  // ---- a group that may be undone: its changes lie between set_savepoint() and one of the others
  virtual void set_savepoint() = 0;
  virtual void release_savepoint() = 0;
  virtual void roll_back_to_savepoint() = 0;

 protected:
  WriteTables() = default;
  WriteTables(const WriteTables&) = default;
  WriteTables& operator=(const WriteTables&) = default;
};

}  // namespace store
