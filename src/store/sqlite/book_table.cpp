#include "store/sqlite/book_table.hpp"

#include <algorithm>
#include <array>

namespace sqlite {
namespace {

using catalog::BookId;

// Parameters of the statements that write a whole book.
enum BookParameter : int {
  id_parameter = 1,
  version_parameter,
  seq_parameter,
  change_parameter,
  created_parameter,
  updated_parameter,
  actor_parameter,
  title_key_parameter,
  author_key_parameter,
  year_key_parameter,
  likeness_parameter,
  first_field_parameter,
};

constexpr std::string_view leading_columns =
    "id, version, seq, change, created_ms, updated_ms, actor, title_key, author_key, year_key,"
    " likeness";

constexpr std::string_view shared_columns = "id, version, seq, change, created_ms, updated_ms, actor";

// SET column = ?n for every column but `left_out`, numbered as in the INSERT.
std::string update_sql(std::span<const std::string_view> left_out) {
  const std::string columns = std::string(leading_columns) + ", " + std::string(field_columns);
  std::string sql = "UPDATE books SET ";
  int parameter = 0;
  bool first = true;
  for (std::size_t begin = 0; begin < columns.size();) {
    const std::size_t end = std::min(columns.find(',', begin), columns.size());
    const std::string_view column(columns.data() + begin, end - begin);
    ++parameter;
    if (std::find(left_out.begin(), left_out.end(), column) == left_out.end()) {
      sql.append(first ? "" : ", ").append(column).append(" = ?" + std::to_string(parameter));
      first = false;
    }
    begin = columns.find_first_not_of(", ", end);
  }
  return sql + " WHERE id = ?1";
}

constexpr std::array<std::string_view, 2> never_updated{"id", "created_ms"};
// What most changes leave alone: five indexes less to touch.
constexpr std::array<std::string_view, 7> keys_left_alone{
    "id", "created_ms", "title_key", "author_key", "year_key", "likeness", "language"};

std::string insert_book_sql() {
  std::string values = "?1";
  for (int parameter = 2; parameter < first_field_parameter + field_column_count; ++parameter) {
    values += ", ?" + std::to_string(parameter);
  }
  return "INSERT INTO books (" + std::string(leading_columns) + ", " + std::string(field_columns) +
         ") VALUES (" + values + ")";
}

void bind_book(Statement& statement, const StoredBook& book, const store::SortKeys& keys) {
  statement.bind(id_parameter, book.book.id.value);
  statement.bind(version_parameter, book.book.version.value);
  statement.bind(seq_parameter, book.lifecycle.sequence.value);
  statement.bind(change_parameter, static_cast<std::int64_t>(book.lifecycle.change));
  statement.bind(created_parameter, to_ms(book.book.created_at));
  statement.bind(updated_parameter, to_ms(book.book.updated_at));
  statement.bind_or_null(actor_parameter, book.lifecycle.actor);
  statement.bind(title_key_parameter, keys.title);
  statement.bind(author_key_parameter, keys.author);
  statement.bind(year_key_parameter, keys.year);
  statement.bind(likeness_parameter, keys.likeness);
}

std::vector<catalog::Isbn> isbns_of(const catalog::Book& book) {
  std::vector<catalog::Isbn> isbns = book.fields.other_isbns;
  if (book.fields.isbn) {
    isbns.push_back(*book.fields.isbn);
  }
  std::sort(isbns.begin(), isbns.end());
  isbns.erase(std::unique(isbns.begin(), isbns.end()), isbns.end());
  return isbns;
}

}  // namespace

BookTable::BookTable(Connection& connection)
    : first_used_after_(connection,
                        "SELECT id FROM books WHERE id > ?1"
                        " UNION ALL SELECT id FROM tombstones WHERE id > ?1 ORDER BY id"),
      is_used_(connection,
               "SELECT 1 FROM books WHERE id = ?1 UNION ALL SELECT 1 FROM tombstones WHERE id = ?1"),
      with_isbn_(connection, "SELECT book FROM book_isbns WHERE isbn = ?1 ORDER BY book LIMIT ?2"),
      alike_(connection,
             "SELECT id FROM books INDEXED BY books_likeness WHERE likeness = ?1"
             " AND title_key = ?2 AND author_key = ?3 AND year_key = ?4 ORDER BY id LIMIT ?5"),
      insert_(connection, insert_book_sql()),
      update_(connection, update_sql(never_updated)),
      update_beside_keys_(connection, update_sql(keys_left_alone)),
      supersede_(connection, "INSERT INTO book_versions (" + std::string(shared_columns) + ", " +
                                 std::string(field_columns) + ") SELECT " +
                                 std::string(shared_columns) + ", " + std::string(field_columns) +
                                 " FROM books WHERE id = ?1"),
      supersede_tombstone_(connection, "INSERT INTO book_versions (" + std::string(shared_columns) +
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
                                                 const store::SortKeys& keys) {
  constexpr auto most = static_cast<std::int64_t>(duplicates_max);
  std::vector<BookId> found;
  const auto collect = [&](Query& query) {
    while (query.step()) {
      found.push_back({query->integer(0)});
    }
  };
  {
    Query query(alike_, keys.likeness, keys.title, keys.author, keys.year, most);
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
  found.resize(std::min(found.size(), duplicates_max));
  return found;
}

void BookTable::write_row(Statement& statement, const StoredBook& book,
                           const store::SortKeys& keys) {
  Query query(statement);
  bind_book(statement, book, keys);
  const BoundFields fields(statement, first_field_parameter, book.book.fields);
  query.step();
}

void BookTable::insert(const StoredBook& book, const store::SortKeys& keys) {
  write_row(insert_, book, keys);
  add_isbns(book.book);
}

void BookTable::replace(const catalog::Book& before, const StoredBook& after) {
  execute(supersede_, before.id.value);
  const store::SortKeys keys = store::sort_keys(after.book.fields);
  const bool keys_change = before.fields.language != after.book.fields.language ||
                           keys != store::sort_keys(before.fields);
  write_row(keys_change ? update_ : update_beside_keys_, after, keys);
  if (isbns_of(before) != isbns_of(after.book)) {
    remove_isbns(before);
    add_isbns(after.book);
  }
}

void BookTable::remove(const catalog::Book& book, const Tombstone& tombstone) {
  execute(supersede_, book.id.value);
  execute(delete_, book.id.value);
  remove_isbns(book);
  Query query(insert_tombstone_, book.id.value, tombstone.version.value, tombstone.sequence.value,
              to_ms(tombstone.at));
  query->bind_or_null(5, tombstone.actor);
  query.step();
}

void BookTable::revive(const StoredBook& book) {
  execute(supersede_tombstone_, book.book.id.value,
          static_cast<std::int64_t>(store::Change::deleted));
  execute(delete_tombstone_, book.book.id.value);
  insert(book, store::sort_keys(book.book.fields));
}

void BookTable::add_isbns(const catalog::Book& book) {
  for (const catalog::Isbn& isbn : isbns_of(book)) {
    execute(insert_isbn_, isbn.digits(), book.id.value);
  }
}

void BookTable::remove_isbns(const catalog::Book& book) {
  for (const catalog::Isbn& isbn : isbns_of(book)) {
    execute(delete_isbn_, isbn.digits(), book.id.value);
  }
}

}  // namespace sqlite
