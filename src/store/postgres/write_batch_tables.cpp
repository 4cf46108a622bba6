#include "store/postgres/write_batch_tables.hpp"

#include <algorithm>

#include "store/duplicate_key.hpp"
#include "store/postgres/storage_error.hpp"

namespace postgres {
namespace {

using store::StoredBook;
using store::Tombstone;

}  // namespace

// ---- filling -----------------------------------------------------------------------------------

void WriteBatchTables::add_live(StoredBook book) {
  Entry& entry = entries_[book.book.id];
  entry.live_before = book;
  entry.live = std::move(book);
}

void WriteBatchTables::add_deleted(BookId id, Tombstone tombstone) {
  Entry& entry = entries_[id];
  entry.deleted_before = tombstone;
  entry.deleted = std::move(tombstone);
}

void WriteBatchTables::add_present(BookId id) {
  if (entries_.count(id) == 0) {
    blocked_.books.insert(id);
  }
}

void WriteBatchTables::add_superseded(store::BookDocument book) {
  const std::pair key(book.id, book.version);
  superseded_.insert_or_assign(key, std::move(book));
}

void WriteBatchTables::add_idempotency_record(const std::string& key,
                                              store::IdempotencyRecord idempotency_record) {
  idempotency_records_.insert_or_assign(key, std::move(idempotency_record));
}

std::vector<catalog::BookId> WriteBatchTables::left_ids() {
  std::vector<BookId> left;
  std::copy_if(unused_ids_.begin(), unused_ids_.end(), std::back_inserter(left),
               [this](BookId id) { return !was_used(id); });
  return left;
}

// ---- what is there -----------------------------------------------------------------------------

std::optional<StoredBook> WriteBatchTables::live(BookId id) {
  const auto found = entries_.find(id);
  return found == entries_.end() ? std::nullopt : found->second.live;
}

std::optional<Tombstone> WriteBatchTables::deleted(BookId id) {
  const auto found = entries_.find(id);
  return found == entries_.end() ? std::nullopt : found->second.deleted;
}

std::optional<store::BookDocument> WriteBatchTables::superseded(catalog::problem::VersionOf which) {
  const auto found = superseded_.find({which.id, which.version});
  if (found == superseded_.end()) {
    return std::nullopt;
  }
  return found->second;
}

store::Sequence WriteBatchTables::catalogue_sequence(store::Sequence counted) {
  return {sequence_before_.value + counted.value - (first_sequence - 1)};
}

bool WriteBatchTables::was_used(BookId id) {
  const auto found = entries_.find(id);
  return found != entries_.end() && (found->second.live || found->second.deleted);
}

catalog::BookId WriteBatchTables::unused_id(BookId /*last*/) {
  // One that a refused write did not take in the end is given again.
  while (!unused_ids_.empty() && was_used(unused_ids_.front())) {
    unused_ids_.pop_front();
  }
  if (unused_ids_.empty()) {
    throw OutOfIds{};
  }
  return unused_ids_.front();
}

std::vector<catalog::BookId> WriteBatchTables::duplicate_candidates(
    const catalog::BookFields& fields, std::int64_t duplicate_key) {
  std::vector<BookId> found;
  duplicates_.append_to(found, duplicate_key);
  for (const catalog::Isbn& isbn : store::isbns_of(fields)) {
    with_isbn_.append_to(found, std::string(isbn.digits()));
  }
  std::ranges::sort(found);
  found.erase(std::unique(found.begin(), found.end()), found.end());
  found.resize(std::min(found.size(), store::duplicate_candidates_max));
  return found;
}

std::optional<store::IdempotencyRecord> WriteBatchTables::idempotency_record(
    const std::string& key, base::Instant /*now*/) {
  const auto found = idempotency_records_.find(key);
  if (found == idempotency_records_.end()) {
    return std::nullopt;
  }
  return found->second;
}

void WriteBatchTables::damaged(const std::string& what) { throw StorageError("XX001", what); }

// ---- changes -----------------------------------------------------------------------------------

auto WriteBatchTables::entry_to_change(BookId id) -> Entry& {
  if (savepoint_ && !savepoint_->entries.contains(id)) {
    const auto found = entries_.find(id);
    savepoint_->entries.emplace(
        id, found == entries_.end() ? std::nullopt : std::optional(found->second));
  }
  return entries_[id];
}

void WriteBatchTables::set_savepoint() {
  savepoint_ = Savepoint{{}, unused_ids_, new_versions_.size()};
  duplicates_.set_savepoint();
  with_isbn_.set_savepoint();
}

void WriteBatchTables::release_savepoint() {
  savepoint_.reset();
  duplicates_.release_savepoint();
  with_isbn_.release_savepoint();
}

// What was superseded since is still known, and nobody asks for it.
void WriteBatchTables::roll_back_to_savepoint() {
  for (auto& [id, entry] : savepoint_->entries) {
    if (entry) {
      entries_.at(id) = *std::move(entry);
    } else {
      entries_.erase(id);
    }
  }
  duplicates_.roll_back_to_savepoint();
  with_isbn_.roll_back_to_savepoint();
  unused_ids_ = std::move(savepoint_->unused_ids);
  new_versions_.resize(savepoint_->new_versions);
  savepoint_.reset();
}

void WriteBatchTables::list(Entry& entry, std::int64_t duplicate_key) {
  const catalog::Book& book = entry.live->book;
  entry.duplicate_key = duplicate_key;
  duplicates_.add(duplicate_key, book.id);
  for (const catalog::Isbn& isbn : store::isbns_of(book.fields)) {
    with_isbn_.add(std::string(isbn.digits()), book.id);
  }
}

void WriteBatchTables::unlist(const catalog::Book& book) {
  duplicates_.remove(store::duplicate_key(book.fields), book.id);
  for (const catalog::Isbn& isbn : store::isbns_of(book.fields)) {
    with_isbn_.remove(std::string(isbn.digits()), book.id);
  }
}

void WriteBatchTables::supersede(const StoredBook& book) {
  add_superseded(book.as_document());
  new_versions_.push_back({book});
}

void WriteBatchTables::insert(const StoredBook& book, std::int64_t duplicate_key) {
  Entry& entry = entry_to_change(book.book.id);
  entry.live = book;
  entry.has_changed = true;
  list(entry, duplicate_key);
}

void WriteBatchTables::replace(const StoredBook& before, const StoredBook& after) {
  supersede(before);
  Entry& entry = entry_to_change(after.book.id);
  entry.live = after;
  entry.has_changed = true;
  unlist(before.book);
  list(entry, store::duplicate_key(after.book.fields));
}

void WriteBatchTables::remove(const StoredBook& book, const Tombstone& tombstone) {
  supersede(book);
  Entry& entry = entry_to_change(book.book.id);
  entry.live.reset();
  entry.deleted = tombstone;
  entry.has_changed = true;
  unlist(book.book);
}

void WriteBatchTables::revive(const Tombstone& tombstone, const StoredBook& book) {
  StoredBook deletion{{book.book.id, tombstone.version, tombstone.at, tombstone.at, {}},
                      {store::Change::deleted, tombstone.actor, tombstone.sequence},
                      {}};
  new_versions_.push_back({std::move(deletion), store::SupersededVersion::Holds::nothing});
  Entry& entry = entry_to_change(book.book.id);
  entry.live = book;
  entry.deleted.reset();
  entry.has_changed = true;
  list(entry, store::duplicate_key(book.book.fields));
}

void WriteBatchTables::save_results(const store::IdempotencyKey& key,
                                    const store::GroupRecord& group, base::Instant /*now*/) {
  store::IdempotencyRecord idempotency_record;
  idempotency_record.request = key.request;
  idempotency_record.sequence = group.sequence;
  idempotency_record.results = group.results;
  add_idempotency_record(key.key, idempotency_record);
  new_keys_.push_back({key, std::move(idempotency_record)});
}

void WriteBatchTables::save_idempotency(const store::IdempotencyKey& key,
                                        const store::Written& written, base::Instant /*now*/) {
  store::IdempotencyRecord idempotency_record{key.request,
                                              written.book.id,
                                              written.book.version,
                                              written.change,
                                              written.sequence,
                                              written.duplicates,
                                              {}};
  add_idempotency_record(key.key, idempotency_record);
  new_keys_.push_back({key, std::move(idempotency_record)});
}

}  // namespace postgres
