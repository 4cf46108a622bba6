// The best of very many that begin alike are found without a look at all of them; these tests look
// at all.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "search/index/index.hpp"
#include "search/index/segment_writer.hpp"
#include "search/query/completions.hpp"

namespace search_completions_test {
namespace {

// "bbbb", "bbbd", …: of letters that no spelling exchanges, and without digits, which are dates.
std::string name_of(int number) {
  constexpr std::string_view letters = "bdflmnrtv";
  std::string name = "b";
  for (int i = 0; i < 4; ++i, number /= 9) {
    name.insert(name.begin() + 1, letters[static_cast<std::size_t>(number % 9)]);
  }
  return name;
}

catalog::Book book_of(std::int64_t id, int number) {
  catalog::Book made;
  made.id = {id};
  made.version = {1};
  made.fields.edit().title = "O " + name_of(number);
  made.fields.edit().author = name_of(number) + ", Ana";
  made.fields.edit().subjects = {name_of(number)};
  return made;
}

struct Catalogue {
  search::Index index;
  std::map<std::string, std::uint64_t> books;
};

// Names with few books each and a handful with many, in several segments, some deleted.
void fill(Catalogue& catalogue, int names, int segments) {
  std::mt19937 random(11);
  std::int64_t id = 0;
  for (int segment = 0; segment < segments; ++segment) {
    std::vector<catalog::Book> books;
    const auto add = [&](int number) {
      books.push_back(book_of(++id, number));
      ++catalogue.books[name_of(number)];
    };
    for (int i = 0; i < names; ++i) {
      add(static_cast<int>(random() % static_cast<unsigned>(names)));
    }
    for (int rank = 0; rank < 12; ++rank) {
      for (int i = 0; i < 20 + 13 * rank; ++i) {
        add(names / 13 * rank + 7);
      }
    }
    catalogue.index.apply({books, {}, {segment + 1}});
  }
}

std::vector<std::uint64_t> highest(const Catalogue& catalogue, const std::string& begin,
                                   std::size_t most) {
  std::vector<std::uint64_t> counts;
  for (const auto& [name, books] : catalogue.books) {
    if (name.starts_with(begin)) {
      counts.push_back(books);
    }
  }
  std::ranges::sort(counts, std::ranges::greater());
  counts.resize(std::min(counts.size(), most));
  return counts;
}

std::vector<std::uint64_t> counts_of(const std::vector<search::Completion>& all) {
  std::vector<std::uint64_t> counts;
  std::ranges::transform(all, std::back_inserter(counts), &search::Completion::books);
  return counts;
}

TEST(Completions, AreTheBestOfAllThatBeginSo) {
  for (const int segments : {1, 3}) {
    Catalogue catalogue;
    fill(catalogue, 3000, segments);
    const auto snapshot = catalogue.index.snapshot();
    // What is common in no segment alone may be missed.
    const std::size_t most = segments == 1 ? 10 : 3;
    for (const char* begin : {"b", "bb", "bd", "bbl", "bdm"}) {
      const auto found = search::complete(*snapshot, catalog::parse_search(begin), most);
      const auto expected = highest(catalogue, begin, most);
      EXPECT_EQ(counts_of(found.authors), expected) << begin << segments;
      EXPECT_EQ(counts_of(found.subjects), expected) << begin << segments;
      EXPECT_EQ(counts_of(found.titles), expected) << begin << segments;
    }
  }
}

TEST(Completions, CountLivingBooksOnly) {
  Catalogue catalogue;
  fill(catalogue, 300, 1);
  std::vector<catalog::BookId> gone;
  for (std::int64_t id = 1; id <= 1500; id += 3) {
    gone.push_back({id});
  }
  catalogue.index.apply({{}, gone, {2}});
  const auto snapshot = catalogue.index.snapshot();
  const auto anew = search::merge(snapshot->segments, search::memory_storage());
  const search::Index compact(search::memory_storage(), anew, {2});
  for (const char* begin : {"b", "bb", "bbb", "bbm"}) {
    const auto query = catalog::parse_search(begin);
    const auto found = search::complete(*snapshot, query, 10);
    const auto expected = search::complete(*compact.snapshot(), query, 10);
    EXPECT_EQ(counts_of(found.authors), counts_of(expected.authors)) << begin;
    EXPECT_EQ(counts_of(found.subjects), counts_of(expected.subjects)) << begin;
    EXPECT_EQ(counts_of(found.titles), counts_of(expected.titles)) << begin;
  }
}

TEST(Completions, OfTheWholeWordStandBeforeLongerWords) {
  search::Index index;
  std::vector<catalog::Book> books;
  for (const char* name : {"Macaulay", "Macaulay", "Macaulay", "Macau"}) {
    catalog::Book book;
    book.id = {static_cast<std::int64_t>(books.size()) + 1};
    book.version = {1};
    book.fields.edit().title = name;
    book.fields.edit().author = "Rui " + std::string(name);
    book.fields.edit().subjects = {name, "Portos -- " + std::string(name)};
    books.push_back(book);
  }
  index.apply({books, {}, {1}});
  const auto found = search::complete(*index.snapshot(), catalog::parse_search("macau"), 10);
  EXPECT_EQ(counts_of(found.titles), (std::vector<std::uint64_t>{1, 3}));
  EXPECT_EQ(counts_of(found.authors), (std::vector<std::uint64_t>{1, 3}));
  // Begins with it, holds it, begins with a longer word, holds one.
  EXPECT_EQ(counts_of(found.subjects), (std::vector<std::uint64_t>{1, 1, 3, 3}));
}

TEST(TopLevels, RiseWithTheCount) {
  for (std::uint32_t count = 1; count < 2'000'000; count += count / 50 + 1) {
    EXPECT_LE(search::top_level(count - 1), search::top_level(count)) << count;
  }
  EXPECT_EQ(search::top_level(0), 0);
  EXPECT_EQ(search::top_level(4'000'000'000U), 255);
}

}  // namespace
}  // namespace search_completions_test
