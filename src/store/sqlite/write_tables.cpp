#include "store/sqlite/write_tables.hpp"

#include <algorithm>

#include "store/duplicate_key.hpp"

namespace sqlite {
namespace {

using catalog::BookId;

}  // namespace

WriteTables::WriteTables(Connection& connection)
    : book_reads_(connection),
      idempotency_(connection),
      first_used_after_(connection,
                        "SELECT id FROM books WHERE id > ?1"
                        " UNION ALL SELECT id FROM tombstones WHERE id > ?1 ORDER BY id"),
      is_used_(
          connection,
          "SELECT 1 FROM books WHERE id = ?1 UNION ALL SELECT 1 FROM tombstones WHERE id = ?1"),
      with_isbn_(connection, "SELECT book FROM book_isbns WHERE isbn = ?1 ORDER BY book LIMIT ?2"),
      duplicates_(connection, "SELECT id FROM books WHERE duplicate_key = ?1 ORDER BY id LIMIT ?2"),
      insert_(connection,
              "INSERT INTO books (id, version, seq, change, created_ms, updated_ms, actor, doc,"
              " duplicate_key) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"),
      update_(connection,
              "UPDATE books SET version = ?2, seq = ?3, change = ?4, updated_ms = ?6, actor = ?7,"
              " doc = ?8, duplicate_key = ?9 WHERE id = ?1"),
      // Setting an indexed column, even to what it was, costs as much as changing it.
      update_alike_(connection,
                    "UPDATE books SET version = ?2, seq = ?3, change = ?4, updated_ms = ?6,"
                    " actor = ?7, doc = ?8 WHERE id = ?1"),
      supersede_(connection,
                 "INSERT INTO book_versions"
                 " (id, version, seq, change, created_ms, updated_ms, actor, doc)"
                 " SELECT id, version, seq, change, created_ms, updated_ms, actor, doc"
                 " FROM books WHERE id = ?1"),
      insert_version_(connection,
                      "INSERT INTO book_versions"
                      " (id, version, seq, change, created_ms, updated_ms, actor, doc)"
                      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"),
      supersede_tombstone_(connection,
                           "INSERT INTO book_versions"
                           " (id, version, seq, change, created_ms, updated_ms, actor)"
                           " SELECT id, version, seq, ?2, at_ms, at_ms, actor"
                           " FROM tombstones WHERE id = ?1"),
      delete_(connection, "DELETE FROM books WHERE id = ?1"),
      insert_tombstone_(connection,
                        "INSERT INTO tombstones (id, version, seq, at_ms, actor)"
                        " VALUES (?1, ?2, ?3, ?4, ?5)"),
      delete_tombstone_(connection, "DELETE FROM tombstones WHERE id = ?1"),
      insert_isbn_(connection, "INSERT INTO book_isbns (isbn, book) VALUES (?1, ?2)"),
      delete_isbn_(connection, "DELETE FROM book_isbns WHERE isbn = ?1 AND book = ?2"),
      insert_cover_(
          connection,
          "INSERT INTO covers (hash, type, data) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING"),
      set_savepoint_(connection, "SAVEPOINT writes"),
      release_savepoint_(connection, "RELEASE writes"),
      roll_back_(connection, "ROLLBACK TO writes") {}

bool WriteTables::was_used(BookId id) { return Query(is_used_, id.value).step(); }

// Most ids are given behind the last one that was used: that needs no question to the tables.
BookId WriteTables::free_id_after(BookId last) {
  BookId candidate{last.value + 1};
  if (last >= last_used_) {
    return candidate;
  }
  Query used(first_used_after_, last.value);
  bool is_behind = !used.step();
  while (!is_behind && used->integer(0) == candidate.value) {
    ++candidate.value;
    is_behind = !used.step();
  }
  if (is_behind) {
    last_used_ = {candidate.value - 1};
  }
  return candidate;
}

std::vector<BookId> WriteTables::duplicate_candidates(const catalog::BookFields& fields,
                                                      std::int64_t duplicate_key) {
  constexpr auto most = static_cast<std::int64_t>(store::duplicate_candidates_max);
  std::vector<BookId> found;
  const auto collect = [&](Query& query) {
    while (query.step()) {
      found.push_back({query->integer(0)});
    }
  };
  {
    Query query(duplicates_, duplicate_key, most);
    collect(query);
  }
  const auto with_isbn = [&](const catalog::Isbn& isbn) {
    Query query(with_isbn_, isbn.digits(), most);
    collect(query);
  };
  if (fields.isbn) {
    with_isbn(*fields.isbn);
  }
  std::for_each(fields.other_isbns.begin(), fields.other_isbns.end(), with_isbn);
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  found.resize(std::min(found.size(), store::duplicate_candidates_max));
  return found;
}

namespace {

// Binds the first eight parameters, which all statements that write a whole version share.
class VersionRow {
 public:
  VersionRow(Statement& statement, const StoredBook& stored)
      : query_(statement, stored.book.id.value, stored.book.version.value,
               stored.lifecycle.sequence.value, static_cast<std::int64_t>(stored.lifecycle.change),
               to_ms(stored.book.created_at), to_ms(stored.book.updated_at)) {
    query_->bind_or_null(7, stored.lifecycle.actor);
    query_->bind_or_null(8, stored.document);
  }
  void bind_duplicate_key(std::int64_t key) { query_->bind(9, key); }
  void write() { query_.step(); }

 private:
  Query query_;
};

}  // namespace

void WriteTables::insert(const StoredBook& book, std::int64_t duplicate_key) {
  last_used_ = std::max(last_used_, book.book.id);
  VersionRow row(insert_, book);
  row.bind_duplicate_key(duplicate_key);
  row.write();
  add_isbns(book.book);
}

void WriteTables::replace(const StoredBook& before, const StoredBook& after) {
  execute(supersede_, before.book.id.value);
  const catalog::BookFields& old = before.book.fields;
  const std::int64_t key = store::duplicate_key(after.book.fields);
  if (key == store::duplicate_key(old)) {
    VersionRow(update_alike_, after).write();
  } else {
    VersionRow row(update_, after);
    row.bind_duplicate_key(key);
    row.write();
  }
  if (store::isbns_of(old) != store::isbns_of(after.book.fields)) {
    remove_isbns(before.book);
    add_isbns(after.book);
  }
}

void WriteTables::insert_tombstone(BookId id, const Tombstone& tombstone) {
  last_used_ = std::max(last_used_, id);
  Query query(insert_tombstone_, id.value, tombstone.version.value, tombstone.sequence.value,
              to_ms(tombstone.at));
  query->bind_or_null(5, tombstone.actor);
  query.step();
}

void WriteTables::insert_version(const StoredBook& version) {
  VersionRow(insert_version_, version).write();
}

void WriteTables::remove(const StoredBook& book, const Tombstone& tombstone) {
  const BookId id = book.book.id;
  execute(supersede_, id.value);
  execute(delete_, id.value);
  remove_isbns(book.book);
  insert_tombstone(id, tombstone);
}

void WriteTables::revive(const Tombstone& /*tombstone*/, const StoredBook& book) {
  execute(supersede_tombstone_, book.book.id.value,
          static_cast<std::int64_t>(store::Change::deleted));
  execute(delete_tombstone_, book.book.id.value);
  insert(book, store::duplicate_key(book.book.fields));
}

void WriteTables::save_cover(const store::CoverPtr& cover) {
  Query query(insert_cover_, std::string_view(cover->hash), static_cast<std::int64_t>(cover->type));
  const auto* const data = static_cast<const void*>(cover->bytes.data());
  query->bind(3, std::span(static_cast<const std::uint8_t*>(data), cover->bytes.size()));
  query.step();
}

void WriteTables::roll_back_to_savepoint() {
  execute(roll_back_);
  execute(release_savepoint_);
}

void WriteTables::add_isbns(const catalog::Book& book) {
  for (const catalog::Isbn& isbn : store::isbns_of(book.fields)) {
    execute(insert_isbn_, isbn.digits(), book.id.value);
  }
}

void WriteTables::remove_isbns(const catalog::Book& book) {
  for (const catalog::Isbn& isbn : store::isbns_of(book.fields)) {
    execute(delete_isbn_, isbn.digits(), book.id.value);
  }
}

}  // namespace sqlite
