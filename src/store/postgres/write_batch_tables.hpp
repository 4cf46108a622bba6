// The part of the catalogue that one batch of writes works on, in memory: filled from the database,
// changed by store::WriteApplier, and written back as whole columns (write_load_sql.hpp). Sequence
// numbers given here count from first_sequence; what they become is known when the batch commits.
// The store's thread.
#pragma once

#include <deque>
#include <exception>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/catalogue_copy.hpp"
#include "store/write_tables.hpp"

namespace postgres {

// Above every sequence number of a catalogue.
inline constexpr std::int64_t first_sequence = std::int64_t{1} << 62;

// The ids that were set aside ran out, because books of the batch chose some of them.
class OutOfIds : public std::exception {};

// The ids of the books by a key that several may have: the duplicate key, or an ISBN.
template <class Key>
class BooksBy {
 public:
  bool empty() const noexcept { return listed_.empty(); }
  void add(Key key, catalog::BookId id) {
    const auto [place, is_new] = listed_.emplace(std::move(key), id);
    if (is_new) {
      note(*place);
    }
  }
  void remove(const Key& key, catalog::BookId id) {
    const auto place = listed_.find({key, id});
    if (place != listed_.end()) {
      note(*place);
      listed_.erase(place);
    }
  }
  void append_to(std::vector<catalog::BookId>& ids, const Key& key) const {
    for (auto at = listed_.lower_bound({key, {}}); at != listed_.end() && at->first == key; ++at) {
      ids.push_back(at->second);
    }
  }
  void set_savepoint() { changed_.emplace(); }
  void release_savepoint() { changed_.reset(); }
  void roll_back_to_savepoint() {
    for (const Listed& one : *changed_) {
      if (listed_.erase(one) == 0) {
        listed_.insert(one);
      }
    }
    changed_.reset();
  }

 private:
  using Listed = std::pair<Key, catalog::BookId>;
  void note(const Listed& one) {
    if (changed_) {
      changed_->push_back(one);
    }
  }

  std::set<Listed> listed_;
  // Pairs that changed since the savepoint: each is undone by removing it if it is listed, by
  // listing it if not.
  std::optional<std::vector<Listed>> changed_;
};

class WriteBatchTables final : public store::WriteTables {
 public:
  using BookId = catalog::BookId;

  // ---- filled before the batch is applied ----
  void add_live(store::StoredBook book);
  void add_deleted(BookId id, store::Tombstone tombstone);
  void add_superseded(store::BookDocument book);
  void add_idempotency_record(const std::string& key, store::IdempotencyRecord idempotency_record);
  void add_duplicate(std::int64_t key, BookId id) { duplicates_.add(key, id); }
  void add_with_isbn(std::string_view isbn, BookId id) { with_isbn_.add(std::string(isbn), id); }
  // True when any book may be a likely duplicate of another.
  bool has_candidates() const noexcept { return !duplicates_.empty() || !with_isbn_.empty(); }
  void add_unused_id(BookId id) { unused_ids_.push_back(id); }
  // What somebody else holds, so that the writes which need it must wait: keys of books' advisory
  // locks, idempotency keys, and rows that were skipped.
  struct Blocked {
    std::set<std::int64_t> locks;
    std::set<std::string> keys;
    std::set<BookId> books;
    bool empty() const noexcept { return locks.empty() && keys.empty() && books.empty(); }
  };
  void add_blocked_lock(std::int64_t lock) { blocked_.locks.insert(lock); }
  void add_blocked_key(std::string key) { blocked_.keys.insert(std::move(key)); }
  // A row that is there: blocked unless it was filled in before.
  void add_present(BookId id);
  const Blocked& blocked() const noexcept { return blocked_; }
  void set_sequence_before(store::Sequence sequence) { sequence_before_ = sequence; }

  // ---- what changed ----
  struct Entry {
    std::optional<store::StoredBook> live_before;
    std::optional<store::Tombstone> deleted_before;
    std::optional<store::StoredBook> live;
    std::optional<store::Tombstone> deleted;
    bool has_changed = false;
    std::int64_t duplicate_key = 0;  // of what lives, once it has changed
  };
  struct KeyEntry {
    store::IdempotencyKey key;
    store::IdempotencyRecord idempotency_record;
  };
  // What was applied to a book is newer than its row.
  bool has_changed(BookId id) const noexcept {
    const auto found = entries_.find(id);
    return found != entries_.end() && found->second.has_changed;
  }
  const std::map<BookId, Entry>& entries() const noexcept { return entries_; }
  const std::vector<store::SupersededVersion>& new_versions() const noexcept {
    return new_versions_;
  }
  const std::vector<KeyEntry>& new_keys() const noexcept { return new_keys_; }
  const std::vector<store::CoverPtr>& new_covers() const noexcept { return new_covers_; }
  // Ids set aside that no book took.
  std::vector<BookId> left_ids();

  // ---- store::WriteTables ----
  std::optional<store::StoredBook> live(BookId id) override;
  std::optional<store::Tombstone> deleted(BookId id) override;
  std::optional<store::BookDocument> superseded(catalog::problem::VersionOf which) override;
  store::Sequence catalogue_sequence(store::Sequence counted) override;
  bool was_used(BookId id) override;
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
  void save_cover(const store::CoverPtr& cover) override { new_covers_.push_back(cover); }
  void save_results(const store::IdempotencyKey& key, const store::GroupRecord& group,
                    base::Instant now) override;
  void set_savepoint() override;
  void release_savepoint() override;
  void roll_back_to_savepoint() override;

 private:
  // What was there at the savepoint, of all that has changed since.
  struct Savepoint {
    std::map<BookId, std::optional<Entry>> entries;
    std::deque<BookId> unused_ids;
    std::size_t new_versions = 0;
  };
  // Notes what is there before it is changed.
  Entry& entry_to_change(BookId id);

  void supersede(const store::StoredBook& book);
  void list(Entry& entry, std::int64_t duplicate_key);
  void unlist(const catalog::Book& book);

  Blocked blocked_;
  std::map<BookId, Entry> entries_;
  std::map<std::pair<BookId, catalog::Version>, store::BookDocument> superseded_;
  std::map<std::string, store::IdempotencyRecord, std::less<>> idempotency_records_;
  BooksBy<std::int64_t> duplicates_;
  BooksBy<std::string> with_isbn_;
  std::deque<BookId> unused_ids_;
  store::Sequence sequence_before_;  // of the catalogue; loaded only where a condition names it
  std::vector<store::SupersededVersion> new_versions_;
  std::vector<KeyEntry> new_keys_;
  std::vector<store::CoverPtr> new_covers_;
  std::optional<Savepoint> savepoint_;
};

}  // namespace postgres
