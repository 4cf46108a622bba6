// Books, a tombstone or one of a book's versions, by key. Prepared once per connection; used on the
// connection's thread, inside whatever transaction or snapshot is open.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "catalog/identity.hpp"
#include "catalog/problem.hpp"
#include "store/sqlite/book_rows.hpp"
#include "store/sqlite/statement.hpp"

namespace sqlite {

using store::BookDocument;
using store::StoredBook;
using store::Tombstone;

class BookReads {
 public:
  explicit BookReads(Connection& connection);

  std::optional<BookDocument> live(catalog::BookId id);
  // Appends those of the books that are there, in the order asked: one run of a statement costs as
  // much as a book.
  void append_live(std::span<const catalog::BookId> ids, std::vector<BookDocument>& books);
  std::optional<StoredBook> live_with_lifecycle(catalog::BookId id);
  std::optional<Tombstone> deleted(catalog::BookId id);
  // A superseded version that has a document (a deletion has none).
  std::optional<BookDocument> superseded(catalog::problem::VersionOf which);

 private:
  Statement live_;
  Statement live_among_;
  Statement live_with_lifecycle_;
  Statement deleted_;
  Statement superseded_;
};

}  // namespace sqlite
