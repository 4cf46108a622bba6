#include <algorithm>
#include <numeric>

#include "catalog/limits.hpp"
#include "catalog/sort_key.hpp"
#include "contract/search_fixture.hpp"
#include "store/page_budget.hpp"

namespace contract {
namespace {

using catalog::BookId;
using catalog::Listing;
using catalog::PageSide;
using catalog::SortKey;

// Two full pages and a half.
constexpr std::size_t books = 45;

std::string repeated(std::size_t bytes) {
  std::string text;
  while (text.size() < bytes) {
    text.append("𐄷");
  }
  return text;
}

// About as long as a book may be: 240 KB, of which the index keeps nothing. Eighteen fill a page.
catalog::BookFields long_book(std::size_t number) {
  static const std::string synopsis = repeated(4 * catalog::limits::synopsis_max);
  static const std::string note = repeated(4 * catalog::limits::note_max);
  catalog::BookFields book = fields("Enciclopédia " + std::to_string(100 + number));
  book.synopsis = synopsis;
  book.notes.assign(catalog::limits::notes_max, note);
  return book;
}

std::size_t bytes_of(const Page& page) {
  std::size_t bytes = 0;
  for (const catalog::Book& book : page.books) {
    bytes += book.fields->synopsis.size();
    for (const std::string& note : book.fields->notes) {
      bytes += note.size();
    }
  }
  return bytes;
}

class LongBooks : public SearchTest {
 protected:
  void add_books(std::size_t count) {
    for (std::size_t number = 0; number < count; ++number) {
      done(store::Create{new_book(long_book(number)), {}});
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
  add_books(books);
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
  add_books(11);
  Listing listing;
  listing.limit = 10;
  EXPECT_EQ(page(listing).books.size(), 10U);
}

TEST_P(LongBooks, FoundByASearchEndAPageEarly) {
  add_books(books);
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
  add_books(1);
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
