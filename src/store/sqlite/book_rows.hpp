// Books as rows of `books` and `book_versions`, read in one place. Used on the thread of the
// connection. Throws StorageError when a row is damaged.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "catalog/book.hpp"
#include "store/sqlite/statement.hpp"
#include "store/stored_book.hpp"
#include "store/table_names.hpp"

namespace sqlite {

using store::from_ms;
using store::to_ms;

inline constexpr store::TableNames table_names{"books", "book_versions"};

// The columns that read_document() reads, for a SELECT.
inline constexpr std::string_view document_columns = "id, version, doc";
store::BookDocument read_document(const Statement& row);
// The book of a document that this catalogue holds.
catalog::Book parsed(const store::BookDocument& document);

// A JSON array of the ids, for json_each() to make a row of each.
std::string json_array(std::span<const catalog::BookId> ids);

// Columns in the order of lifecycle_columns: change, actor, seq.
inline constexpr std::string_view lifecycle_columns = "change, actor, seq";
store::Change read_change(const Statement& row, int column);
store::Lifecycle read_lifecycle(const Statement& row, int first_column);

// A row of covers: hash, type, data.
store::Cover read_cover(const Statement& row);

}  // namespace sqlite
