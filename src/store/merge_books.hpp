// What becomes of a book that is loaded where it may be known already: made, passed over, or taken
// to bring what is there up to date. Written here once, for every SQL store, over its WriteTables;
// inside a transaction, on its thread. Every call sees what the calls before it did.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "catalog/new_book.hpp"
#include "catalog/problem.hpp"
#include "store/apply_write.hpp"
#include "store/write_tables.hpp"

namespace store {

// A book is known by what makes likely duplicates; its id says which of them it is. By an id alone
// it is not, unless that is asked for: the numbers of a list are seldom those of the catalogue.
enum class IfKnown : std::uint8_t {
  create,  // made all the same, but for an id that is taken
  skip,
  // What it says replaces what is there, what it leaves out stays: a version of the book as by any
  // change. Refused where several books are alike: nobody can tell which one is meant.
  update,
  replace,  // the same, but what it leaves out goes
};

// What a book is known by. Several are tried in turn: the first that finds any decides.
enum class MatchBy : std::uint8_t { id, control, isbn, title };

struct Merged {
  // known: passed over, or with nothing new to say.
  enum class Fate : std::uint8_t { created, updated, known, refused } fate = Fate::created;
  std::optional<catalog::Problem> problem = std::nullopt;  // of a refused one
  BookId id{};                                             // of a created or updated one
  std::optional<Version> before = std::nullopt;            // of an updated one
  Version version{};
};

// Makes a book as it claims to be (Loader::add); nullopt, or why not.
std::optional<catalog::Problem> load_new(WriteTables& tables, const catalog::NewBook& book,
                                         WriteCounters& counters, base::Instant now);

// Lists of a book that hold nothing but what its import adds to each book. They are added to those
// of a known book, which a list of the record itself would replace.
struct AddedOnly {
  bool tags = false;
  bool identifiers = false;
};

// A book, and the numbers that whoever made the file knows it by.
struct MatchedBook {
  const catalog::NewBook& book;
  std::string_view control{};
  AddedOnly added_only{};
};

class BookMerger {
 public:
  // Live books that have a control number, or had it once.
  using FindControl = std::function<std::vector<BookId>(std::string_view control)>;
  struct Rules {
    IfKnown if_known = IfKnown::create;
    // Empty: whatever makes likely duplicates, in no order.
    std::vector<MatchBy> match{};
    FindControl find_control{};
    std::string actor{};
  };

  BookMerger(WriteTables& tables, IfKnown if_known) : BookMerger(tables, Rules{if_known}) {}
  BookMerger(WriteTables& tables, Rules rules) : tables_(tables), rules_(std::move(rules)) {}

  Merged merge(const catalog::NewBook& book, WriteCounters& counters, base::Instant now) {
    return merge(MatchedBook{book}, counters, now);
  }
  Merged merge(const MatchedBook& book, WriteCounters& counters, base::Instant now);

 private:
  std::vector<BookId> known_as(const MatchedBook& book, std::int64_t duplicate_key);
  std::vector<BookId> matching(MatchBy by, const MatchedBook& book, std::int64_t duplicate_key);
  Merged change(BookId id, const MatchedBook& matched, WriteCounters& counters, base::Instant now);

  WriteTables& tables_;
  const Rules rules_;
  std::optional<std::vector<BookId>> alike_;  // to the book at hand, once they were looked for
};

}  // namespace store
