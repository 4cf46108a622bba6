// What a search may cost, and what it answers when its bound is reached.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "search/index/index.hpp"
#include "search/index/segment_writer.hpp"
#include "search/query/facets.hpp"
#include "search/query/search_request.hpp"

namespace search_bounds_test {
namespace {

using catalog::PageSide;
using search::Index;
using search::SearchRequest;
using search::SearchStage;

constexpr std::int64_t books = 25'000;

std::vector<catalog::Book> many_books() {
  std::vector<catalog::Book> made;
  made.reserve(books);
  for (std::int64_t id = 1; id <= books; ++id) {
    catalog::Book& one = made.emplace_back();
    one.id = {id};
    one.version = {1};
    one.fields.edit().title = "Livro de tudo e nada";
    // Behind what one page walks.
    if (id > 14'900) {
      one.fields.edit().subjects = {"Zorzal"};
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
    search::SegmentWriter writer;
    for (const catalog::Book& one : library()) {
      writer.add(one);
    }
    return Index(search::memory_storage(), std::move(writer).finish(), {books}).snapshot();
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

search::Page counted(const std::string& q) {
  SearchRequest search(snapshot(), catalog::parse_search(q), {});
  search::Page page;
  search.count(page);
  EXPECT_FALSE(search.is_exhausted());
  return page;
}

TEST(SearchBounds, WordsThatNoBookHasAreNotLookedForInEach) {
  const auto page = counted("livro" + all_absent("inexistente", 30));
  EXPECT_EQ(page.total, static_cast<std::uint64_t>(books));
  EXPECT_EQ(page.total_is, search::Page::Total::exact);
}

// Columns tell which of them are the shortest: no record of the others is read.
TEST(SearchBounds, OfTitlesThatBeginAlikeFewAreRead) {
  SearchRequest search(snapshot(), catalog::parse_search("livro de tudo"), {}, {5 * books, 0});
  catalog::Listing listing;
  listing.search = catalog::parse_search("livro de tudo");
  listing.order = {{catalog::SortKey::relevance, {}}, {}};
  listing.limit = 20;
  EXPECT_EQ(search.page(listing).hits.size(), 20U);
  EXPECT_FALSE(search.is_exhausted());
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
  EXPECT_EQ(page.total_is, search::Page::Total::at_least);
  EXPECT_GT(page.total, 0U);
  EXPECT_LE(page.total, 14'900U);
  SearchRequest search(snapshot(), catalog::parse_search(q), {});
  const auto facets = search::count_facets(search, {{}, {}, {search::Facet::subject}, 10});
  EXPECT_EQ(facets.counts_are, search::Facets::Counts::estimated);
}

catalog::Listing by_relevance(std::string_view q) {
  catalog::Listing listing;
  listing.search = catalog::parse_search(q);
  listing.order = {{catalog::SortKey::relevance, {}}, {}};
  listing.limit = 20;
  return listing;
}

// Very many books "O livro", and a "Zorzal" every `step` of them; in two segments.
search::SnapshotPtr many_equal_books(std::int64_t count, std::int64_t step) {
  search::SegmentWriter writer;
  std::vector<catalog::Book> later;
  for (std::int64_t id = 1; id <= count; ++id) {
    catalog::Book one;
    one.id = {id};
    one.version = {1};
    one.fields.edit().title = id % step == 0 ? "Zorzal" : "O livro";
    one.fields.edit().author = "E ou de a para";
    if (id % 3 == 0) {
      later.push_back(std::move(one));
    } else {
      writer.add(one);
    }
  }
  Index index(search::memory_storage(), std::move(writer).finish(), {1});
  index.apply({later, {}, {2}});
  EXPECT_EQ(index.snapshot()->segments.size(), 2U);
  return index.snapshot();
}

const std::vector<std::vector<catalog::Sort>>& orders_of_ids() {
  static const std::vector<std::vector<catalog::Sort>> all{
      {{}}, {{catalog::SortKey::id, catalog::Direction::descending}}};
  return all;
}

TEST(SearchBounds, BooksBeyondTheBoundOfACountAreTakenToBeLikeThoseBefore) {
  constexpr std::int64_t count = 30'000;
  const search::SnapshotPtr all = many_equal_books(count, 7);
  const auto query = catalog::parse_search("livro");
  constexpr std::int64_t whole = count - count / 7;
  constexpr auto livros = static_cast<double>(whole);
  for (const std::uint64_t bound : {std::uint64_t{2'000}, search::list_budgets.count_max}) {
    SearchRequest search(all, query, {}, {search::list_budgets.page_max, bound});
    const auto facets = search::count_facets(search, {{}, {}, {search::Facet::author}, 10});
    EXPECT_EQ(facets.counts_are, search::Facets::Counts::estimated);
    EXPECT_NEAR(static_cast<double>(facets.books), livros, bound == 2'000 ? livros / 50 : 0);
    ASSERT_EQ(facets.counts.front().values.size(), 1U);
    EXPECT_NEAR(static_cast<double>(facets.counts.front().values.front().books), livros,
                livros / 50);
  }
}

// All hits lie among the first of very many documents, in a segment of their own or not.
TEST(SearchBounds, WhatWasPassedOverCountsAsLookedAt) {
  constexpr std::int64_t count = 40'000;
  search::SegmentWriter writer;
  for (std::int64_t id = 1; id <= count; ++id) {
    catalog::Book one;
    one.id = {id};
    one.fields.edit().title = "Maria de todos";
    one.fields.edit().author = id <= 100 ? "Maria Xavier" : "Outra";
    writer.add(one);
  }
  std::vector<catalog::Book> later(10);
  for (std::size_t i = 0; i < later.size(); ++i) {
    later[i].id = {count + 1 + static_cast<std::int64_t>(i)};
    later[i].fields.edit().author = "Maria Xavier";
  }
  Index index(search::memory_storage(), std::move(writer).finish(), {1});
  index.apply({later, {}, {2}});
  const auto by_author = catalog::parse_search("autor:maria");
  for (const std::uint64_t bound : {std::uint64_t{5'000}, std::uint64_t{30'000}}) {
    SearchRequest search(index.snapshot(), by_author, {}, {search::list_budgets.page_max, bound});
    const auto facets = search::count_facets(search, {{}, {}, {search::Facet::author}, 10});
    const auto& authors = facets.counts.front().values;
    ASSERT_EQ(authors.size(), 1U);
    EXPECT_GE(authors.front().books, 90U) << bound;
    EXPECT_LE(authors.front().books, 1'000U) << bound;
  }
}

TEST(SearchBounds, ALanguageThatNoBookHasIsNotLookedForInEach) {
  catalog::Filter filter;
  filter.language = "xx";
  SearchRequest search(snapshot(), catalog::parse_search("livro"), filter, {1, 1});
  EXPECT_TRUE(search.page(by_relevance("livro")).ids().empty());
  EXPECT_FALSE(search.is_exhausted());
}

// Ids of all pages one after the other in one direction; how many pages that took.
std::vector<std::int64_t> paged(const search::SnapshotPtr& snapshot, catalog::Listing listing,
                                std::size_t& pages) {
  const PageSide side = listing.cursor ? listing.cursor->side : PageSide::after;
  std::vector<std::int64_t> ids;
  for (pages = 0; pages < 100; ++pages) {
    SearchRequest search(snapshot, listing.search, {});
    const auto page = search.page(listing);
    std::vector<catalog::BookId> found = page.ids();
    EXPECT_FALSE(search.is_exhausted());
    if (side == PageSide::before) {
      std::reverse(found.begin(), found.end());
    }
    for (const catalog::BookId id : found) {
      ids.push_back(id.value);
    }
    listing.cursor = side == PageSide::after ? page.page.next : page.page.previous;
    if (!listing.cursor) {
      return ids;
    }
  }
  return ids;
}

TEST(SearchBounds, APageInOrderOfIdsThatIsTooMuchWorkIsShortAndSaysWhereToGoOn) {
  constexpr std::int64_t count = 90'000;
  constexpr std::int64_t step = 2'500;
  const search::SnapshotPtr all = many_equal_books(count, step);
  std::vector<std::int64_t> expected;
  for (std::int64_t id = step; id <= count; id += step) {
    expected.push_back(id);
  }
  // Many that no book has, then the one that most have.
  std::string q = "para ";
  for (const std::string two : {"o o ", "livro o ", "livro livro "}) {
    for (const std::string more : {"o", "livro", "o o", "o livro", "livro o"}) {
      q += "-\"" + two + more + "\" ";
    }
  }
  auto listing = by_relevance(q + "-\"o livro\"");
  for (const auto& order : orders_of_ids()) {
    listing.order = order;
    for (const auto side : {PageSide::after, PageSide::before}) {
      const bool is_down = order.front().direction == catalog::Direction::descending;
      const std::int64_t end = (side == PageSide::before) == is_down ? 0 : count + 1;
      listing.cursor = catalog::Cursor{side, {end}};
      std::size_t pages = 0;
      auto ids = paged(all, listing, pages);
      if (end != 0) {
        std::reverse(ids.begin(), ids.end());
      }
      EXPECT_EQ(ids, expected);
      EXPECT_GE(pages, 2U);
      EXPECT_LE(pages, 30U);
    }
  }
}

// Each comparison of the phrase with a place in such a book fails at its last word.
search::SnapshotPtr books_of_one_phrase() {
  std::string words;
  for (int i = 0; i < 25'000; ++i) {
    words += "a ";
  }
  std::vector<catalog::Book> long_books(50);
  for (std::size_t i = 0; i < long_books.size(); ++i) {
    long_books[i].id = {static_cast<std::int64_t>(i) + 1};
    long_books[i].fields.edit().title = "zeta";
    long_books[i].fields.edit().publisher = words;
  }
  Index index;
  index.apply({long_books, {}, {1}});
  return index.snapshot();
}
constexpr std::string_view phrase_never_met =
    "zeta \"a a a a a a a a a a a a a a a a a a a a a a a a a a a a a a zeta\"";

TEST(SearchBounds, ALongPhraseInLongBooksIsNotComparedForSeconds) {
  const search::SnapshotPtr long_books = books_of_one_phrase();
  const auto listing = by_relevance(phrase_never_met);
  SearchRequest search(long_books, listing.search, {});
  EXPECT_TRUE(search.page(listing).ids().empty());
  EXPECT_TRUE(search.is_exhausted());
  std::string without(phrase_never_met);
  SearchRequest counted(long_books, catalog::parse_search(without.insert(5, "-")), {});
  search::Page page;
  counted.count(page);
  EXPECT_EQ(page.total_is, search::Page::Total::at_least);
}

TEST(SearchBounds, OnlySoManyWordsOfASearchAreDoubted) {
  std::vector<catalog::Book> one(1);
  one.front().id = {1};
  one.front().fields.edit().title = "alfa beta delta gama iota kapa lambda omega sigma";
  Index index;
  index.apply({one, {}, {1}});
  const auto stage = [&](const std::string& q) {
    return SearchRequest(index.snapshot(), catalog::parse_search(q), {}).stage();
  };
  EXPECT_EQ(stage("alfx betx deltx gamx iotx kapx lambdx omegx"), SearchStage::approximate);
  EXPECT_EQ(stage("alfx betx deltx gamx iotx kapx lambdx omegx sigmx"), SearchStage::partial);
}

}  // namespace
}  // namespace search_bounds_test
