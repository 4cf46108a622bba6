// Pages of the catalogue: chooses what a list is found by, runs it, and looks at both of its ends.
// Used on the connection's thread, inside one snapshot; reading costs in proportion to the page,
// not to what lies before it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <string>
#include <unordered_map>
#include <vector>

#include "catalog/listing.hpp"
#include "store/page_room.hpp"
#include "store/sqlite/book_lookup.hpp"
#include "store/sqlite/counters.hpp"
#include "store/sqlite/list_query.hpp"
#include "store/store.hpp"

namespace sqlite {

// Compiled list statements by their SQL; the least recently used one makes room.
class StatementCache {
 public:
  static constexpr std::size_t statements_max = 64;
  explicit StatementCache(Connection& connection) : connection_(connection) {}
  Statement& get(std::string&& sql);
  std::size_t size() const noexcept { return statements_.size(); }

 private:
  struct Entry {
    std::string sql;
    Statement statement;
  };
  Connection& connection_;
  std::list<Entry> statements_;  // the most recently used first
  std::unordered_map<std::string_view, std::list<Entry>::iterator> by_sql_;
};

class Lister {
 public:
  Lister(Connection& connection, BookLookup& lookup) : statements_(connection), lookup_(lookup) {}

  // Whether a list is found by the list index, which must be current then; all but the plain list
  // by id are.
  static bool needs_index(const catalog::Listing& listing);
  store::Page page(const catalog::Listing& listing, const Counters& counters);

 private:
  struct Edge {
    catalog::PageSide side;
    const std::vector<catalog::CursorValue>* cursor;  // nullptr: from the end of the order
  };
  // What one page is read with.
  struct Reading {
    const catalog::Listing& listing;
    const FilterValues& filter;
    ListPlan plan;
  };
  // Calls visit(shape) for each statement on the way from an edge until it returns Walk::enough.
  enum class Walk : std::uint8_t { on, enough };
  template <class Visit>
  void walk(const Reading& reading, Edge edge, Visit visit);
  // Runs one of them: at most `most` rows, each handed to `row`, until that returns Walk::enough.
  template <class Row>
  void run(const PageShape& shape, Edge edge, std::size_t most, Row row);
  struct Gathered {
    std::vector<catalog::Book> books;
    store::PageRoom room;
  };
  void append(const PageShape& shape, Edge edge, std::size_t most, Gathered& page);
  Gathered books(const Reading& reading, Edge edge);
  bool has_rows(const Reading& reading, Edge edge);
  // What follows a page in the direction it was asked in.
  enum class Ahead : std::uint8_t { more, nothing };
  void find_ends(store::Page& page, const Reading& reading, Ahead rest);
  ListPlan plan(const FilterValues& filter, const std::vector<catalog::Sort>& order);
  std::int64_t count(const FilterValues& filter, Part part, std::int64_t most);
  void count_matches(store::Page& page, const Reading& reading, const Counters& counters);

  StatementCache statements_;
  BookLookup& lookup_;
};

}  // namespace sqlite
