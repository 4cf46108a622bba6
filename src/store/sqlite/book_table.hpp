// Everything that changes books: rows, superseded versions, tombstones and ISBN entries, each set
// of statements moving a book from one sound state to the next. The writer's thread (or a bulk
// load's), inside a transaction. Checks nothing: whoever calls has.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "catalog/book.hpp"
#include "store/sort_keys.hpp"
#include "store/sqlite/book_lookup.hpp"
#include "store/sqlite/statement.hpp"
#include "store/write_tables.hpp"

namespace sqlite {

class BookTable {
 public:
  explicit BookTable(Connection& connection);

  // The id was given before, to a living or a deleted book.
  bool was_used(catalog::BookId id);
  // The first id after this one that was never used.
  catalog::BookId free_id_after(catalog::BookId last);
  // Live books with an ISBN of these fields, or of this store::likeness: at most
  // store::duplicates_max, the lowest ids, ascending.
  std::vector<catalog::BookId> likely_duplicates(const catalog::BookFields& fields,
                                                 std::int64_t likeness);

  void insert(const StoredBook& book, std::int64_t likeness);
  void replace(const catalog::Book& before, const StoredBook& after);
  void insert_tombstone(catalog::BookId id, const Tombstone& tombstone);
  void remove(const catalog::Book& book, const Tombstone& tombstone);
  // The deletion becomes a superseded version.
  void revive(const StoredBook& book);

 private:
  void write_row(Statement& statement, const StoredBook& stored, std::int64_t likeness);
  void add_isbns(const catalog::Book& book);
  void remove_isbns(const catalog::Book& book);

  Statement first_used_after_;
  Statement is_used_;
  Statement with_isbn_;
  Statement alike_;
  Statement insert_;
  Statement update_;
  Statement update_alike_;
  Statement supersede_;
  Statement supersede_tombstone_;
  Statement delete_;
  Statement insert_tombstone_;
  Statement delete_tombstone_;
  Statement insert_isbn_;
  Statement delete_isbn_;
};

}  // namespace sqlite
