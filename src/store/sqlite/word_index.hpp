// book_words, the index behind the text filters: derived from books and tombstones by their sequence
// numbers, in the same transaction as its mark, so it can always be caught up after a crash.
// The writer's thread (or a bulk load's), inside a transaction.
#pragma once

#include <cstddef>
#include <vector>

#include "catalog/book.hpp"
#include "store/sqlite/book_lookup.hpp"
#include "store/sqlite/checkpointer.hpp"
#include "store/sqlite/counters.hpp"
#include "store/sqlite/statement.hpp"

namespace sqlite {

class WordIndex {
 public:
  WordIndex(Connection& connection, BookLookup& lookup);

  // Indexes at most `books_max` changed books and moves counters.words_sequence on.
  void follow(Counters& counters, std::size_t books_max);

 private:
  Statement changed_since_;
  Statement insert_;
  Statement delete_;
  BookLookup& lookup_;
};

// Brings the index up to date at once: made anew when it has followed nothing yet, in large slices
// otherwise. For a connection that is alone; in transactions of its own.
void follow_words_in_bulk(Connection& connection, CountersRow& counters_row,
                          Checkpointer& checkpointer);

}  // namespace sqlite
