// What becomes of a book that is loaded where it may be known already: made, passed over, or taken
// to bring what is there up to date. Written here once, for every SQL store, over its WriteTables;
// inside a transaction, on its thread. Every call sees what the calls before it did.
#pragma once

#include <cstdint>
#include <optional>

#include "base/clock.hpp"
#include "catalog/new_book.hpp"
#include "catalog/problem.hpp"
#include "store/apply_write.hpp"
#include "store/write_tables.hpp"

namespace store {

// A book is known by what makes likely duplicates; its id says which of them it is. By an id alone
// it is not: the numbers of a list are seldom those of the catalogue.
enum class IfKnown : std::uint8_t {
  create,  // made all the same, but for an id that is taken
  skip,
  // What it says replaces what is there, what it leaves out stays: a version of the book as by any
  // change. Refused where several books are alike: nobody can tell which one is meant.
  update,
};

struct Merged {
  // known: passed over, or with nothing new to say.
  enum class Fate : std::uint8_t { created, updated, known, refused } fate = Fate::created;
  std::optional<catalog::Problem> problem;  // of a refused one
};

// Makes a book as it claims to be (Loader::add); nullopt, or why not.
std::optional<catalog::Problem> load_new(WriteTables& tables, const catalog::NewBook& book,
                                         WriteCounters& counters, base::Instant now);

class BookMerger {
 public:
  BookMerger(WriteTables& tables, IfKnown if_known) : tables_(tables), if_known_(if_known) {}

  Merged merge(const catalog::NewBook& book, WriteCounters& counters, base::Instant now);

 private:
  std::vector<BookId> known_as(const catalog::NewBook& book, std::int64_t duplicate_key);
  Merged update(BookId id, const catalog::NewBook& book, WriteCounters& counters,
                base::Instant now);

  WriteTables& tables_;
  IfKnown if_known_;
};

}  // namespace store
