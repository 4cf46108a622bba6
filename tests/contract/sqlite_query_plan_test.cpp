#include "contract/sqlite_fixture.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/list_query.hpp"
#include "store/sqlite/lister.hpp"
#include "store/sqlite/statement.hpp"

namespace contract {
namespace {

using catalog::Direction;
using catalog::Sort;
using catalog::SortKey;
using sqlite::Begin;
using sqlite::FilterValues;
using sqlite::ListPlan;
using sqlite::PageShape;
using Order = std::vector<Sort>;

constexpr std::array every_key{SortKey::id,   SortKey::title,      SortKey::author,
                               SortKey::year, SortKey::created_at, SortKey::updated_at};

class SqliteQueryPlan : public SqliteTest {
 protected:
  void SetUp() override {
    maintenance();
    connection_.emplace(sqlite::ConnectionOptions{file(), sqlite::Access::read, 1 << 20, 0, {}});
  }
  void TearDown() override { connection_.reset(); }

  // The steps of the plan, one line each.
  std::string plan_of(const std::string& sql) {
    sqlite::Statement explain = connection_->prepare("EXPLAIN QUERY PLAN " + sql);
    sqlite::Query query(explain);
    std::string steps;
    while (query.step()) {
      steps.append(query->text(3)).append("\n");
    }
    return steps;
  }

  std::optional<sqlite::Connection> connection_;
};

std::vector<Order> orders() {
  std::vector<Order> made{{Sort{}}, {Sort{SortKey::id, Direction::descending}}};
  for (const SortKey first : every_key) {
    for (const Direction way : {Direction::ascending, Direction::descending}) {
      if (first == SortKey::id) {
        continue;
      }
      made.push_back({{first, way}, {SortKey::id, way}});
      made.push_back({{first, way}, {}});
      for (const SortKey second : every_key) {
        if (second != first && second != SortKey::id) {
          made.push_back({{first, way}, {second, Direction::ascending}, {}});
        }
      }
    }
  }
  return made;
}

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

catalog::Filter words_filter() {
  catalog::Filter filter;
  filter.texts = {{catalog::TextField::title, {"mar"}}};
  return filter;
}

TEST_F(SqliteQueryPlan, EveryOrderBeginsOnItsIndexAtEitherEnd) {
  const FilterValues none({});
  for (const Order& order : orders()) {
    for (const auto side : {catalog::PageSide::after, catalog::PageSide::before}) {
      const PageShape shape{order, none, {}, side};
      const std::string sql = sqlite::page_sql(shape);
      const std::string plan = plan_of(sql);
      EXPECT_FALSE(contains(plan, "TEMP B-TREE FOR ORDER BY")) << sql << "\n" << plan;
      if (order.front().key != SortKey::id) {
        EXPECT_TRUE(contains(plan, "USING COVERING INDEX keys_") ||
                    contains(plan, "USING INDEX keys_"))
            << sql << "\n"
            << plan;
      }
      if (sqlite::is_presorted(shape)) {
        EXPECT_FALSE(contains(plan, "TEMP B-TREE")) << sql << "\n" << plan;
      }
    }
  }
}

TEST_F(SqliteQueryPlan, EveryLegEntersItsIndexAtTheCursor) {
  const FilterValues none({});
  for (const Order& order : orders()) {
    for (std::size_t equal = 0; equal < order.size(); ++equal) {
      PageShape shape{order, none, {}};
      shape.begin = Begin::at_leg;
      shape.keys_equal = equal;
      const std::string sql = sqlite::page_sql(shape);
      const std::string plan = plan_of(sql);
      EXPECT_TRUE(plan.starts_with("SEARCH b USING")) << sql << "\n" << plan;
      EXPECT_FALSE(contains(plan, "TEMP B-TREE FOR ORDER BY") && equal == 0) << sql << "\n" << plan;
      if (sqlite::is_presorted(shape)) {
        EXPECT_FALSE(contains(plan, "TEMP B-TREE")) << sql << "\n" << plan;
      }
    }
  }
}

TEST_F(SqliteQueryPlan, TheLastLegOfATwoKeyOrderEntersAtTheId) {
  const FilterValues none({});
  for (const SortKey key :
       {SortKey::title, SortKey::author, SortKey::year, SortKey::created_at, SortKey::updated_at}) {
    const Order order{{key, Direction::ascending}, {}};
    PageShape shape{order, none, {}};
    shape.begin = Begin::at_leg;
    shape.keys_equal = 1;
    const std::string plan = plan_of(sqlite::page_sql(shape));
    EXPECT_TRUE(contains(plan, "=? AND rowid>?)")) << plan;
  }
}

TEST_F(SqliteQueryPlan, ACursorAndAYearBoundEnterTheIndexAtTheCursor) {
  catalog::Filter filter;
  filter.year_min = 1900;
  filter.year_max = 1999;
  const FilterValues years(filter);
  for (const Direction way : {Direction::ascending, Direction::descending}) {
    const Order order{{SortKey::year, way}, {SortKey::id, way}};
    PageShape shape{order, years, {}};
    shape.begin = Begin::at_leg;
    const std::string sql = sqlite::page_sql(shape);
    EXPECT_TRUE(
        contains(sql, way == Direction::ascending ? "+b.year_key >= ?5" : "+b.year_key <= ?6"));
    EXPECT_TRUE(contains(plan_of(sql), "keys_year (year_key>? AND year_key<?)")) << plan_of(sql);
  }
}

TEST_F(SqliteQueryPlan, WordsComeInTheOrderOfIdsWithoutSorting) {
  const FilterValues words(words_filter());
  for (const Direction way : {Direction::ascending, Direction::descending}) {
    const Order order{{SortKey::id, way}};
    for (const Begin begin : {Begin::at_end, Begin::at_leg}) {
      PageShape shape{order, words, {ListPlan::Lead::words}};
      shape.begin = begin;
      const std::string plan = plan_of(sqlite::page_sql(shape));
      EXPECT_FALSE(contains(plan, "TEMP B-TREE")) << plan;
      EXPECT_TRUE(contains(plan, "VIRTUAL TABLE INDEX")) << plan;
    }
  }
}

TEST_F(SqliteQueryPlan, EveryPartOfAFilterCountsOnAnIndex) {
  for (const sqlite::Part part : {sqlite::Part::isbn, sqlite::Part::words, sqlite::Part::year,
                                  sqlite::Part::language, sqlite::Part::updated}) {
    const std::string plan = plan_of(sqlite::count_sql(part));
    EXPECT_TRUE(contains(plan, "INDEX") || contains(plan, "PRIMARY KEY")) << plan;
    EXPECT_FALSE(contains(plan, "SCAN book_keys")) << plan;
  }
}

TEST_F(SqliteQueryPlan, APartThatLeadsFetchesItsBooksById) {
  catalog::Filter filter = words_filter();
  filter.language = "pt";
  filter.year = 1999;
  filter.updated_since = base::Instant{};
  filter.isbn = isbn("9788535914849");
  filter.ids = {{1}, {2}};
  const FilterValues all(filter);
  const Order order{{SortKey::title, Direction::ascending}, {}};
  for (const sqlite::Part part : all.parts()) {
    const PageShape shape{order, all, {ListPlan::Lead::part, part}};
    const std::string plan = plan_of(sqlite::page_sql(shape));
    EXPECT_TRUE(contains(plan, "SEARCH b USING INTEGER PRIMARY KEY (rowid=?)")) << plan;
  }
}

TEST_F(SqliteQueryPlan, CompiledShapesAreBounded) {
  connection_.reset();
  sqlite::Connection connection({file(), sqlite::Access::read, 1 << 20, 0, {}});
  sqlite::StatementCache cache(connection);
  for (std::size_t i = 0; i < 3 * sqlite::StatementCache::statements_max; ++i) {
    cache.get("SELECT " + std::to_string(i));
    cache.get("SELECT 'often'");
  }
  EXPECT_EQ(cache.size(), sqlite::StatementCache::statements_max);
  sqlite::Query query(cache.get("SELECT 0"));
  EXPECT_TRUE(query.step());
}

}  // namespace
}  // namespace contract
