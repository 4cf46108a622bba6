// Lists in every order, with and without filters, against std::sort over the books themselves.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <limits>
#include <map>
#include <random>

#include "catalog/sort_key.hpp"
#include "search/index/index.hpp"
#include "search/index/segment_writer.hpp"
#include "search/query/search_request.hpp"

namespace search_ordered_list_test {
namespace {

using catalog::Book, catalog::Cursor, catalog::Direction, catalog::Listing, catalog::PageSide;
using catalog::Sort, catalog::SortKey;
using search::Index;
using Ids = std::vector<std::int64_t>;
using Order = std::vector<Sort>;

constexpr Sort up(SortKey key) { return {key, Direction::ascending}; }
constexpr Sort down(SortKey key) { return {key, Direction::descending}; }

std::vector<Order> orders() {
  std::vector<Order> all;
  constexpr std::array keys{SortKey::title, SortKey::author, SortKey::year, SortKey::created_at,
                            SortKey::updated_at};
  for (const Direction last : {Direction::ascending, Direction::descending}) {
    const Sort id{SortKey::id, last};
    all.push_back({id});
    for (const Direction first : {Direction::ascending, Direction::descending}) {
      for (const SortKey key : keys) {
        all.push_back({{key, first}, id});
        for (const SortKey second : keys) {
          if (second != key) {
            all.push_back({{key, first}, {second, last}, id});
          }
        }
      }
      all.push_back({{SortKey::year, first}, up(SortKey::author), down(SortKey::title), id});
    }
  }
  return all;
}

std::string text_of(const Order& order) {
  constexpr std::array names{"id", "title", "author", "year", "created", "updated"};
  std::string name;
  for (const Sort& sort : order) {
    name += sort.direction == Direction::descending ? " -" : " ";
    name += names.at(static_cast<std::size_t>(sort.key));
  }
  return name;
}

// Few values, so that many books are equal in some key, and titles of every kind.
class Catalogue {
 public:
  explicit Catalogue(std::uint64_t seed) : random_(seed) {}

  // Up to 40 books made, changed or deleted at once.
  void step() {
    std::map<std::int64_t, Book> changed;
    std::vector<catalog::BookId> gone;
    for (std::size_t n = below(40) + 1; n > 0; --n) {
      const auto id = static_cast<std::int64_t>(below(400) + 1);
      if (living.contains(id) && !changed.contains(id) && below(3) == 0) {
        living.erase(id);
        gone.push_back({id});
      } else if (std::find(gone.begin(), gone.end(), catalog::BookId{id}) == gone.end()) {
        changed[id] = living[id] = book(id);
      }
    }
    std::vector<Book> books;
    for (const auto& [id, one] : changed) {
      books.push_back(one);
    }
    index.apply({books, gone, {++now_}});
  }

  Ids sorted(const Order& order, const std::function<bool(const Book&)>& is_hit) const {
    std::vector<std::pair<std::vector<catalog::CursorValue>, std::int64_t>> all;
    for (const auto& [id, one] : living) {
      if (is_hit(one)) {
        all.emplace_back(catalog::cursor_values(one, order), id);
      }
    }
    std::sort(all.begin(), all.end(), [&](const auto& left, const auto& right) {
      for (std::size_t key = 0; key < order.size(); ++key) {
        if (left.first[key] != right.first[key]) {
          return (left.first[key] < right.first[key]) ==
                 (order[key].direction == Direction::ascending);
        }
      }
      return false;
    });
    Ids ids;
    for (const auto& one : all) {
      ids.push_back(one.second);
    }
    return ids;
  }
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_() % bound); }

  Index index;
  std::map<std::int64_t, Book> living;

 private:
  Book book(std::int64_t id) {
    static const std::vector<std::string> titles{
        "O mar",
        "Mar",
        "mar",
        "Mares",
        "A casa",
        "Casa",
        "Um",
        "!!!",
        "紅樓夢",
        "紅 樓夢",
        "L'air",
        "O " + std::string(150, 'x') + " " + std::string(90, 'y'),
        std::string(300, 'z'),
        std::string(199, 'w') + " fim",
        std::string(120, 'v') + ' ' + std::string(85, 'v')};
    static const std::vector<std::string> authors{"Ana", "ana", "Zé", "…", "Ana Sá", "Bia"};
    Book made;
    made.id = {id};
    made.version = {1};
    made.fields.edit().title = titles[below(titles.size())];
    if (below(3) != 0) {
      made.fields.edit().author = authors[below(authors.size())];
    }
    if (below(3) != 0) {
      made.fields.edit().year = static_cast<std::int32_t>(below(5)) - 2;
    }
    made.fields.edit().language = below(2) == 0 ? "fr" : "";
    made.created_at = base::Instant(std::chrono::milliseconds(below(20)));
    made.updated_at = made.created_at + std::chrono::milliseconds(below(3));
    return made;
  }

  std::mt19937_64 random_;
  std::int64_t now_ = 0;
};

struct PageOfIds {
  Ids ids;
  std::optional<Cursor> next;
  std::optional<Cursor> previous;
  std::optional<std::uint64_t> total;
};

PageOfIds page(const Index& index, const Listing& listing) {
  search::SearchRequest search(index.snapshot(), listing.search, listing.filter,
                               search::filter_budgets(index.snapshot()->books()));
  const auto found = search.page(listing);
  EXPECT_FALSE(search.is_exhausted());
  PageOfIds got{{}, found.page.next, found.page.previous, found.page.total};
  for (const catalog::BookId id : found.ids()) {
    got.ids.push_back(id.value);
  }
  return got;
}

void expect_pages(const Index& index, Listing listing, const Ids& expected) {
  Ids all;
  for (;;) {
    const PageOfIds got = page(index, listing);
    ASSERT_LE(got.ids.size(), listing.limit);
    ASSERT_EQ(got.previous.has_value(), listing.cursor.has_value());
    ASSERT_EQ(got.total, expected.size());
    all.insert(all.end(), got.ids.begin(), got.ids.end());
    listing.cursor = got.next;
    if (!listing.cursor) {
      break;
    }
  }
  ASSERT_EQ(all, expected);
  if (expected.empty()) {
    return;
  }
  // Back from the last page's beginning, which is where it was.
  listing.limit += 2;
  listing.cursor = std::nullopt;
  PageOfIds got = page(index, listing);
  while (got.next) {
    listing.cursor = got.next;
    got = page(index, listing);
  }
  Ids back = got.ids;
  while (got.previous) {
    listing.cursor = got.previous;
    got = page(index, listing);
    ASSERT_LE(got.ids.size(), listing.limit);
    back.insert(back.begin(), got.ids.begin(), got.ids.end());
  }
  ASSERT_EQ(back, expected);
}

TEST(OrderedList, EveryOrderBothWaysOverSeveralSegmentsAgreesWithASort) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    Catalogue catalogue(seed);
    for (int step = 0; step < 30; ++step) {
      catalogue.step();
    }
    ASSERT_GT(catalogue.index.snapshot()->segments.size(), 1U);
    for (const Order& order : orders()) {
      SCOPED_TRACE(text_of(order));
      Listing listing;
      listing.order = order;
      listing.counting = catalog::Counting::total;
      for (const std::size_t limit : {1U, 7U, 300U}) {
        listing.limit = limit;
        ASSERT_NO_FATAL_FAILURE(expect_pages(catalogue.index, listing,
                                             catalogue.sorted(order, [](auto&&) { return true; })));
      }
    }
  }
}

TEST(OrderedList, EveryFilterInEveryOrderAgreesWithASort) {
  Catalogue catalogue(4);
  for (int step = 0; step < 30; ++step) {
    catalogue.step();
  }
  std::vector<std::pair<catalog::Filter, std::function<bool(const Book&)>>> filters(4);
  filters[0].first.year = 1;
  filters[0].second = [](const Book& one) { return one.fields->year == 1; };
  filters[1].first.year_min = 0;
  filters[1].first.language = "fr";
  filters[1].second = [](const Book& one) {
    return one.fields->year.value_or(-9) >= 0 && one.fields->language == "fr";
  };
  filters[2].first.updated_since = base::Instant(std::chrono::milliseconds(15));
  filters[2].second = [](const Book& one) {
    return one.updated_at >= base::Instant(std::chrono::milliseconds(15));
  };
  filters[3].first.ids = {{3}, {7}, {50}, {51}, {52}, {90}, {200}, {333}, {999}};
  filters[3].second = [ids = filters[3].first.ids](const Book& one) {
    return std::find(ids.begin(), ids.end(), one.id) != ids.end();
  };
  for (const auto& [filter, is_hit] : filters) {
    for (const Order& order : orders()) {
      SCOPED_TRACE(text_of(order));
      Listing listing;
      listing.filter = filter;
      listing.order = order;
      listing.limit = 6;
      listing.counting = catalog::Counting::total;
      ASSERT_NO_FATAL_FAILURE(
          expect_pages(catalogue.index, listing, catalogue.sorted(order, is_hit)));
    }
  }
}

TEST(OrderedList, ACursorWhoseBookIsGoneOrChangedMarksItsPlace) {
  Catalogue catalogue(5);
  for (int step = 0; step < 20; ++step) {
    catalogue.step();
  }
  for (const Order& order : orders()) {
    SCOPED_TRACE(text_of(order));
    const Ids before = catalogue.sorted(order, [](auto&&) { return true; });
    const std::int64_t middle = before[before.size() / 2];
    Listing listing;
    listing.order = order;
    listing.limit = 5;
    listing.cursor =
        Cursor{PageSide::after, catalog::cursor_values(catalogue.living.at(middle), order)};
    const PageOfIds here = page(catalogue.index, listing);
    const auto at = before.begin() + static_cast<std::ptrdiff_t>(before.size() / 2) + 1;
    ASSERT_EQ(here.ids, Ids(at, at + 5));
    const std::vector<catalog::BookId> gone{{middle}};
    catalogue.index.apply({{}, gone, {1000}});
    catalogue.living.erase(middle);
    ASSERT_EQ(page(catalogue.index, listing).ids, here.ids);
    listing.cursor->side = PageSide::before;
    ASSERT_EQ(page(catalogue.index, listing).ids, Ids(at - 6, at - 1));
  }
}

TEST(OrderedList, APositionThatNoBookEverHadIsOne) {
  Catalogue catalogue(6);
  catalogue.step();
  for (const Order& order : orders()) {
    for (const PageSide side : {PageSide::after, PageSide::before}) {
      for (const std::int64_t number :
           {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()}) {
        Cursor cursor{side, {}};
        for (const Sort& sort : order) {
          const bool is_text = sort.key == SortKey::title || sort.key == SortKey::author;
          cursor.values.push_back(is_text
                                      ? catalog::CursorValue(number > 0 ? "\xF4\x8F\xBF\xBF" : "")
                                      : catalog::CursorValue(number));
        }
        Listing listing;
        listing.order = order;
        listing.cursor = cursor;
        listing.limit = 500;
        const bool is_low = number < 0;
        const bool is_up = order.front().direction == Direction::ascending;
        const bool is_all = (is_low == is_up) == (side == PageSide::after);
        const std::size_t got = page(catalogue.index, listing).ids.size();
        if (order.front().key != SortKey::title && order.front().key != SortKey::author) {
          EXPECT_EQ(got, is_all ? catalogue.living.size() : 0U) << text_of(order);
        }
      }
    }
  }
}

// ---- how much work a page may be

constexpr std::int64_t many = 60'000;

// In two segments: many books "A", then some "Z", which alone have the subject.
const Index& one_subject_at_the_end() {
  static const Index index = [] {
    search::SegmentWriter writer;
    std::vector<Book> later;
    for (std::int64_t id = 1; id <= many; ++id) {
      Book one;
      one.id = {id};
      one.fields.edit().title = id % 3 == 0 ? "Z" : "A";
      one.fields.edit().subjects = {id % 3 == 0 ? "alvo" : "outro"};
      if (id % 7 == 0) {
        later.push_back(std::move(one));
      } else {
        writer.add(one);
      }
    }
    Index made(search::memory_storage(), std::move(writer).finish(), {1});
    made.apply({later, {}, {2}});
    return made;
  }();
  return index;
}

Listing alvo_by_title(std::size_t limit) {
  Listing listing;
  listing.search = catalog::parse_search("alvo");
  listing.order = {up(SortKey::title), {}};
  listing.limit = limit;
  return listing;
}

TEST(OrderedList, HitsThatLieFarAlongTheOrderAreFoundAtOnce) {
  const Index& index = one_subject_at_the_end();
  for (const Order& order : {Order{up(SortKey::title), {}}, Order{down(SortKey::title), {}}}) {
    Listing listing = alvo_by_title(20);
    listing.order = order;
    const PageOfIds got = page(index, listing);
    ASSERT_EQ(got.ids.size(), 20U);
    EXPECT_EQ(got.ids.front(), 3);
    EXPECT_EQ(got.ids.back(), 60);
    EXPECT_TRUE(got.next.has_value());
  }
}

TEST(OrderedList, ManyHitsAreNotAllLookedAt) {
  Listing listing = alvo_by_title(20);
  listing.order = {down(SortKey::title), {}};
  // Of 20 000 hits.
  search::SearchRequest search(one_subject_at_the_end().snapshot(), listing.search, {},
                               {10'000, 1});
  EXPECT_EQ(search.page(listing).hits.size(), 20U);
  EXPECT_FALSE(search.is_exhausted());
}

TEST(OrderedList, APageThatIsTooMuchWorkIsShortAndSaysWhereToGoOn) {
  const Index& index = one_subject_at_the_end();
  for (const PageSide side : {PageSide::after, PageSide::before}) {
    Listing listing = alvo_by_title(20);
    listing.order.front().direction =
        side == PageSide::after ? Direction::ascending : Direction::descending;
    listing.cursor = Cursor{side,
                            {std::string(side == PageSide::after ? "" : "a"),
                             side == PageSide::after ? std::int64_t{0} : many + 1}};
    std::size_t pages = 0;
    std::vector<catalog::BookId> ids;
    for (; ids.empty() && pages < 1000; ++pages) {
      search::SearchRequest search(index.snapshot(), listing.search, {}, {8'000, 1});
      const auto found = search.page(listing);
      ASSERT_FALSE(search.is_exhausted());
      ids = found.ids();
      listing.cursor = side == PageSide::after ? found.page.next : found.page.previous;
      ASSERT_TRUE(listing.cursor.has_value());
    }
    EXPECT_GT(pages, 5U);
    ASSERT_FALSE(ids.empty());
    EXPECT_EQ(ids.front().value % 3, 0);
  }
}

TEST(OrderedList, OfASearchThatIsTooBroadThereIsNoPage) {
  std::string words;
  for (int i = 0; i < 25'000; ++i) {
    words += "a ";
  }
  std::vector<Book> long_books(50);
  for (std::size_t i = 0; i < long_books.size(); ++i) {
    long_books[i].id = {static_cast<std::int64_t>(i) + 1};
    long_books[i].fields.edit().title = "zeta";
    long_books[i].fields.edit().publisher = words;
  }
  Index index;
  index.apply({long_books, {}, {1}});
  Listing listing;
  listing.search = catalog::parse_search(
      "zeta \"a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a zeta\"");
  for (const SortKey key : {SortKey::title, SortKey::year}) {
    listing.order = {up(key), {}};
    search::SearchRequest search(index.snapshot(), listing.search, {});
    EXPECT_TRUE(search.page(listing).ids().empty());
    EXPECT_TRUE(search.is_exhausted());
  }
}

}  // namespace
}  // namespace search_ordered_list_test
