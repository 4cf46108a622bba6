#include "store/sqlite/book_table.hpp"

#include <algorithm>
#include <array>

namespace sqlite {
namespace {

using catalog::BookId;

// Columns before the fields, in the order of the parameters of whoever writes a whole book.
constexpr std::array<std::string_view, 8> leading_columns{
    "id", "version", "seq", "change", "created_ms", "updated_ms", "actor", "likeness"};
constexpr int actor_parameter = 7;
constexpr int first_field_parameter = static_cast<int>(leading_columns.size()) + 1;
constexpr std::span shared_columns = std::span(leading_columns).first(7);

std::string insert_book_sql() {
  std::string values = "?1";
  for (int parameter = 2; parameter < first_field_parameter + field_column_count; ++parameter) {
    values += ", ?" + std::to_string(parameter);
  }
  return "INSERT INTO books (" + joined(leading_columns) + ", " + joined(field_columns) +
         ") VALUES (" + values + ")";
}

// SET column = ?n for every column that is not left out, numbered as in the INSERT.
std::string update_book_sql(std::span<const std::string_view> left_out) {
  std::string settings;
  int parameter = 0;
  const auto set_each = [&](std::span<const std::string_view> columns) {
    for (const std::string_view column : columns) {
      ++parameter;
      if (std::find(left_out.begin(), left_out.end(), column) == left_out.end()) {
        settings.append(settings.empty() ? "" : ", ").append(column);
        settings.append(" = ?" + std::to_string(parameter));
      }
    }
  };
  set_each(leading_columns);
  set_each(field_columns);
  return "UPDATE books SET " + settings + " WHERE id = ?1";
}

constexpr std::array<std::string_view, 2> never_updated{"id", "created_ms"};
// Setting an indexed column, even to what it was, costs as much as changing it.
constexpr std::array<std::string_view, 3> kept_alike{"id", "created_ms", "likeness"};

std::string supersede_sql() {
  const std::string columns = joined(shared_columns) + ", " + joined(field_columns);
  return "INSERT INTO book_versions (" + columns + ") SELECT " + columns +
         " FROM books WHERE id = ?1";
}

}  // namespace

BookTable::BookTable(Connection& connection)
    : first_used_after_(connection,
                        "SELECT id FROM books WHERE id > ?1"
                        " UNION ALL SELECT id FROM tombstones WHERE id > ?1 ORDER BY id"),
      is_used_(
          connection,
          "SELECT 1 FROM books WHERE id = ?1 UNION ALL SELECT 1 FROM tombstones WHERE id = ?1"),
      with_isbn_(connection, "SELECT book FROM book_isbns WHERE isbn = ?1 ORDER BY book LIMIT ?2"),
      alike_(connection, "SELECT id FROM books WHERE likeness = ?1 ORDER BY id LIMIT ?2"),
      insert_(connection, insert_book_sql()),
      update_(connection, update_book_sql(never_updated)),
      update_alike_(connection, update_book_sql(kept_alike)),
      supersede_(connection, supersede_sql()),
      supersede_tombstone_(connection, "INSERT INTO book_versions (" + joined(shared_columns) +
                                           ") SELECT id, version, seq, ?2, at_ms, at_ms, actor"
                                           " FROM tombstones WHERE id = ?1"),
      delete_(connection, "DELETE FROM books WHERE id = ?1"),
      insert_tombstone_(connection,
                        "INSERT INTO tombstones (id, version, seq, at_ms, actor)"
                        " VALUES (?1, ?2, ?3, ?4, ?5)"),
      delete_tombstone_(connection, "DELETE FROM tombstones WHERE id = ?1"),
      insert_isbn_(connection, "INSERT INTO book_isbns (isbn, book) VALUES (?1, ?2)"),
      delete_isbn_(connection, "DELETE FROM book_isbns WHERE isbn = ?1 AND book = ?2") {}

bool BookTable::was_used(BookId id) { return Query(is_used_, id.value).step(); }

BookId BookTable::free_id_after(BookId last) {
  BookId candidate{last.value + 1};
  Query used(first_used_after_, last.value);
  while (used.step() && used->integer(0) == candidate.value) {
    ++candidate.value;
  }
  return candidate;
}

std::vector<BookId> BookTable::likely_duplicates(const catalog::BookFields& fields,
                                                 std::int64_t likeness) {
  constexpr auto most = static_cast<std::int64_t>(store::duplicates_max);
  std::vector<BookId> found;
  const auto collect = [&](Query& query) {
    while (query.step()) {
      found.push_back({query->integer(0)});
    }
  };
  {
    Query query(alike_, likeness, most);
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
  found.resize(std::min(found.size(), store::duplicates_max));
  return found;
}

void BookTable::write_row(Statement& statement, const StoredBook& stored, std::int64_t likeness) {
  const catalog::Book& book = stored.book;
  const store::Lifecycle& lifecycle = stored.lifecycle;
  Query query(statement, book.id.value, book.version.value, lifecycle.sequence.value,
              static_cast<std::int64_t>(lifecycle.change), to_ms(book.created_at),
              to_ms(book.updated_at), lifecycle.actor, likeness);
  query->bind_or_null(actor_parameter, lifecycle.actor);
  const BoundFields fields(statement, first_field_parameter, book.fields);
  query.step();
}

void BookTable::insert(const StoredBook& book, std::int64_t likeness) {
  write_row(insert_, book, likeness);
  add_isbns(book.book);
}

void BookTable::replace(const catalog::Book& before, const StoredBook& after) {
  execute(supersede_, before.id.value);
  const std::int64_t likeness = store::likeness(store::sort_keys(after.book.fields));
  const bool alike = likeness == store::likeness(store::sort_keys(before.fields));
  write_row(alike ? update_alike_ : update_, after, likeness);
  if (store::isbns_of(before.fields) != store::isbns_of(after.book.fields)) {
    remove_isbns(before);
    add_isbns(after.book);
  }
}

void BookTable::insert_tombstone(BookId id, const Tombstone& tombstone) {
  Query query(insert_tombstone_, id.value, tombstone.version.value, tombstone.sequence.value,
              to_ms(tombstone.at));
  query->bind_or_null(5, tombstone.actor);
  query.step();
}

void BookTable::remove(const catalog::Book& book, const Tombstone& tombstone) {
  execute(supersede_, book.id.value);
  execute(delete_, book.id.value);
  remove_isbns(book);
  insert_tombstone(book.id, tombstone);
}

void BookTable::revive(const StoredBook& book) {
  execute(supersede_tombstone_, book.book.id.value,
          static_cast<std::int64_t>(store::Change::deleted));
  execute(delete_tombstone_, book.book.id.value);
  insert(book, store::likeness(store::sort_keys(book.book.fields)));
}

void BookTable::add_isbns(const catalog::Book& book) {
  for (const catalog::Isbn& isbn : store::isbns_of(book.fields)) {
    execute(insert_isbn_, isbn.digits(), book.id.value);
  }
}

void BookTable::remove_isbns(const catalog::Book& book) {
  for (const catalog::Isbn& isbn : store::isbns_of(book.fields)) {
    execute(delete_isbn_, isbn.digits(), book.id.value);
  }
}

}  // namespace sqlite
