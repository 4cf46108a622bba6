// Books as rows of `books` and `book_versions`: the columns they share, in one order, read and
// bound in one place. Used on the thread of the connection.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "catalog/book.hpp"
#include "catalog/identity.hpp"
#include "store/sort_keys.hpp"
#include "store/sqlite/statement.hpp"
#include "store/store.hpp"

namespace sqlite {

// What a client may set, as columns.
inline constexpr std::array<std::string_view, 24> field_columns{"title",        "author",
                                                                "subtitle",     "original_title",
                                                                "contributors", "isbn",
                                                                "other_isbns",  "identifiers",
                                                                "publisher",    "place",
                                                                "edition",      "year",
                                                                "language",     "original_language",
                                                                "pages",        "subjects",
                                                                "tags",         "cdd",
                                                                "cdu",          "series",
                                                                "volume",       "synopsis",
                                                                "cover",        "extra"};
inline constexpr int field_column_count = static_cast<int>(field_columns.size());

// The columns that read_book() expects, from its first column on: id, version, created_ms,
// updated_ms, then the fields.
inline constexpr int book_column_count = 4 + field_column_count;
// Each behind `qualifier`, "r." for instance.
std::string book_columns(std::string_view qualifier = {});

// Fills a new book from the row that is there. Throws StorageError when the row is damaged.
void read_book(const Statement& row, catalog::Book& book);

// "a, b, c", each name behind `qualifier`.
std::string joined(std::span<const std::string_view> columns, std::string_view qualifier = {});

// Columns in the order of lifecycle_columns: change, actor, seq.
struct Lifecycle {
  store::Change change = store::Change::created;
  std::string actor;
  catalog::Sequence sequence;
};
inline constexpr std::string_view lifecycle_columns = "change, actor, seq";
Lifecycle read_lifecycle(const Statement& row, int first_column);

// A field set bound to the parameters of field_columns from `first` on, together with the packed
// texts that the statement refers to until it has run.
class BoundFields {
 public:
  BoundFields(Statement& statement, int first_parameter, const catalog::BookFields& fields);
  BoundFields(const BoundFields&) = delete;
  BoundFields& operator=(const BoundFields&) = delete;

 private:
  std::string contributors_;
  std::string other_isbns_;
  std::string identifiers_;
  std::string subjects_;
  std::string tags_;
};

inline std::int64_t to_ms(base::Instant instant) { return instant.time_since_epoch().count(); }
inline base::Instant from_ms(std::int64_t ms) {
  return base::Instant(std::chrono::milliseconds(ms));
}

}  // namespace sqlite
