#include "store/sqlite/book_reads.hpp"

namespace sqlite {
namespace {

// So few cost less one by one than a table made of their ids.
constexpr std::size_t asked_singly_max = 4;

std::string select_document(std::string_view more_columns, std::string_view rest) {
  return "SELECT " + std::string(document_columns) + std::string(more_columns) + std::string(rest);
}

}  // namespace

BookReads::BookReads(Connection& connection)
    : live_(connection, select_document("", " FROM books WHERE id = ?1")),
      // CROSS JOIN: one after the other, as they were asked.
      live_among_(connection,
                  "SELECT b.id, b.version, b.doc FROM json_each(?1) AS asked"
                  " CROSS JOIN books AS b WHERE b.id = asked.value"),
      live_with_lifecycle_(connection, select_document(", " + std::string(lifecycle_columns),
                                                       " FROM books WHERE id = ?1")),
      deleted_(connection, "SELECT version, seq, at_ms, actor FROM tombstones WHERE id = ?1"),
      superseded_(connection, select_document("",
                                              " FROM book_versions WHERE id = ?1 AND version = ?2"
                                              " AND doc IS NOT NULL")) {}

std::optional<BookDocument> BookReads::live(catalog::BookId id) {
  std::optional<BookDocument> book;
  if (Query query(live_, id.value); query.step()) {
    book = read_document(query.row());
  }
  return book;
}

void BookReads::append_live(std::span<const catalog::BookId> ids,
                            std::vector<BookDocument>& books) {
  if (ids.size() <= asked_singly_max) {
    for (const catalog::BookId id : ids) {
      if (auto book = live(id)) {
        books.push_back(*std::move(book));
      }
    }
    return;
  }
  const std::string asked = json_array(ids);
  Query query(live_among_, std::string_view(asked));
  while (query.step()) {
    books.push_back(read_document(query.row()));
  }
}

std::optional<StoredBook> BookReads::live_with_lifecycle(catalog::BookId id) {
  std::optional<StoredBook> stored;
  if (Query query(live_with_lifecycle_, id.value); query.step()) {
    BookDocument document = read_document(query.row());
    stored = {parsed(document), read_lifecycle(query.row(), 3), std::move(document.json)};
  }
  return stored;
}

std::optional<Tombstone> BookReads::deleted(catalog::BookId id) {
  Query query(deleted_, id.value);
  if (!query.step()) {
    return std::nullopt;
  }
  return Tombstone{catalog::Version{query->integer(0)}, catalog::Sequence{query->integer(1)},
                   from_ms(query->integer(2)), std::string(query->text(3))};
}

std::optional<BookDocument> BookReads::superseded(catalog::problem::VersionOf which) {
  std::optional<BookDocument> book;
  if (Query query(superseded_, which.id.value, which.version.value); query.step()) {
    book = read_document(query.row());
  }
  return book;
}

}  // namespace sqlite
