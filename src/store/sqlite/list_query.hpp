// The SQL of a list: which part of the filter leads, which conditions follow, where the page
// begins. Composed per shape from whole fragments, every value bound. Pure functions, any thread.
#pragma once

#include <cstddef>
#include <cstdint>
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
    words,  // the list index, which hands out ids in order
    part,   // one part of the filter that matches few books, which are then sorted
  } lead = Lead::order;
  Part part = Part::ids;  // when a part leads
  WordsTest words_test = WordsTest::in_set;
};

// Where the rows of a statement begin.
enum class Begin : std::uint8_t {
  at_end,   // at an end of the order
  at_leg,   // right beside the cursor, on one leg of the way from there
  by_test,  // every row is compared with the cursor
};

// What a row of a page holds: whole books (read_book) where they come straight off an index, their
// ids where rows are sorted first, because sorting wide rows costs more than fetching them later.
// `nothing`: whether there is a row at all, so none need be sorted.
enum class RowContent : std::uint8_t { ids, books, nothing };

// Rows in the order of the list for PageSide::after, in the opposite one for PageSide::before.
struct PageShape {
  const std::vector<catalog::Sort>& order;
  const FilterValues& filter;
  ListPlan plan;
  catalog::PageSide side = catalog::PageSide::after;
  Begin begin = Begin::at_end;
  // At a leg: so many leading keys equal the cursor's, the next one lies beyond it.
  std::size_t keys_equal = 0;
  RowContent content = RowContent::ids;
};
std::string page_sql(const PageShape& shape);
// Whether the rows come off an index in their order.
bool is_presorted(const PageShape& shape) noexcept;

// How many books match, counted up to parameter::limit. Needs a filter.
std::string count_sql(const FilterValues& filter, const ListPlan& plan);
// The same for one part alone.
std::string count_sql(Part part);

// Binds as many values of the cursor as the statement names.
void bind_cursor(Statement& statement, const PageShape& shape,
                 const std::vector<catalog::CursorValue>& values);

// The part of a filter that bounds the same column as this key, if any could.
bool bounds_same_column(Part part, catalog::SortKey key) noexcept;

}  // namespace sqlite
