#include <algorithm>
#include <chrono>
#include <numeric>

#include "catalog/sort_key.hpp"
#include "contract/search_fixture.hpp"
#include "store/page_budget.hpp"

namespace contract {
namespace {

using catalog::BookId;
using catalog::Listing;
using catalog::PageSide;
using catalog::SortKey;

// More than PostgreSQL sends for one page (postgres/list_sql.cpp).
constexpr std::size_t books = 80;

// About as long as a book may be: 240 KB. Twenty fill a page.
catalog::BookFields long_book(std::size_t number) {
  catalog::BookFields book = fields("Enciclopédia " + std::to_string(100 + number));
  for (std::size_t i = 0; i < 100; ++i) {
    std::string name = std::to_string(i);
    while (name.size() < 1800) {
      name.append("𐄷");
    }
    book.contributors.push_back({std::move(name), "aut"});
  }
  while (book.synopsis.size() < 60'000) {
    book.synopsis.append("𐄷");
  }
  return book;
}

std::size_t bytes_of(const Page& page) {
  std::size_t bytes = 0;
  for (const catalog::Book& book : page.books) {
    bytes += book.fields->synopsis.size();
    for (const catalog::Contributor& one : book.fields->contributors) {
      bytes += one.name.size();
    }
  }
  return bytes;
}

class LongBooks : public SearchTest {
 protected:
  void SetUp() override {
    SearchTest::SetUp();
    for (std::size_t number = 0; number < books; ++number) {
      done(store::Create{new_book(long_book(number)), {}});
    }
    await_index();
  }
  // Such books take the index seconds, more than a read waits for it on a busy machine.
  void await_index() {
    constexpr std::chrono::seconds patience{60};
    const auto until = std::chrono::steady_clock::now() + patience;
    Listing one_book;
    one_book.order = {{SortKey::title}, {}};
    one_book.limit = 1;
    while (!client().read(search::ListBooks{one_book}) &&
           std::chrono::steady_clock::now() < until) {
    }
  }
  // The ids of every page in turn, from one end of the order to the other.
  Ids walked(Listing listing, PageSide side) {
    Ids ids;
    std::size_t pages = 0;
    for (;;) {
      Page one = page(listing);
      EXPECT_LE(bytes_of(one), store::page_bytes_max + 300'000);
      EXPECT_FALSE(one.books.empty());
      Ids here = ids_of(one.books);
      ids.insert(side == PageSide::after ? ids.end() : ids.begin(), here.begin(), here.end());
      auto& ahead = side == PageSide::after ? one.next : one.previous;
      if (!ahead || ++pages > books) {
        return ids;
      }
      listing.cursor = std::move(ahead);
    }
  }
  static Ids every() {
    Ids ids(books);
    std::iota(ids.begin(), ids.end(), 1);
    return ids;
  }
};
INSTANTIATE_TEST_SUITE_P(Stores, LongBooks, testing::ValuesIn(stores_under_test()), name_of);

TEST_P(LongBooks, EndAPageEarlyThatSaysWhereToGoOn) {
  for (const SortKey key : {SortKey::id, SortKey::title, SortKey::year}) {
    Listing listing;
    listing.limit = catalog::list_limit_max;
    listing.order = {{key}, {}};
    if (key == SortKey::id) {
      listing.order = {{}};
    }
    const Page first = page(listing);
    EXPECT_LT(first.books.size(), books);
    EXPECT_GT(bytes_of(first), store::page_bytes_max - 300'000);
    EXPECT_EQ(walked(listing, PageSide::after), every());
    listing.cursor = {PageSide::before, catalog::cursor_values(get({books}), listing.order)};
    Ids before = walked(listing, PageSide::before);
    before.push_back(books);
    EXPECT_EQ(before, every());
  }
}

TEST_P(LongBooks, AreAWholePageWhenTheyFit) {
  Listing listing;
  listing.limit = 10;
  EXPECT_EQ(page(listing).books.size(), 10U);
}

TEST_P(LongBooks, FoundByASearchEndAPageEarly) {
  for (const SortKey key : {SortKey::relevance, SortKey::id, SortKey::title}) {
    Listing listing;
    listing.search = catalog::parse_search("enciclopedia");
    listing.limit = catalog::list_limit_max;
    listing.order = {{key}, {}};
    if (key == SortKey::id) {
      listing.order = {{}};
    }
    EXPECT_LT(page(listing).books.size(), books);
    EXPECT_EQ(walked(listing, PageSide::after), every());
    listing.cursor = page(listing).next;
    ASSERT_TRUE(listing.cursor);
    while (listing.cursor) {
      Page one = page(listing);
      if (!one.next) {
        listing.cursor = one.previous;
        break;
      }
      listing.cursor = one.next;
    }
    ASSERT_TRUE(listing.cursor);
    const Ids before = walked(listing, PageSide::before);
    EXPECT_TRUE(std::equal(before.begin(), before.end(), every().begin()));
    EXPECT_GT(before.size(), books / 2);
  }
}

TEST_P(LongBooks, EndAPageOfTheirVersionsEarly) {
  const BookId id{1};
  for (std::size_t number = 1; number <= 25; ++number) {
    done(store::Replace{id, new_book(long_book(number))});
  }
  const auto outcome = client().read(store::ListVersions{id});
  const auto& first = std::get<store::History>(outcome->value);
  EXPECT_EQ(first.end, store::End::more);
  EXPECT_LT(first.entries.size(), 25U);
  const auto rest = client().read(store::ListVersions{id, first.entries.back().version});
  EXPECT_EQ(std::get<store::History>(rest->value).end, store::End::reached);
  EXPECT_EQ(std::get<store::History>(rest->value).entries.size() + first.entries.size(), 26U);
}

}  // namespace
}  // namespace contract
