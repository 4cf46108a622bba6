#include <gtest/gtest.h>

#include "store/postgres/list_sql.hpp"
#include "store/sqlite/list_query.hpp"

namespace store_list_sql_test {
namespace {

// search::Store gives it, over stores that know nothing of it.
TEST(ListSql, HasNoOrderByRelevance) {
  catalog::Listing listing;
  listing.order = {{catalog::SortKey::relevance, catalog::Direction::ascending}, {}};
  EXPECT_DEATH((void)postgres::list_statements(listing), "list_sql.cpp");
  const sqlite::FilterValues filter(listing.filter);
  EXPECT_DEATH((void)sqlite::page_sql({listing.order, filter, {}}), "list_query.cpp");
}

TEST(ListSql, TakesAsManyIdsAsASearchMayHandOverAndNoMore) {
  catalog::Listing listing;
  listing.filter.ids.resize(store::filter_ids_max);
  EXPECT_FALSE(postgres::list_statements(listing).empty());
  listing.filter.ids.push_back({});
  EXPECT_DEATH((void)postgres::list_statements(listing), "list_sql.cpp");
}

}  // namespace
}  // namespace store_list_sql_test
