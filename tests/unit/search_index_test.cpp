#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <random>
#include <ranges>

#include "base/text.hpp"
#include "catalog/sort_key.hpp"
#include "search/index/index.hpp"
#include "search/query/facets.hpp"
#include "search/query/search_request.hpp"

namespace search_index_test {
namespace {

using catalog::Book, catalog::BookId, catalog::PageSide;
using search::Index;
using search::SearchRequest;
using search::SearchStage;

Book book(std::int64_t id, std::string title, std::string author = "Machado de Assis") {
  Book made;
  made.id = {id};
  made.version = {1};
  made.fields.title = std::move(title);
  made.fields.author = std::move(author);
  return made;
}

// An index of books given one by one, so that segments are merged on the way.
Index index_of(const std::vector<Book>& books) {
  Index index;
  std::int64_t sequence = 0;
  for (const Book& one : books) {
    index.apply({std::span(&one, 1), {}, {++sequence}});
  }
  return index;
}

catalog::Listing by_relevance(std::string_view q, std::size_t limit = 100) {
  catalog::Listing listing;
  listing.search = catalog::parse_search(q);
  listing.order = {{catalog::SortKey::relevance, {}}, {}};
  listing.limit = limit;
  return listing;
}

SearchRequest::Found page(const Index& index, const catalog::Listing& listing) {
  SearchRequest search(index.snapshot(), listing.search, listing.filter);
  return search.page(listing);
}

std::vector<std::int64_t> found(const Index& index, const catalog::Listing& listing) {
  std::vector<std::int64_t> ids;
  for (const BookId id : page(index, listing).ids()) {
    ids.push_back(id.value);
  }
  return ids;
}

std::vector<std::int64_t> found(const Index& index, std::string_view q) {
  return found(index, by_relevance(q));
}

using Ids = std::vector<std::int64_t>;

TEST(SearchIndex, OrdersByTierThenById) {
  const Index index = index_of({
      book(1, "Contos de Dom Casmurro"),           // the words in the title
      book(2, "Um estudo", "Dom Casmurro Filho"),  // anywhere: both in the author
      book(3, "Dom Casmurro: edição crítica"),     // the title begins so
      book(4, "Dom Casmurro"),                     // the title
      book(5, "Casmurro", "Dom Pedro"),            // title and author
      book(6, "O Dom Casmurro"),                   // the title but for its article
  });
  EXPECT_EQ(found(index, "dom casmurro"), (Ids{4, 6, 3, 1, 2, 5}));
}

TEST(SearchIndex, TheLastWordIsAlsoAPrefix) {
  const Index index = index_of({book(1, "Casa velha"), book(2, "Casamento"), book(3, "O caso")});
  EXPECT_EQ(found(index, "cas"), (Ids{1, 2, 3}));
  EXPECT_EQ(found(index, "casa"), (Ids{1, 2}));
  EXPECT_EQ(found(index, "casa velha"), (Ids{1}));
}

TEST(SearchIndex, ATitleThatRepeatsAWordIsRecognised) {
  const Index index = index_of({book(1, "Rato o rei o roeu"), book(2, "O rato roeu o rei")});
  EXPECT_EQ(found(index, "o rato roeu o rei"), (Ids{2, 1}));
}

TEST(SearchIndex, AFilterNarrowsASearch) {
  Book old = book(1, "Contos");
  old.fields.year = 1870;
  old.fields.language = "pt-BR";
  Book recent = book(2, "Contos novos");
  recent.fields.year = 1947;
  recent.fields.language = "pt";
  const Index index = index_of({old, recent, book(3, "Contos sem ano")});
  auto listing = by_relevance("contos");
  listing.filter.year_max = 1900;
  EXPECT_EQ(found(index, listing), (Ids{1}));
  listing.filter = {};
  listing.filter.language = "pt";
  EXPECT_EQ(found(index, listing), (Ids{1, 2}));
  listing.filter = {};
  listing.filter.ids = {{2}, {3}};
  EXPECT_EQ(found(index, listing), (Ids{2, 3}));
}

// So many documents have words with the prefix that those of the rare word are read instead.
TEST(SearchIndex, ARareWordBesideAWidePrefixIsRankedByWhereBothStand) {
  std::vector<Book> books;
  for (std::int64_t id = 1; id <= 6000; ++id) {
    books.push_back(book(id, id % 2 == 0 ? "Casa" : "Caso", "Ana Prado"));
  }
  books.push_back(book(6001, "Zorzal", "Ana Prado"));
  books.back().fields.tags = {"casa"};
  books.push_back(book(6002, "Zorzal", "Ana Prado"));
  books.back().fields.subjects = {"Casas"};
  books.push_back(book(6003, "Zorzal", "Rui Casal"));
  books.push_back(book(6004, "Casal de zorzal", "Ana Prado"));
  books.push_back(book(6005, "Zorzal cas", "Ana Prado"));
  books.push_back(book(6006, "Zorzal casado", "Ana Prado"));
  Index index;
  index.apply({books, {}, {1}});
  EXPECT_EQ(found(index, "zorzal cas"), (Ids{6005, 6006, 6004, 6003, 6002}));
  EXPECT_EQ(found(index, by_relevance("zorzal cas", 2)), (Ids{6005, 6006}));
  EXPECT_EQ(found(index, "autor:prado zorzal cas"), (Ids{6005, 6006, 6004, 6002}));
}

// Behind a full page of titles that begin so, the one that is the title is still found.
TEST(SearchIndex, ATitleComesBeforeManyThatBeginLikeIt) {
  std::vector<Book> books;
  for (std::int64_t id = 1; id <= 5'000; ++id) {
    books.push_back(book(id, "Casa de campo"));
  }
  books.push_back(book(5'001, "A casa"));
  books.back().fields.language = "pt";
  books.push_back(book(5'002, "Casa"));
  Index index;
  index.apply({books, {}, {1}});
  EXPECT_EQ(found(index, by_relevance("casa", 4)), (Ids{5'001, 5'002, 1, 2}));
}

TEST(SearchIndex, ATitleOfOneWordIsFoundBehindManyThatItBegins) {
  std::vector<Book> books;
  for (std::int64_t id = 1; id <= 30'000; ++id) {
    books.push_back(book(id, id % 3 == 0 ? "Casamento" : "Casa de " + std::to_string(id)));
  }
  for (const std::int64_t id : {9'000, 21'111, 29'999}) {
    books[static_cast<std::size_t>(id) - 1].fields.title = id == 21'111 ? "A Casa" : "Casa";
  }
  Index index;
  index.apply({books, {}, {1}});
  EXPECT_EQ(found(index, by_relevance("casa", 5)), (Ids{9'000, 21'111, 29'999, 1, 2}));
  SearchRequest search(index.snapshot(), catalog::parse_search("casa"), {});
  search::Page counted;
  search.count(counted);
  EXPECT_EQ(counted.total, 30'000U);
}

TEST(SearchIndex, ATypoFindsWhatTheCatalogueHas) {
  const Index index = index_of({book(1, "Memórias póstumas"), book(2, "Dom Casmurro")});
  const auto answer = page(index, by_relevance("memroias"));
  EXPECT_EQ(answer.ids(), std::vector<BookId>{{1}});
  EXPECT_EQ(answer.page.search->stage, SearchStage::approximate);
  EXPECT_EQ(answer.page.search->meant, "memorias");
}

TEST(SearchIndex, AWordWithDigitsHasNoTypos) {
  const Index index = index_of({book(1, "Apollo 11000")});
  EXPECT_TRUE(found(index, "11001").empty());
}

TEST(SearchIndex, ADeletedBookIsNotFoundNorCounted) {
  Index index = index_of({book(1, "Helena"), book(2, "Helena")});
  const std::vector<BookId> gone{{1}};
  index.apply({{}, gone, {3}});
  EXPECT_EQ(found(index, "helena"), (Ids{2}));
  EXPECT_EQ(index.snapshot()->books(), 1U);
  EXPECT_EQ(index.snapshot()->sequence.value, 3);
}

// ---- random edits ------------------------------------------------------------------------------

class Edits {
 public:
  explicit Edits(std::uint64_t seed) : random_(seed) {}

  // Up to 40 books made, changed or deleted at once.
  void step() {
    std::vector<Book> changed;
    std::vector<BookId> gone;
    std::map<std::int64_t, bool> touched;
    for (std::size_t n = below(40) + 1; n > 0; --n) {
      const auto id = static_cast<std::int64_t>(below(300) + 1);
      if (!touched.emplace(id, true).second) {
        continue;
      }
      if (living.contains(id) && below(3) == 0) {
        living.erase(id);
        gone.push_back({id});
      } else {
        changed.push_back(random_book(id));
        living[id] = changed.back();
      }
    }
    index.apply({changed, gone, {++sequence_}});
  }

  std::string text(std::size_t words_max) {
    static const std::vector<std::string> words{"a",      "o",      "casa", "casamento", "velha",
                                                "açcão",  "acção",  "dom",  "casmurro",  "de",
                                                "contos", "helena", "mar",  "terra",     "1984"};
    std::string made;
    for (std::size_t n = below(words_max) + 1; n > 0; --n) {
      made += (made.empty() ? "" : " ") + words[below(words.size())];
    }
    return made;
  }
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_() % bound); }

  Index index;
  std::map<std::int64_t, Book> living;

 private:
  Book random_book(std::int64_t id) {
    Book made = book(id, text(4), text(2));
    made.fields.publisher = text(1);
    for (std::size_t n = below(3); n > 0; --n) {
      made.fields.subjects.push_back(text(2));
    }
    if (below(2) == 0) {
      made.fields.year = static_cast<std::int32_t>(1900 + below(100));
    }
    return made;
  }

  std::mt19937_64 random_;
  std::int64_t sequence_ = 0;
};

TEST(SearchIndex, AfterRandomEditsItEqualsOneMadeAnew) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    Edits edits(seed);
    for (int step = 0; step < 60; ++step) {
      edits.step();
    }
    std::vector<Book> books;
    std::ranges::copy(std::views::values(edits.living), std::back_inserter(books));
    Index anew;
    anew.apply({books, {}, edits.index.snapshot()->sequence});
    EXPECT_EQ(edits.index.compact()->bytes(), anew.compact()->bytes()) << seed;
    for (int query = 0; query < 50; ++query) {
      const std::string q = edits.text(3);
      EXPECT_EQ(found(edits.index, q), found(anew, q)) << q;
    }
  }
}

// What the contract says, without an index: the tier of each book, the slow way.
int tier(const Book& one, const std::vector<std::string>& words) {
  const std::string title = base::fold(one.fields.title);
  const std::string author = base::fold(*one.fields.author);
  std::string rest = base::fold(one.fields.publisher);
  for (const std::string& subject : one.fields.subjects) {
    rest += ' ' + base::fold(subject);
  }
  const auto has = [&](const std::string& text, std::size_t i) {
    const auto all = base::words(text);
    const bool open = i + 1 == words.size();
    return std::any_of(all.begin(), all.end(), [&](std::string_view word) {
      return word == words[i] || (open && word.starts_with(words[i]));
    });
  };
  bool titled = true;
  bool credited = true;
  bool anywhere = true;
  for (std::size_t i = 0; i < words.size(); ++i) {
    titled = titled && has(title, i);
    credited = credited && (has(title, i) || has(author, i));
    anywhere = anywhere && (has(title, i) || has(author, i) || has(rest, i));
  }
  std::string joined;
  for (const std::string& word : words) {
    joined += (joined.empty() ? "" : " ") + word;
  }
  const std::string unarticled = catalog::title_key(one.fields);
  if (title == joined || unarticled == joined) {
    return 1;
  }
  if (title.starts_with(joined) || unarticled.starts_with(joined)) {
    return 2;
  }
  return titled ? 3 : credited ? 4 : anywhere ? 5 : 0;
}

// Words that have no spelling family in the vocabulary of Edits, so that one stage says it all.
TEST(SearchIndex, FindsAndOrdersLikeALookAtEveryBook) {
  Edits edits(7);
  for (int step = 0; step < 80; ++step) {
    edits.step();
  }
  for (int n = 0; n < 200; ++n) {
    const std::string q = edits.text(3);
    if (q.find("acao") != std::string::npos || q.find("cão") != std::string::npos) {
      continue;
    }
    const std::string folded = base::fold(q);
    std::vector<std::string> words;
    for (const std::string_view word : base::words(folded)) {
      if (std::find(words.begin(), words.end(), word) == words.end()) {
        words.emplace_back(word);
      }
    }
    if (words.size() != base::words(folded).size()) {
      continue;
    }
    std::vector<std::pair<int, std::int64_t>> expected;
    for (const auto& [id, one] : edits.living) {
      if (const int at = tier(one, words); at > 0) {
        expected.emplace_back(at, id);
      }
    }
    std::sort(expected.begin(), expected.end());
    if (expected.empty()) {
      continue;
    }
    Ids ids;
    for (const auto& [at, id] : expected) {
      ids.push_back(id);
    }
    EXPECT_EQ(found(edits.index, by_relevance(q, 1000)), ids) << q;
  }
}

Ids walked(const Index& index, catalog::Listing listing, PageSide side) {
  Ids ids;
  for (int pages = 0; pages < 1000; ++pages) {
    auto answer = page(index, listing);
    const auto at = side == PageSide::after ? ids.end() : ids.begin();
    Ids these;
    for (const BookId id : answer.ids()) {
      these.push_back(id.value);
    }
    ids.insert(at, these.begin(), these.end());
    auto& next = side == PageSide::after ? answer.page.next : answer.page.previous;
    if (!next) {
      return ids;
    }
    listing.cursor = std::move(next);
  }
  ADD_FAILURE() << "pages without end";
  return ids;
}

TEST(SearchIndex, PagesByCursorGiveTheSameOrderBothWays) {
  Edits edits(11);
  for (int step = 0; step < 60; ++step) {
    edits.step();
  }
  for (int n = 0; n < 60; ++n) {
    auto listing = by_relevance(edits.text(2), 1000);
    const Ids whole = found(edits.index, listing);
    for (const std::size_t limit : {1U, 3U, 20U}) {
      listing.limit = limit;
      listing.cursor.reset();
      EXPECT_EQ(walked(edits.index, listing, PageSide::after), whole);
      if (whole.empty()) {
        continue;
      }
      // From behind the last one back to the first.
      listing.cursor =
          catalog::Cursor{PageSide::before, {std::int64_t{100}, std::int64_t{1} << 40}};
      const Ids back = walked(edits.index, listing, PageSide::before);
      if (page(edits.index, by_relevance("x")).page.search->stage != SearchStage::approximate) {
        EXPECT_EQ(back, whole);
      }
    }
  }
}

TEST(SearchIndex, OrderByIdFindsTheSameBooks) {
  Edits edits(13);
  for (int step = 0; step < 60; ++step) {
    edits.step();
  }
  for (int n = 0; n < 60; ++n) {
    auto listing = by_relevance(edits.text(2), 1000);
    Ids whole = found(edits.index, listing);
    std::sort(whole.begin(), whole.end());
    listing.order = {catalog::Sort{}};
    listing.limit = 7;
    EXPECT_EQ(walked(edits.index, listing, PageSide::after), whole);
    listing.order.front().direction = catalog::Direction::descending;
    std::reverse(whole.begin(), whole.end());
    EXPECT_EQ(walked(edits.index, listing, PageSide::after), whole);
  }
}

TEST(SearchIndex, FacetsCountTheHits) {
  Edits edits(17);
  for (int step = 0; step < 60; ++step) {
    edits.step();
  }
  SearchRequest search(edits.index.snapshot(), std::nullopt, {});
  const auto facets =
      search::count_facets(search, {{}, {}, {search::Facet::year, search::Facet::author}, 1000});
  EXPECT_EQ(facets.books, edits.living.size());
  EXPECT_EQ(facets.counts_are, search::Facets::Counts::exact);
  std::map<std::string, std::uint64_t> years;
  std::map<std::string, std::uint64_t> authors;
  for (const auto& [id, one] : edits.living) {
    if (one.fields.year) {
      ++years[std::to_string(*one.fields.year)];
    }
    ++authors[*one.fields.author];
  }
  for (const auto& [counts, expected] :
       {std::pair(&facets.counts[0], &years), std::pair(&facets.counts[1], &authors)}) {
    EXPECT_EQ(counts->values.size(), expected->size());
    for (const auto& value : counts->values) {
      EXPECT_EQ(value.books, expected->at(value.text)) << value.text;
    }
  }
}

}  // namespace
}  // namespace search_index_test
