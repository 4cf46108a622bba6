#include "support/memory_tables.hpp"

#include <algorithm>
#include <stdexcept>

#include "store/duplicate_key.hpp"

namespace support {

using store::StoredBook;

auto MemoryTables::history(BookId id) const -> const std::vector<store::VersionEntry>* {
  const auto found = tables_.histories.find(id);
  return found == tables_.histories.end() ? nullptr : &found->second;
}

std::optional<StoredBook> MemoryTables::live(BookId id) {
  const auto found = tables_.live.find(id);
  return found == tables_.live.end() ? std::nullopt : std::optional(found->second);
}

std::optional<store::Tombstone> MemoryTables::deleted(BookId id) {
  const auto found = tables_.deleted.find(id);
  return found == tables_.deleted.end() ? std::nullopt : std::optional(found->second);
}

std::optional<store::BookDocument> MemoryTables::superseded(catalog::problem::VersionOf which) {
  const auto* const entries = history(which.id);
  if (entries == nullptr) {
    return std::nullopt;
  }
  const auto found = std::find_if(entries->begin(), entries->end(), [&](const auto& entry) {
    return entry.version == which.version;
  });
  const bool is_current = found != entries->end() && found + 1 == entries->end();
  return found == entries->end() || is_current ? std::nullopt : found->book;
}

store::BookId MemoryTables::unused_id(BookId last) {
  BookId id{last.value + 1};
  while (was_used(id)) {
    ++id.value;
  }
  return id;
}

std::vector<store::BookId> MemoryTables::duplicate_candidates(const catalog::BookFields& fields,
                                                              std::int64_t duplicate_key) {
  const std::vector<catalog::Isbn> isbns = store::isbns_of(fields);
  std::vector<BookId> found;
  for (const auto& [id, stored] : tables_.live) {
    const auto& there = stored.book.fields;
    const std::vector<catalog::Isbn> other = store::isbns_of(there);
    const bool shares_isbn =
        std::find_first_of(isbns.begin(), isbns.end(), other.begin(), other.end()) != isbns.end();
    const bool is_alike = store::duplicate_key(there) == duplicate_key;
    if ((shares_isbn || is_alike) && found.size() < store::duplicate_candidates_max) {
      found.push_back(id);
    }
  }
  return found;
}

std::optional<store::IdempotencyRecord> MemoryTables::idempotency_record(const std::string& key,
                                                                         base::Instant /*now*/) {
  const auto found = tables_.idempotency_records.find(key);
  return found == tables_.idempotency_records.end() ? std::nullopt : std::optional(found->second);
}

void MemoryTables::damaged(const std::string& what) { throw std::runtime_error(what); }

void MemoryTables::put(const StoredBook& book) {
  tables_.histories[book.book.id].push_back({book.book.version, book.lifecycle.change,
                                             book.book.updated_at, book.lifecycle.actor,
                                             book.as_document()});
  tables_.live.insert_or_assign(book.book.id, book);
}

void MemoryTables::insert(const StoredBook& book, std::int64_t /*duplicate_key*/) { put(book); }

void MemoryTables::replace(const StoredBook& /*before*/, const StoredBook& after) { put(after); }

void MemoryTables::remove(const StoredBook& book, const store::Tombstone& tombstone) {
  tables_.histories[book.book.id].push_back(
      {tombstone.version, store::Change::deleted, tombstone.at, tombstone.actor, std::nullopt});
  tables_.live.erase(book.book.id);
  tables_.deleted.insert_or_assign(book.book.id, tombstone);
}

void MemoryTables::revive(const store::Tombstone& /*tombstone*/, const StoredBook& book) {
  tables_.deleted.erase(book.book.id);
  put(book);
}

void MemoryTables::save_idempotency(const store::IdempotencyKey& key, const store::Written& written,
                                    base::Instant /*now*/) {
  tables_.idempotency_records.insert_or_assign(key.key,
                                               store::IdempotencyRecord{key.request,
                                                                        written.book.id,
                                                                        written.book.version,
                                                                        written.change,
                                                                        written.sequence,
                                                                        written.duplicates,
                                                                        {}});
}

void MemoryTables::save_results(const store::IdempotencyKey& key, const store::GroupRecord& group,
                                base::Instant /*now*/) {
  store::IdempotencyRecord idempotency_record;
  idempotency_record.request = key.request;
  idempotency_record.sequence = group.sequence;
  idempotency_record.results = group.results;
  tables_.idempotency_records.insert_or_assign(key.key, std::move(idempotency_record));
}

}  // namespace support
