#include "store/sqlite/book_lookup.hpp"

namespace sqlite {

BookLookup::BookLookup(Connection& connection)
    : live_(connection, "SELECT " + book_columns() + " FROM books WHERE id = ?1"),
      live_with_lifecycle_(connection, "SELECT " + book_columns() + ", " +
                                           std::string(lifecycle_columns) +
                                           " FROM books WHERE id = ?1"),
      deleted_(connection, "SELECT version, seq, at_ms, actor FROM tombstones WHERE id = ?1"),
      superseded_(connection, "SELECT " + book_columns() +
                                  " FROM book_versions"
                                  " WHERE id = ?1 AND version = ?2 AND title IS NOT NULL") {}

std::optional<catalog::Book> BookLookup::live(catalog::BookId id) {
  Query query(live_, id.value);
  if (!query.step()) {
    return std::nullopt;
  }
  return read_book(query.row());
}

std::optional<StoredBook> BookLookup::live_with_lifecycle(catalog::BookId id) {
  Query query(live_with_lifecycle_, id.value);
  if (!query.step()) {
    return std::nullopt;
  }
  return StoredBook{read_book(query.row()), read_lifecycle(query.row(), book_column_count)};
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
  Query query(superseded_, which.id.value, which.version.value);
  if (!query.step()) {
    return std::nullopt;
  }
  return read_book(query.row());
}

}  // namespace sqlite
