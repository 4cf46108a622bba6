// What a search may cost, and what it answers when its bound is reached.
#include <gtest/gtest.h>

#include <algorithm>

#include "search/facets.hpp"
#include "search/gather.hpp"
#include "search/index.hpp"
#include "search/search.hpp"
#include "search/sorted_list.hpp"

namespace {

using catalog::PageSide;
using search::Index;
using search::Search;
using search::SearchStage;

constexpr std::int64_t books = 25'000;

std::vector<catalog::Book> many_books() {
  std::vector<catalog::Book> made;
  made.reserve(books);
  for (std::int64_t id = 1; id <= books; ++id) {
    catalog::Book& one = made.emplace_back();
    one.id = {id};
    one.version = {1};
    one.fields.title = "Livro de tudo e nada";
    // Behind what one page walks.
    if (id > 14'900) {
      one.fields.subjects = {"Zorzal"};
    }
  }
  return made;
}

const std::vector<catalog::Book>& library() {
  static const std::vector<catalog::Book> made = many_books();
  return made;
}

search::SnapshotPtr snapshot() {
  static const search::SnapshotPtr made = [] {
    search::Gathering gathering;
    for (const catalog::Book& one : library()) {
      gathering.add(one);
    }
    return Index(std::move(gathering).compose(), {books}).snapshot();
  }();
  return made;
}

std::string all_absent(const std::string& word, int count) {
  std::string q;
  for (int i = 0; i < count; ++i) {
    q += " -" + word + std::string(static_cast<std::size_t>(i), 'x');
  }
  return q;
}

store::Page counted(const std::string& q) {
  Search search(snapshot(), catalog::parse_search(q), {});
  store::Page page;
  search.count(page);
  EXPECT_FALSE(search.has_given_up());
  return page;
}

TEST(SearchBounds, WordsThatNoBookHasAreNotLookedForInEach) {
  const auto page = counted("livro" + all_absent("inexistente", 30));
  EXPECT_EQ(page.total, static_cast<std::uint64_t>(books));
  EXPECT_EQ(page.total_is, store::Page::Total::exact);
}

TEST(SearchBounds, ACountThatIsTooMuchWorkSaysWhatItSaw) {
  std::string q = "livro";
  for (const std::string word :
       {"zorzal",       "zorzal zorzal", "zorzal tudo", "tudo zorzal", "nada zorzal", "zorzal nada",
        "livro zorzal", "zorzal livro",  "zorzal de",   "de zorzal",   "e zorzal",    "zorzal e",
        "nada tudo",    "nada de",       "nada livro",  "tudo de",     "tudo livro",  "tudo nada",
        "e de",         "e tudo",        "livro e",     "livro nada"}) {
    q += " -\"" + word + "\"";
  }
  const auto page = counted(q);
  EXPECT_EQ(page.total_is, store::Page::Total::at_least);
  EXPECT_GT(page.total, 0U);
  EXPECT_LE(page.total, 14'900U);
  Search search(snapshot(), catalog::parse_search(q), {});
  const auto facets = search::count_facets(search, {{}, {}, {store::Facet::subject}, 10});
  EXPECT_EQ(facets.counts_are, store::Facets::Counts::estimated);
}

catalog::Listing by_relevance(const std::string& q) {
  catalog::Listing listing;
  listing.search = catalog::parse_search(q);
  listing.order = {{catalog::SortKey::relevance, {}}, {}};
  listing.limit = 20;
  return listing;
}

// A segment of very many equal books: only the numbers of documents count.
search::SnapshotPtr many_equal_books(std::int64_t count) {
  search::Gathering gathering;
  catalog::Book one;
  one.version = {1};
  one.fields.title = "O livro";
  for (one.id = {1}; one.id.value <= count; ++one.id.value) {
    gathering.add(one);
  }
  return Index(std::move(gathering).compose(), {1}).snapshot();
}

TEST(SearchBounds, WhatIsOnlyExcludedIsNotReadInEachBook) {
  const search::SnapshotPtr all = many_equal_books(1'000'000);
  for (auto listing : {by_relevance("-o"), by_relevance("-livro -o")}) {
    for (const auto key : {catalog::SortKey::relevance, catalog::SortKey::id}) {
      listing.order.front().key = key;
      Search search(all, listing.search, {});
      const auto found = search.page(listing);
      EXPECT_TRUE(found.ids.empty());
      EXPECT_FALSE(found.page.next.has_value());
      EXPECT_FALSE(search.has_given_up());
    }
  }
}

// Each comparison of the phrase with a place in such a book fails at its last word.
TEST(SearchBounds, ALongPhraseInLongBooksIsNotComparedForSeconds) {
  std::string words;
  for (int i = 0; i < 25'000; ++i) {
    words += "a ";
  }
  std::vector<catalog::Book> long_books(50);
  for (std::size_t i = 0; i < long_books.size(); ++i) {
    long_books[i].id = {static_cast<std::int64_t>(i) + 1};
    long_books[i].fields.title = "zeta";
    long_books[i].fields.author = words;
  }
  Index index;
  index.apply({long_books, {}, {1}});
  std::string phrase;
  for (int i = 0; i < 30; ++i) {
    phrase += "a ";
  }
  const auto listing = by_relevance("zeta \"" + phrase + "zeta\"");
  Search search(index.snapshot(), listing.search, {});
  EXPECT_TRUE(search.page(listing).ids().empty());
  EXPECT_TRUE(search.has_given_up());
  Search counted(index.snapshot(), catalog::parse_search("zeta -\"" + phrase + "zeta\""), {});
  store::Page page;
  counted.count(page);
  EXPECT_EQ(page.total_is, store::Page::Total::at_least);
}

TEST(SearchBounds, OnlySoManyWordsOfASearchAreDoubted) {
  std::vector<catalog::Book> one(1);
  one.front().id = {1};
  one.front().fields.title = "alfa beta delta gama iota kapa lambda omega sigma";
  Index index;
  index.apply({one, {}, {1}});
  const auto stage = [&](const std::string& q) {
    return Search(index.snapshot(), catalog::parse_search(q), {}).stage();
  };
  EXPECT_EQ(stage("alfx betx deltx gamx iotx kapx lambdx omegx"), SearchStage::approximate);
  EXPECT_EQ(stage("alfx betx deltx gamx iotx kapx lambdx omegx sigmx"), SearchStage::exact);
}

// ---- a walk along the store's order ------------------------------------------------------------

// Answers lists by id only, as any order of a store would be.
class Shelf final : public store::Session {
 public:
  void read(store::Read command, store::ReadDone done) override {
    const auto& listing = std::get<store::ListBooks>(command).listing;
    const bool forwards = !listing.cursor || listing.cursor->side == PageSide::after;
    const std::int64_t from =
        listing.cursor ? std::get<std::int64_t>(listing.cursor->values.back()) : 0;
    const auto limit = static_cast<std::int64_t>(listing.limit);
    largest = std::max(largest, listing.limit);
    const std::int64_t first = forwards ? from + 1 : std::max<std::int64_t>(from - limit, 1);
    const std::int64_t last = forwards ? std::min(from + limit, books) : from - 1;
    store::Page page;
    page.books.assign(library().begin() + (first - 1), library().begin() + last);
    const auto cursor = [](PageSide side, std::int64_t id) {
      return catalog::Cursor{side, {std::string("chave"), id}};
    };
    if (last < books) {
      page.next = cursor(PageSide::after, last);
    }
    if (first > 1) {
      page.previous = cursor(PageSide::before, first);
    }
    walked += page.books.size();
    done(store::ReadAnswer{std::move(page), {books}});
  }
  void write(store::Write /*command*/, store::WriteDone /*done*/) override { FAIL(); }

  std::size_t walked = 0;
  std::size_t largest = 0;
};

catalog::Listing zorzal_by_title(std::size_t limit) {
  catalog::Listing listing;
  listing.search = catalog::parse_search("zorzal");
  listing.order = {{catalog::SortKey::title, {}}, {}};
  listing.limit = limit;
  return listing;
}

store::Page page_of(Shelf& shelf, const catalog::Listing& listing) {
  store::Page page;
  search::list_sorted(shelf, std::make_shared<Search>(snapshot(), listing.search, listing.filter),
                      listing, [&](store::ReadOutcome outcome) {
                        ASSERT_TRUE(outcome.has_value());
                        page = std::get<store::Page>(std::move(outcome->value));
                      });
  return page;
}

TEST(WalkedList, APageWhoseWalkIsTooLongIsShortAndSaysWhereToGoOn) {
  auto listing = zorzal_by_title(1000);
  std::vector<std::int64_t> ids;
  std::size_t pages = 0;
  for (;; ++pages) {
    Shelf shelf;
    const auto page = page_of(shelf, listing);
    EXPECT_LE(shelf.walked, 21'000U);
    EXPECT_LE(page.books.size(), listing.limit);
    for (const catalog::Book& one : page.books) {
      ids.push_back(one.id.value);
    }
    if (!page.next) {
      break;
    }
    listing.cursor = page.next;
  }
  EXPECT_GE(pages, 10U);
  ASSERT_EQ(ids.size(), 10'100U);
  EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end()));
  EXPECT_EQ(std::adjacent_find(ids.begin(), ids.end()), ids.end());
}

TEST(WalkedList, GoesOnBackwardsToo) {
  auto listing = zorzal_by_title(1000);
  listing.cursor = catalog::Cursor{PageSide::before, {std::string("chave"), std::int64_t{14'902}}};
  Shelf shelf;
  const auto page = page_of(shelf, listing);
  EXPECT_EQ(page.books.size(), 1U);
  EXPECT_FALSE(page.previous.has_value());
  EXPECT_TRUE(page.next.has_value());
}

TEST(WalkedList, ASmallPageReadsNoMoreThanItMayNeed) {
  Shelf shelf;
  auto listing = zorzal_by_title(1);
  listing.cursor = catalog::Cursor{PageSide::after, {std::string("chave"), std::int64_t{20'000}}};
  EXPECT_EQ(page_of(shelf, listing).books.size(), 1U);
  EXPECT_LE(shelf.walked, 100U);
}

}  // namespace
