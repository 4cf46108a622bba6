// Pages of a search: the same books in the same order however they are cut, both ways, and while
// others write.
#include <algorithm>
#include <array>
#include <random>
#include <set>

#include "contract/catalogue_model.hpp"
#include "contract/search_fixture.hpp"
#include "search/query/rank.hpp"

namespace contract {
namespace {

using catalog::Counting;
using catalog::Cursor;
using catalog::Direction;
using catalog::Listing;
using catalog::PageSide;
using catalog::SortKey;

// A book found in each tier, best first: titled, begins so, in the title, with the author,
// anywhere.
catalog::BookFields in_tier(std::size_t tier) {
  switch (tier) {
    case 0:
      return fields("Mar alto", "Ana Prado");
    case 1:
      return fields("Mar alto e terra", "Ana Prado");
    case 2:
      return fields("O alto mar", "Ana Prado");
    case 3:
      return fields("Terra e mar", "Ivo Alto");
    default:
      catalog::BookFields made = fields("Terra", "Ana Prado");
      made.subjects = {"Mar", "Alto"};
      return made;
  }
}
constexpr std::size_t tiers = 5;

class SearchPages : public SearchTest {
 protected:
  // Tiers in turn, so that the order of ids is none of relevance.
  void fill(std::size_t of_each) {
    for (std::size_t i = 0; i < of_each * tiers; ++i) {
      const std::int64_t id = created(in_tier(tiers - 1 - i % tiers)).id.value;
      ids_[tiers - 1 - i % tiers].push_back(id);
    }
  }
  Ids in_order() const {
    Ids all;
    for (const Ids& ids : ids_) {
      all.insert(all.end(), ids.begin(), ids.end());
    }
    return all;
  }

  std::array<Ids, tiers> ids_;
};
INSTANTIATE_TEST_SUITE_P(Stores, SearchPages, testing::ValuesIn(stores_under_test()), name_of);

TEST_P(SearchPages, OfAnySizeGoThroughTheTiersBothWays) {
  fill(7);
  const Ids all = in_order();
  EXPECT_EQ(found("mar alto"), all);
  for (const std::size_t limit : {1U, 3U, 7U, 34U, 35U, 36U}) {
    EXPECT_EQ(walked(client(), by_relevance("mar alto", limit), PageSide::after), all) << limit;
    auto last = by_relevance("mar alto", limit);
    last.cursor = Cursor{PageSide::before, {search::spelled_rank_max, std::int64_t{1} << 40}};
    EXPECT_EQ(walked(client(), last, PageSide::before), all) << limit;
  }
}

TEST_P(SearchPages, KnowWhetherTheOrderGoesOnAtEachEnd) {
  fill(1);
  auto listing = by_relevance("mar alto", 2);
  const Page first = page(listing);
  EXPECT_FALSE(first.previous.has_value());
  ASSERT_TRUE(first.next.has_value());
  listing.cursor = first.next;
  const Page second = page(listing);
  ASSERT_TRUE(second.previous.has_value());
  listing.cursor = second.next;
  const Page last = page(listing);
  EXPECT_EQ(last.books.size(), 1U);
  EXPECT_FALSE(last.next.has_value());
  listing.cursor = second.previous;
  EXPECT_EQ(ids_of(page(listing).books), ids_of(first.books));
}

TEST_P(SearchPages, CountAllHitsOnEveryPage) {
  fill(4);
  auto listing = by_relevance("mar alto", 6);
  listing.counting = Counting::total;
  for (std::size_t seen = 0; seen < 20; seen += 6) {
    const Page got = page(listing);
    EXPECT_EQ(got.total, 20U);
    EXPECT_EQ(got.total_is, search::Page::Total::exact);
    listing.cursor = got.next;
  }
}

TEST_P(SearchPages, OfTyposAndFamiliesGoOnAsTheyBegan) {
  for (int i = 0; i < 5; ++i) {
    created(fields("Pharmacia antiga"));
    created(fields("Farmácia"));
  }
  const Ids families = found("farmacia");
  EXPECT_EQ(families, (Ids{2, 4, 6, 8, 10, 1, 3, 5, 7, 9}));
  EXPECT_EQ(walked(client(), by_relevance("farmacia", 3), PageSide::after), families);
  const Ids typos = found("farmaxia");
  EXPECT_EQ(typos, (Ids{2, 4, 6, 8, 10}));
  auto listing = by_relevance("farmaxia", 2);
  EXPECT_EQ(walked(client(), listing, PageSide::after), typos);
  listing.cursor = page(listing).next;
  EXPECT_EQ(page(listing).search->stage, search::SearchStage::approximate);
  EXPECT_EQ(page(listing).search->meant, "farmacia");
}

// A position is a tier and an id: whoever comes or goes elsewhere moves nobody.
TEST_P(SearchPages, LoseAndRepeatNobodyWhileOthersWrite) {
  fill(8);
  const Ids all = in_order();
  const std::set<std::int64_t> there(all.begin(), all.end());
  Client writer(store());
  std::mt19937_64 random(1);
  std::set<std::int64_t> gone;
  Ids seen;
  auto listing = by_relevance("mar alto", 3);
  for (bool more = true; more;) {
    const Page got = page(listing);
    for (const std::int64_t id : ids_of(got.books)) {
      EXPECT_FALSE(gone.contains(id)) << id;
      if (there.contains(id)) {
        seen.push_back(id);
      }
    }
    more = got.next.has_value();
    listing.cursor = got.next;
    ASSERT_TRUE(writer.write(store::Create{new_book(in_tier(random() % tiers))}).has_value());
    const std::int64_t victim = all[random() % all.size()];
    if (gone.insert(victim).second) {
      ASSERT_TRUE(writer.write(store::Remove{{victim}}).has_value());
    }
  }
  Ids expected;
  std::copy_if(all.begin(), all.end(), std::back_inserter(expected), [&](std::int64_t id) {
    return !gone.contains(id) || std::find(seen.begin(), seen.end(), id) != seen.end();
  });
  EXPECT_EQ(seen, expected);
  EXPECT_FALSE(gone.empty());
}

TEST_P(SearchPages, OfABookThatChangesItsTierShowItWhereItIs) {
  fill(2);
  auto listing = by_relevance("mar alto", 4);
  const Page first = page(listing);
  const std::int64_t falling = ids_[0].front();
  done(store::Replace{{falling}, new_book(in_tier(4))});
  listing.cursor = first.next;
  listing.limit = 100;
  const Ids rest = ids_of(page(listing).books);
  EXPECT_NE(std::find(rest.begin(), rest.end(), falling), rest.end());
  EXPECT_EQ(found("mar alto").front(), ids_[0].back());
}

TEST_P(SearchPages, GoOnAsTheyBeganWhenABookComesThatIsSpelledSo) {
  Ids ids;
  for (int i = 0; i < 7; ++i) {
    ids.push_back(created(fields("Quorvex")).id.value);
  }
  auto listing = by_relevance("quorvax", 3);
  Page got = page(listing);
  EXPECT_EQ(got.search->stage, search::SearchStage::approximate);
  Ids seen = ids_of(got.books);
  created(fields("Quorvax"));
  while (got.next) {
    listing.cursor = got.next;
    got = page(listing);
    const Ids more = ids_of(got.books);
    seen.insert(seen.end(), more.begin(), more.end());
  }
  EXPECT_EQ(seen, ids);
}

TEST_P(SearchPages, AfterTheEndAreEmptyAndLeadBack) {
  fill(1);
  auto listing = by_relevance("mar alto", 2);
  listing.cursor = Cursor{PageSide::after, {search::spelled_rank_max, std::int64_t{1} << 40}};
  const Page got = page(listing);
  EXPECT_TRUE(got.books.empty());
  EXPECT_FALSE(got.next.has_value());
  ASSERT_TRUE(got.previous.has_value());
  listing.cursor = got.previous;
  EXPECT_EQ(ids_of(page(listing).books), (Ids{ids_[3].front(), ids_[4].front()}));
}

// Filters beside a search, against a look at every book; every order, whole and in pages.
TEST_P(SearchPages, BesideFiltersHaveTheBooksOfALookAtEachOne) {
  FewValuedBooks random(3);
  CatalogueModel model;
  for (int i = 0; i < 150; ++i) {
    model.add(created(random.next()));
  }
  const std::vector<catalog::Filter> filters{{},
                                             with_text(catalog::TextField::author, "amor"),
                                             with_text(catalog::TextField::tag, "sol"),
                                             [] {
                                               catalog::Filter some;
                                               some.language = "pt";
                                               some.year_min = 1997;
                                               return some;
                                             }()};
  const auto titled_mar = with_text(catalog::TextField::title, "mar");
  for (const catalog::Filter& filter : filters) {
    for (const SortKey key : {SortKey::id, SortKey::title, SortKey::year, SortKey::author}) {
      catalog::Filter both = filter;
      both.texts.push_back(titled_mar.texts.front());
      Listing listing = by_relevance("titulo:mar -titulo:marx", 4);
      listing.search->terms.front().end = catalog::SearchTerm::End::whole;
      listing.filter = filter;
      listing.order = {{key, Direction::descending}};
      if (key != SortKey::id) {
        listing.order.emplace_back();
      }
      const Ids expected = ids_of(model.list(both, listing.order));
      EXPECT_FALSE(expected.empty());
      EXPECT_EQ(walked(client(), listing, PageSide::after), expected);
    }
  }
}

}  // namespace
}  // namespace contract
