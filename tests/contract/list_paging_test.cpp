#include <algorithm>
#include <set>

#include "catalog/sort_key.hpp"
#include "contract/catalogue_model.hpp"
#include "contract/search_fixture.hpp"

namespace contract {
namespace {

using catalog::Cursor;
using catalog::Direction;
using catalog::Filter;
using catalog::Listing;
using catalog::PageSide;
using catalog::Sort;
using catalog::SortKey;
using Order = std::vector<Sort>;

constexpr Sort up(SortKey key) { return {key, Direction::ascending}; }
constexpr Sort down(SortKey key) { return {key, Direction::descending}; }

std::vector<Order> orders_under_test() {
  const Sort by_id{};
  std::vector<Order> orders{{by_id}, {down(SortKey::id)}};
  for (const SortKey key :
       {SortKey::title, SortKey::author, SortKey::year, SortKey::created_at, SortKey::updated_at}) {
    for (const Sort id : {by_id, down(SortKey::id)}) {
      orders.push_back({up(key), id});
      orders.push_back({down(key), id});
    }
  }
  for (const Order& several : {
           Order{up(SortKey::author), up(SortKey::title), by_id},
           Order{up(SortKey::author), down(SortKey::year), by_id},
           Order{down(SortKey::author), down(SortKey::title), down(SortKey::id)},
           Order{down(SortKey::year), up(SortKey::title), by_id},
           Order{up(SortKey::year), up(SortKey::author), down(SortKey::title), by_id},
           Order{up(SortKey::title), down(SortKey::created_at), by_id},
           Order{down(SortKey::updated_at), up(SortKey::title), down(SortKey::id)},
           Order{up(SortKey::created_at), up(SortKey::year), up(SortKey::author),
                 up(SortKey::title), up(SortKey::updated_at), by_id},
       }) {
    orders.push_back(several);
  }
  return orders;
}

std::string text_of(const Order& order) {
  constexpr std::array names{"id", "title", "author", "year", "created", "updated"};
  std::string name;
  for (const Sort& sort : order) {
    name += sort.direction == Direction::descending ? " -" : " ";
    name += names[static_cast<std::size_t>(sort.key)];
  }
  return name;
}

class PageThrough : public SearchTest {
 protected:
  // Books that share many values; some were changed, deleted or restored since they were made.
  void fill(std::size_t books) {
    FewValuedBooks random(20260501);
    for (std::size_t i = 0; i < books; ++i) {
      clock().advance(std::chrono::milliseconds(random.below(2)));
      const catalog::Book book = created(random.next());
      if (random.below(5) == 0) {
        model_.add(done(store::Replace{book.id, new_book(random.next())}).book);
      } else if (random.below(8) == 0) {
        done(store::Remove{book.id});
      } else if (random.below(12) == 0) {
        done(store::Remove{book.id});
        model_.add(done(store::Restore{book.id, {1}}).book);
      } else {
        model_.add(book);
      }
    }
  }

  std::vector<Filter> filters_under_test() {
    std::vector<Filter> filters(9);
    filters[1].texts = {{catalog::TextField::title, {"mar"}}};
    filters[2].year_min = 1996;
    filters[2].year_max = 1998;
    filters[3].language = "pt";
    filters[4].updated_since = model_.books()[model_.books().size() / 2].updated_at;
    filters[5].isbn = isbn("9788535914849");
    for (const catalog::Book& book : model_.books()) {
      if (book.id.value % 3 == 0) {
        filters[6].ids.push_back(book.id);
      }
    }
    filters[7].texts = {{catalog::TextField::author, {"o"}}};
    filters[7].language = "pt";
    filters[7].year_min = 1995;
    filters[8] = filters[4];
    filters[8].ids = filters[6].ids;
    filters[8].texts = {{catalog::TextField::title, {"o"}}};
    return filters;
  }

  void expect_every_filter() {
    fill(90);
    std::size_t number = 0;
    for (const Filter& filter : filters_under_test()) {
      SCOPED_TRACE("filter " + std::to_string(number++));
      ASSERT_FALSE(model_.list(filter, {{}}).empty());
      for (const Order& order : orders_under_test()) {
        SCOPED_TRACE(text_of(order));
        Listing listing;
        listing.filter = filter;
        listing.order = order;
        listing.limit = 6;
        ASSERT_NO_FATAL_FAILURE(expect_pages(listing));
      }
    }
  }

  void expect_pages(const Listing& start) {
    const std::vector<catalog::Book> expected = model_.list(start.filter, start.order);
    Listing listing = start;
    std::size_t position = 0;
    while (true) {
      const Page page = list(listing);
      ASSERT_NO_FATAL_FAILURE(expect_slice(page, expected, position, start.limit));
      position += page.books.size();
      if (!page.next) {
        break;
      }
      listing.cursor = page.next;
    }
    ASSERT_EQ(position, expected.size());
    expect_pages_backwards(start, expected);
  }

  void expect_pages_backwards(const Listing& start, const std::vector<catalog::Book>& expected) {
    if (expected.empty()) {
      return;
    }
    // From behind the last book towards the first.
    Listing listing = start;
    listing.cursor = Cursor{PageSide::before, catalog::cursor_values(expected.back(), start.order)};
    std::size_t end = expected.size() - 1;
    while (true) {
      const Page page = list(listing);
      ASSERT_LE(page.books.size(), end);
      ASSERT_NO_FATAL_FAILURE(
          expect_slice(page, expected, end - page.books.size(), std::min(start.limit, end)));
      end -= page.books.size();
      if (!page.previous) {
        break;
      }
      listing.cursor = page.previous;
    }
    ASSERT_EQ(end, 0U);
  }

  void expect_slice(const Page& page, const std::vector<catalog::Book>& expected,
                    std::size_t position, std::size_t most) {
    const std::size_t count = std::min(most, expected.size() - position);
    ASSERT_EQ(page.books.size(), count);
    for (std::size_t i = 0; i < count; ++i) {
      ASSERT_EQ(page.books[i], expected[position + i]) << "at " << position + i;
    }
    if (count > 0) {
      ASSERT_EQ(page.next.has_value(), position + count < expected.size());
      ASSERT_EQ(page.previous.has_value(), position > 0);
    }
  }

  CatalogueModel model_;
};
INSTANTIATE_TEST_SUITE_P(Stores, PageThrough, testing::ValuesIn(stores_under_test()), name_of);

TEST_P(PageThrough, EveryOrderBothWaysAgreesWithTheModel) {
  fill(120);
  for (const Order& order : orders_under_test()) {
    SCOPED_TRACE(text_of(order));
    for (const std::size_t limit : {1U, 7U, 50U}) {
      Listing listing;
      listing.order = order;
      listing.limit = limit;
      ASSERT_NO_FATAL_FAILURE(expect_pages(listing)) << limit;
    }
  }
}

TEST_P(PageThrough, EveryFilterInEveryOrderAgreesWithTheModel) { expect_every_filter(); }

TEST_P(PageThrough, NothingIsSaidOfASearchThatWasNone) {
  const catalog::Book book = created(fields("Mar morto", "Jorge Amado"));
  EXPECT_EQ(found("mar"), (Ids{book.id.value}));
  Listing listing;
  listing.filter.texts = {{catalog::TextField::title, {"mar"}}};
  for (const SortKey key : {SortKey::id, SortKey::title}) {
    listing.order = {up(key)};
    if (key != SortKey::id) {
      listing.order.emplace_back();
    }
    listing.counting = catalog::Counting::total;
    const Page page = list(listing);
    EXPECT_EQ(ids_of(page.books), (Ids{book.id.value}));
    EXPECT_EQ(page.total, 1U);
    EXPECT_EQ(page.total_is, Page::Total::exact);
    EXPECT_FALSE(page.search.has_value());
  }
}

TEST_P(PageThrough, EveryYearBoundWithEveryCursorAgreesWithTheModel) {
  fill(60);
  for (const Order& order : {Order{up(SortKey::year), {}}, Order{down(SortKey::year), {}}}) {
    for (std::int32_t bound = 1994; bound <= 2001; ++bound) {
      Listing listing;
      listing.order = order;
      listing.limit = 3;
      listing.filter.year_min = bound;
      ASSERT_NO_FATAL_FAILURE(expect_pages(listing));
      listing.filter = {};
      listing.filter.year_max = bound;
      ASSERT_NO_FATAL_FAILURE(expect_pages(listing));
    }
  }
}

TEST_P(PageThrough, AnEmptyCatalogueHasOneEmptyPage) {
  for (const Order& order : orders_under_test()) {
    Listing listing;
    listing.order = order;
    const Page page = list(listing);
    EXPECT_TRUE(page.books.empty());
    EXPECT_FALSE(page.next || page.previous);
  }
}

TEST_P(PageThrough, PastTheEndIsEmptyAndLeadsBackToTheLastBook) {
  fill(20);
  for (const Order& order : orders_under_test()) {
    SCOPED_TRACE(text_of(order));
    const auto expected = model_.list({}, order);
    for (const PageSide side : {PageSide::after, PageSide::before}) {
      const bool forwards = side == PageSide::after;
      const catalog::Book& edge = forwards ? expected.back() : expected.front();
      Listing listing;
      listing.order = order;
      listing.limit = 1;
      listing.cursor = Cursor{side, catalog::cursor_values(edge, order)};
      const Page past = list(listing);
      EXPECT_TRUE(past.books.empty());
      EXPECT_FALSE(forwards ? past.next : past.previous);
      const auto back = forwards ? past.previous : past.next;
      ASSERT_TRUE(back.has_value());
      listing.cursor = back;
      EXPECT_EQ(ids_of(list(listing).books), ids_of({edge}));
    }
  }
}

TEST_P(PageThrough, ACursorWhoseBookIsGoneStillMarksItsPlace) {
  fill(30);
  for (const Order& order : {Order{up(SortKey::title), {}}, Order{down(SortKey::year), {}}}) {
    const auto expected = model_.list({}, order);
    const catalog::Book& middle = expected[expected.size() / 2];
    done(store::Remove{middle.id});
    model_.remove(middle.id);
    Listing listing;
    listing.order = order;
    listing.limit = 3;
    listing.cursor = Cursor{PageSide::after, catalog::cursor_values(middle, order)};
    const auto rest = model_.list({}, order);
    const auto next = std::find_if(rest.begin(), rest.end(), [&](const catalog::Book& book) {
      return comes_before(middle, book, order);
    });
    EXPECT_EQ(ids_of(list(listing).books), ids_of(std::vector<catalog::Book>(next, next + 3)));
  }
}

TEST_P(PageThrough, BooksThatStayAreSeenOnceHoweverManyComeAndGo) {
  fill(100);
  const Order order{up(SortKey::title), {}};
  FewValuedBooks random(3);
  std::set<std::int64_t> doomed;
  for (const catalog::Book& book : model_.books()) {
    if (book.id.value % 4 == 0) {
      doomed.insert(book.id.value);
    }
  }
  std::vector<std::int64_t> stayed;
  for (const catalog::Book& book : model_.list({}, order)) {
    if (!doomed.contains(book.id.value)) {
      stayed.push_back(book.id.value);
    }
  }
  const std::int64_t last_before = model_.books().back().id.value;
  std::vector<std::int64_t> seen;
  auto next_doomed = doomed.begin();
  Listing listing;
  listing.order = order;
  listing.limit = 5;
  do {
    const Page page = list(listing);
    for (const catalog::Book& book : page.books) {
      if (book.id.value <= last_before && !doomed.contains(book.id.value)) {
        seen.push_back(book.id.value);
      }
    }
    listing.cursor = page.next;
    created(random.next());
    if (next_doomed != doomed.end()) {
      done(store::Remove{{*next_doomed++}});
    }
  } while (listing.cursor);
  EXPECT_EQ(seen, stayed);
}

TEST_P(PageThrough, TheGreatestLimitIsServed) {
  fill(30);
  Listing listing;
  listing.limit = catalog::list_limit_max;
  EXPECT_EQ(list(listing).books.size(), model_.books().size());
}

// ---- as many ids as a list may name ------------------------------------------------------------

class PageThroughManyIds : public PageThrough {
 protected:
  struct Placed {
    std::vector<catalog::CursorValue> position;
    const catalog::Book* book;
  };

  void fill_at_once(std::size_t books) {
    FewValuedBooks random(20260502);
    std::size_t answered = 0;
    for (std::size_t i = 0; i < books; ++i) {
      clock().advance(std::chrono::milliseconds(random.below(2)));
      client().session().write({store::Create{new_book(random.next())}, {}, {}, {}},
                               [&](const store::WriteOutcome& outcome) {
                                 ASSERT_TRUE(outcome.has_value());
                                 model_.add(book_of(outcome->book));
                                 ++answered;
                               });
      client().loop().run_until([&] { return i + 1 - answered < 1000; });
    }
    client().loop().run_until([&] { return answered == books; });
  }
  // Nearly all books, and some that are not there.
  void ask_for_most() {
    for (const catalog::Book& book : model_.books()) {
      if (book.id.value % 31 != 0) {
        asked_.push_back(book.id);
      }
    }
    asked_.push_back({1'000'000});
  }
  std::vector<Placed> expected(const Order& order) const {
    std::vector<Placed> placed;
    for (const catalog::Book& book : model_.books()) {
      if (book.id.value % 31 != 0) {
        placed.push_back({catalog::cursor_values(book, order), &book});
      }
    }
    std::sort(placed.begin(), placed.end(), [&](const Placed& left, const Placed& right) {
      for (std::size_t key = 0; key < order.size(); ++key) {
        if (left.position[key] != right.position[key]) {
          const bool is_less = left.position[key] < right.position[key];
          return is_less == (order[key].direction == Direction::ascending);
        }
      }
      return false;
    });
    return placed;
  }
  void expect_page(const Page& page, const std::vector<Placed>& placed, std::size_t position,
                   std::size_t count) {
    ASSERT_EQ(page.books.size(), count);
    for (std::size_t i = 0; i < count; ++i) {
      ASSERT_EQ(page.books[i], *placed[position + i].book) << "at " << position + i;
    }
    EXPECT_EQ(page.next.has_value(), position + count < placed.size());
    EXPECT_EQ(page.previous.has_value(), position > 0);
  }

  std::vector<catalog::BookId> asked_;
};
INSTANTIATE_TEST_SUITE_P(Stores, PageThroughManyIds, testing::ValuesIn(stores_under_test()),
                         name_of);

TEST_P(PageThroughManyIds, InEveryOrderBeginAtEitherEndOrInTheMiddle) {
  fill_at_once(catalog::listed_ids_max);
  ask_for_most();
  for (const Order& order : orders_under_test()) {
    SCOPED_TRACE(text_of(order));
    const std::vector<Placed> placed = expected(order);
    const std::size_t middle = placed.size() / 2;
    Listing listing;
    listing.filter.ids = asked_;
    listing.order = order;
    listing.limit = 20;
    ASSERT_NO_FATAL_FAILURE(expect_page(list(listing), placed, 0, 20));
    listing.cursor = Cursor{PageSide::after, placed[middle].position};
    ASSERT_NO_FATAL_FAILURE(expect_page(list(listing), placed, middle + 1, 20));
    listing.cursor->side = PageSide::before;
    ASSERT_NO_FATAL_FAILURE(expect_page(list(listing), placed, middle - 20, 20));
    listing.cursor = Cursor{PageSide::before, placed[20].position};
    ASSERT_NO_FATAL_FAILURE(expect_page(list(listing), placed, 0, 20));
  }
}

}  // namespace
}  // namespace contract
