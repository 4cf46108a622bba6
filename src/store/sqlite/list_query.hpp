// The SQL of a list: which part of the filter leads, which conditions follow, where the page begins.
// Composed per shape from whole fragments, every value bound. Pure functions, any thread.
#pragma once

#include <string>
#include <vector>

#include "catalog/listing.hpp"
#include "store/sqlite/list_filter.hpp"
#include "store/sqlite/statement.hpp"

namespace sqlite {

// What the rows of a list are found by.
struct ListPlan {
  enum class Lead : std::uint8_t {
    order,  // the order's own index, testing each book
    words,  // the word index, which hands out ids in order
    part,   // one part of the filter that matches few books, which are then sorted
  } lead = Lead::order;
  Part part = Part::ids;  // when a part leads
  WordsTest words_test = WordsTest::in_set;
};

// Whether the rows begin at an end of the order or beside a cursor.
enum class Begin : std::uint8_t { at_end, at_cursor };

// Ids in the order of the list for PageSide::after, in the opposite one for PageSide::before.
struct PageShape {
  const std::vector<catalog::Sort>& order;
  const FilterValues& filter;
  ListPlan plan;
  catalog::PageSide side = catalog::PageSide::after;
  Begin begin = Begin::at_end;
};
std::string page_sql(const PageShape& shape);

// How many books match, counted up to parameter::limit. Needs a filter.
std::string count_sql(const FilterValues& filter, const ListPlan& plan);
// The same for one part alone.
std::string count_sql(Part part);

void bind_cursor(Statement& statement, const std::vector<catalog::CursorValue>& values);

// The part of a filter that bounds the same column as this key, if any could.
bool bounds_same_column(Part part, catalog::SortKey key) noexcept;

}  // namespace sqlite
