// Books as rows of `books` and `book_versions`, read and bound in one place. Used on the thread of
// the connection.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "catalog/book.hpp"
#include "store/book_columns.hpp"
#include "store/sqlite/statement.hpp"
#include "store/stored_book.hpp"

namespace sqlite {

using store::book_column_count;
using store::book_columns;
using store::field_column_count;
using store::field_columns;
using store::joined;

// Fills a new book from the row that is there. Throws StorageError when the row is damaged.
void read_book(const Statement& row, catalog::Book& book);

// Of which json_each() makes a row for each.
std::string json_array(std::span<const catalog::BookId> ids);

// Columns in the order of lifecycle_columns: change, actor, seq.
inline constexpr std::string_view lifecycle_columns = "change, actor, seq";
store::Change read_change(const Statement& row, int column);
store::Lifecycle read_lifecycle(const Statement& row, int first_column);

// A field set bound to the parameters of field_columns from `first` on, together with the packed
// texts that the statement refers to until it has run.
class BoundFields {
 public:
  BoundFields(Statement& statement, int first_parameter, const catalog::BookFields& fields);
  BoundFields(const BoundFields&) = delete;
  BoundFields& operator=(const BoundFields&) = delete;

 private:
  store::PackedFields packed_;
};

using store::from_ms;
using store::to_ms;

}  // namespace sqlite
