#include "store/sqlite/book_lookup.hpp"

namespace sqlite {

BookLookup::BookLookup(Connection& connection)
    : live_(connection, "SELECT " + book_columns() + " FROM books WHERE id = ?1"),
      // CROSS JOIN: one after the other, as they were asked.
      live_among_(connection, "SELECT " + book_columns("b.") +
                                  " FROM json_each(?1) AS asked CROSS JOIN books AS b"
                                  " WHERE b.id = asked.value"),
      live_with_lifecycle_(connection, "SELECT " + book_columns() + ", " +
                                           std::string(lifecycle_columns) +
                                           " FROM books WHERE id = ?1"),
      deleted_(connection, "SELECT version, seq, at_ms, actor FROM tombstones WHERE id = ?1"),
      superseded_(connection, "SELECT " + book_columns() +
                                  " FROM book_versions"
                                  " WHERE id = ?1 AND version = ?2 AND title IS NOT NULL") {}

// Books are filled where they will stay: moving one costs as much as reading a tenth of it.
std::optional<catalog::Book> BookLookup::live(catalog::BookId id) {
  std::optional<catalog::Book> book;
  if (Query query(live_, id.value); query.step()) {
    read_book(query.row(), book.emplace());
  }
  return book;
}

bool BookLookup::append_live(catalog::BookId id, std::vector<catalog::Book>& books) {
  Query query(live_, id.value);
  if (!query.step()) {
    return false;
  }
  read_book(query.row(), books.emplace_back());
  return true;
}

void BookLookup::append_live(std::span<const catalog::BookId> ids,
                             std::vector<catalog::Book>& books) {
  const std::string asked = json_array(ids);
  Query query(live_among_, std::string_view(asked));
  while (query.step()) {
    read_book(query.row(), books.emplace_back());
  }
}

std::optional<StoredBook> BookLookup::live_with_lifecycle(catalog::BookId id) {
  std::optional<StoredBook> stored;
  if (Query query(live_with_lifecycle_, id.value); query.step()) {
    stored.emplace();
    read_book(query.row(), stored->book);
    stored->lifecycle = read_lifecycle(query.row(), book_column_count);
  }
  return stored;
}

std::optional<Tombstone> BookLookup::deleted(catalog::BookId id) {
  Query query(deleted_, id.value);
  if (!query.step()) {
    return std::nullopt;
  }
  return Tombstone{catalog::Version{query->integer(0)}, catalog::Sequence{query->integer(1)},
                   from_ms(query->integer(2)), std::string(query->text(3))};
}

std::optional<catalog::Book> BookLookup::superseded(catalog::problem::VersionOf which) {
  std::optional<catalog::Book> book;
  if (Query query(superseded_, which.id.value, which.version.value); query.step()) {
    read_book(query.row(), book.emplace());
  }
  return book;
}

}  // namespace sqlite
