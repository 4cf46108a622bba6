// The list index, what books sort and are filtered by: book_keys and book_words. Derived from books
// and tombstones by their sequence numbers, in the same transaction as its mark, so that it may lag
// behind commits and can always be caught up, after a crash too.
// The writer's thread (or a bulk load's), inside a transaction.
#pragma once

#include <cstddef>
#include <vector>

#include "catalog/book.hpp"
#include "store/sqlite/book_lookup.hpp"
#include "store/sqlite/counters.hpp"
#include "store/sqlite/statement.hpp"

namespace sqlite {

class ListIndex {
 public:
  ListIndex(Connection& connection, BookLookup& lookup);

  // Indexes at most `books_max` changed books and moves counters.indexed_sequence on.
  void follow(Counters& counters, std::size_t books_max);
  // Indexes a book of which the index has nothing.
  void insert(const catalog::Book& book);

 private:
  void remove(catalog::BookId id);

  Statement changed_since_;
  Statement insert_keys_;
  Statement delete_keys_;
  Statement insert_words_;
  Statement delete_words_;
  BookLookup& lookup_;
};

// Empties an index that has followed nothing by its mark and yet has something: what a bulk load
// leaves that was cut short while it made the index. In a transaction of its own.
void forget_partial_index(Connection& connection);

// Brings the index up to date at once: made anew when it has followed nothing yet, in large slices
// otherwise. For a connection that is alone; in transactions of its own.
void follow_in_bulk(Connection& connection, CountersRow& counters_row);

}  // namespace sqlite
