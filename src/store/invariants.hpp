// The invariants of a sound catalogue, as SQL whose rows name a culprit. They are the part of
// `check` that is the same on every store but for the names of two tables. Pure functions and
// constants, any thread.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "store/table_names.hpp"

namespace store {

struct Invariant {
  std::string_view otherwise;  // what is wrong with the rows that `broken` selects
  std::string_view broken;     // SELECT of a number that names the culprit, of any TableNames
};

inline constexpr std::array invariants{
    Invariant{"the catalogue counts another number of books than there are:",
              "SELECT books FROM catalogue WHERE books <> (SELECT count(*) FROM {books})"},
    Invariant{"a book is newer than the catalogue's sequence number: book",
              "SELECT id FROM {books} WHERE seq > (SELECT seq FROM catalogue)"},
    Invariant{"a deletion is newer than the catalogue's sequence number: book",
              "SELECT id FROM tombstones WHERE seq > (SELECT seq FROM catalogue)"},
    Invariant{"a sequence number was given twice:",
              "SELECT seq FROM (SELECT seq FROM {books} UNION ALL SELECT seq FROM tombstones"
              " UNION ALL SELECT seq FROM {versions}) AS every_one GROUP BY seq"
              " HAVING count(*) > 1"},
    Invariant{"a book is both alive and deleted: book",
              "SELECT b.id FROM {books} AS b JOIN tombstones AS t ON t.id = b.id"},
    Invariant{"a deleted book has lost its last state: book",
              "SELECT id FROM tombstones AS t WHERE NOT EXISTS (SELECT 1 FROM {versions} AS v"
              " WHERE v.id = t.id AND v.version = t.version - 1 AND v.doc IS NOT NULL)"},
    Invariant{"a history belongs to no book: book",
              "SELECT DISTINCT v.id FROM {versions} AS v"
              " WHERE NOT EXISTS (SELECT 1 FROM {books} AS b WHERE b.id = v.id)"
              " AND NOT EXISTS (SELECT 1 FROM tombstones AS t WHERE t.id = v.id)"},
    Invariant{"a history has a gap: book",
              "SELECT v.id FROM {versions} AS v GROUP BY v.id HAVING count(*) <>"
              " coalesce((SELECT version FROM {books} AS b WHERE b.id = v.id),"
              " (SELECT version FROM tombstones AS t WHERE t.id = v.id)) - min(v.version)"},
    Invariant{"a book was changed before it was made: book",
              "SELECT id FROM {books} WHERE updated_ms < created_ms"},
    Invariant{"an ISBN entry names a book that is not there: book",
              "SELECT i.book FROM book_isbns AS i"
              " WHERE NOT EXISTS (SELECT 1 FROM {books} AS b WHERE b.id = i.book)"},
};

}  // namespace store
