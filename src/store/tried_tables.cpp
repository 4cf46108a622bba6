#include "store/tried_tables.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "base/check.hpp"
#include "formats/book_document.hpp"
#include "store/duplicate_key.hpp"

namespace store {
namespace {

constexpr std::size_t id_bytes = 64;  // in a set, about

}  // namespace

std::optional<StoredBook> TriedTables::live(BookId id) {
  if (newest_ && newest_->book.id == id) {
    return newest_;
  }
  const auto tried = books_.find(id);
  if (tried == books_.end()) {
    return id.value >= first_tried_id ? std::nullopt : base_->live(id);
  }
  auto book = formats::read_document(tried->second.document);
  check(book.has_value());
  return StoredBook{*std::move(book), {tried->second.change, {}, {}}, tried->second.document};
}

bool TriedTables::was_used(BookId id) {
  return chosen_ids_.contains(id) || books_.contains(id) || base_->was_used(id);
}

BookId TriedTables::unused_id(BookId /*last*/) { return {next_id_++}; }

std::vector<BookId> TriedTables::duplicate_candidates(const catalog::BookFields& fields,
                                                      std::int64_t duplicate_key) {
  std::vector<BookId> found = base_->duplicate_candidates(fields, duplicate_key);
  const auto add = [&found](const auto& index, const auto& key) {
    const auto [begin, end] = index.equal_range(key);
    std::size_t left = duplicate_candidates_max;
    for (auto at = begin; at != end && left > 0; ++at, --left) {
      found.push_back(at->second);
    }
  };
  add(by_key_, duplicate_key);
  for (const catalog::Isbn& isbn : isbns_of(fields)) {
    add(by_isbn_, std::string(isbn.digits()));
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  found.resize(std::min(found.size(), duplicate_candidates_max));
  return found;
}

void TriedTables::damaged(const std::string& what) { throw std::runtime_error(what); }

bool TriedTables::reserve(std::size_t bytes) {
  if (bytes_ >= bytes_max_) {
    has_left_out_ = true;
    return false;
  }
  bytes_ += bytes;
  return true;
}

void TriedTables::insert(const StoredBook& book, std::int64_t duplicate_key) {
  if (book.book.id.value < first_tried_id && reserve(id_bytes)) {
    chosen_ids_.insert(book.book.id);
  }
  put(book, duplicate_key);
}

void TriedTables::replace(const StoredBook& /*before*/, const StoredBook& after) {
  put(after, duplicate_key(after.book.fields));
}

void TriedTables::put(const StoredBook& book, std::int64_t duplicate_key) {
  newest_ = book;
  const auto isbns = isbns_of(book.book.fields);
  if (keeps_ == Keeps::chosen_ids ||
      !reserve(book.document.size() + tried_entry_bytes * (2 + isbns.size()))) {
    return;
  }
  const BookId id = book.book.id;
  books_.insert_or_assign(id, Tried{book.document, book.lifecycle.change});
  by_key_.emplace(duplicate_key, id);
  for (const catalog::Isbn& isbn : isbns) {
    by_isbn_.emplace(isbn.digits(), id);
  }
}

void TriedTables::remove(const StoredBook& /*book*/, const Tombstone& /*tombstone*/) {
  check(false);
}

void TriedTables::revive(const Tombstone& /*tombstone*/, const StoredBook& /*book*/) {
  check(false);
}

void TriedTables::save_idempotency(const IdempotencyKey& /*key*/, const Written& /*written*/,
                                   base::Instant /*now*/) {
  check(false);
}

// Loads bring none.
void TriedTables::save_cover(const CoverPtr& /*cover*/) { check(false); }

void TriedTables::save_results(const IdempotencyKey& /*key*/, const GroupRecord& /*group*/,
                               base::Instant /*now*/) {
  check(false);
}

void TriedTables::set_savepoint() { check(false); }
void TriedTables::release_savepoint() { check(false); }
void TriedTables::roll_back_to_savepoint() { check(false); }

}  // namespace store
