#include "contract/sqlite_bulk_fixture.hpp"

namespace contract {
namespace {

using catalog::Direction;
using catalog::ProblemCode;
using catalog::SortKey;

class SqliteListCost : public SqliteBulk {
 protected:
  // An order whose block of equal leading keys, here the whole catalogue, has to be sorted.
  static catalog::Listing sorted() {
    catalog::Listing listing = with_title_word("igual");
    listing.order = {{SortKey::year, Direction::descending},
                     {SortKey::title, Direction::ascending},
                     {SortKey::author, Direction::ascending},
                     {}};
    return listing;
  }
  void open_with_steps(std::int64_t steps_max) {
    sqlite::Options bounded = options();
    bounded.list_steps_max = steps_max;
    open(bounded);
  }
};

TEST_F(SqliteListCost, AListThatWouldTakeTooLongIsAnsweredOverloaded) {
  load(std::vector<catalog::NewBook>(5000, new_book("Igual")));
  open_with_steps(20'000);
  const auto outcome = client().read(store::ListBooks{sorted()});
  ASSERT_FALSE(outcome.has_value());
  EXPECT_EQ(outcome.error().code, ProblemCode::overloaded);
  // The next one starts anew.
  EXPECT_EQ(list({}).books.size(), catalog::Listing{}.limit);
  EXPECT_TRUE(client().read(store::GetBook{{1}}).has_value());
  EXPECT_EQ(list(with_title_word("igual")).books.size(), catalog::Listing{}.limit);
}

// More books than hits are collected of where a walk would meet matches at every other step.
TEST_F(SqliteListCost, SortingTestsTheWordsOfNoBookByItself) {
  constexpr std::int64_t books = 50'100;
  load(std::vector<catalog::NewBook>(static_cast<std::size_t>(books), new_book("Igual")));
  open_with_steps(books * 50);  // asking the list index about a book takes 170
  EXPECT_EQ(list(sorted()).books.size(), catalog::Listing{}.limit);
}

}  // namespace
}  // namespace contract
