#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <random>
#include <ranges>
#include <set>

#include "base/text.hpp"
#include "catalog/person_names.hpp"
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

TEST(SearchIndex, OrdersByTierThenByLengthYearAndId) {
  Book publisher = book(1, "Um guia");
  publisher.fields.publisher = "Dom Casmurro";
  Book old = book(11, "Dom Casmurro comentado e anotado");
  old.fields.year = 1970;
  Book recent = book(12, "Dom Casmurro comentado e ilustrado");
  recent.fields.year = 2001;
  const Index index = index_of({
      publisher,                                                    // anywhere
      book(2, "Casmurro", "Dom Pedro"),                             // title and author
      book(3, "Casmurro, o velho dom"),                             // in the title
      book(4, "Dom e Casmurro"),                                    // in the title, in order
      book(5, "Contos de Dom Casmurro"),                            // a phrase of the title
      book(6, "O último livro que ele fez", "Dom Casmurro Filho"),  // the author
      book(7, "Livros", "Casmurro, Dom"),  // the author, and a shorter title
      book(8, "Dom Casmurro"),             // the title
      book(9, "O Dom Casmurro"),           // the title but for its article
      old,
      recent,  // the title begins so
  });
  EXPECT_EQ(found(index, "dom casmurro"), (Ids{8, 9, 7, 12, 11, 6, 5, 4, 3, 2, 1}));
}

TEST(SearchIndex, ASurnameFindsItsBooksBesideThoseAboutIt) {
  const Index index = index_of({
      book(1, "Freud e depois", "Ana Sá"),
      book(2, "A interpretação dos sonhos", "Freud, Sigmund, 1856-1939"),
      book(3, "Totem", "Sigmund Freud"),
      book(4, "Cartas", "Freud Alves"),  // a forename
      book(5, "Ensaios sobre Freud", "Ana Sá"),
  });
  EXPECT_EQ(found(index, "freud"), (Ids{3, 1, 2, 5, 4}));
}

TEST(SearchIndex, AnInitialStandsForANameBesideAnother) {
  const Index index = index_of({
      book(1, "Quincas Borba", "Machado de Assis"),
      book(2, "Outro", "Ana Assis"),
      book(3, "Mar", "Rui Paz"),
  });
  EXPECT_EQ(found(index, "m. assis"), (Ids{1}));
  EXPECT_EQ(found(index, "assis, an"), (Ids{2}));
}

TEST(SearchIndex, WholeWordsComeBeforeOpenOnes) {
  const Index index =
      index_of({book(1, "Macaulay"), book(2, "Um guia", "Ana Sá"), book(3, "Guia de Macau")});
  EXPECT_EQ(found(index, "macau"), (Ids{3, 1}));
}

TEST(SearchIndex, TheLastWordIsAlsoAPrefix) {
  const Index index = index_of({book(1, "Casa velha"), book(2, "Casamento"), book(3, "O caso")});
  EXPECT_EQ(found(index, "cas"), (Ids{2, 1, 3}));
  EXPECT_EQ(found(index, "casa"), (Ids{1, 2, 3}));
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
  EXPECT_EQ(found(index, by_relevance("casa", 4)), (Ids{5'002, 5'001, 1, 2}));
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
  EXPECT_EQ(found(index, by_relevance("casa", 5)), (Ids{9'000, 29'999, 21'111, 1, 2}));
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

// What the contract says, without an index: where a book stands, the slow way. Better is less;
// empty for a book that is not found.
using Standing = std::vector<std::int64_t>;  // pass, tier, words of the title, age, id

class SlowLook {
 public:
  SlowLook(const Book& one, const std::vector<std::string>& words, bool is_open)
      : one_(one), asked_(words), is_open_(is_open) {
    title_ = words_of(one.fields.title);
    author_ = words_of(*one.fields.author);
    rest_ = words_of(one.fields.publisher);
    for (const std::string& subject : one.fields.subjects) {
      std::ranges::copy(words_of(subject), std::back_inserter(rest_));
    }
    if (one.fields.year) {
      rest_.push_back(std::to_string(*one.fields.year));
    }
  }

  int tier() const {
    const Words unarticled = words_of(catalog::title_key(one_.fields));
    bool titled = true;
    bool authored = true;
    bool credited = true;
    bool anywhere = true;
    for (std::size_t i = 0; i < asked_.size(); ++i) {
      const bool in_title = has(title_, i);
      const bool in_author = has(author_, i);
      titled = titled && in_title;
      authored = authored && in_author;
      credited = credited && (in_title || in_author);
      anywhere = anywhere && (in_title || in_author || has(rest_, i));
    }
    if (title_ == asked_ || unarticled == asked_) {
      return 1;
    }
    bool has_surname = false;
    for (std::size_t i = 0; i < asked_.size(); ++i) {
      has_surname = has_surname || is(author_.back(), i);
    }
    if (is_at(title_, 0) || is_at(unarticled, 0) || (authored && has_surname)) {
      return 2;
    }
    if (titled) {
      for (std::size_t at = 0; at < title_.size(); ++at) {
        if (is_at(title_, at)) {
          return 3;
        }
      }
      std::size_t met = 0;
      for (const std::string& word : title_) {
        met += met < asked_.size() && is(word, met) ? 1U : 0U;
      }
      return met == asked_.size() ? 4 : 5;
    }
    return credited ? 6 : anywhere ? 7 : 0;
  }

 private:
  using Words = std::vector<std::string>;
  static Words words_of(const std::string& text) {
    const std::string folded = base::fold(text);
    const auto views = base::words(folded);
    return {views.begin(), views.end()};
  }
  bool is(const std::string& word, std::size_t i) const {
    const bool open = is_open_ && i + 1 == asked_.size();
    return word == asked_[i] || (open && word.starts_with(asked_[i]));
  }
  bool has(const Words& words, std::size_t i) const {
    return std::ranges::any_of(words, [&](const std::string& word) { return is(word, i); });
  }
  bool is_at(const Words& words, std::size_t at) const {
    for (std::size_t i = 0; i < asked_.size(); ++i) {
      if (at + i >= words.size() || !is(words[at + i], i)) {
        return false;
      }
    }
    return true;
  }

  const Book& one_;
  const Words& asked_;
  const bool is_open_;
  Words title_;
  Words author_;
  Words rest_;
};

Standing standing(const Book& one, const std::vector<std::string>& words) {
  for (const bool is_open : {false, true}) {
    if (const int tier = SlowLook(one, words, is_open).tier(); tier > 0) {
      const std::string title = base::fold(one.fields.title);
      return {is_open ? 1 : 0, tier, static_cast<std::int64_t>(base::words(title).size()),
              -one.fields.year.value_or(-40'000), one.id.value};
    }
  }
  return {};
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
    std::vector<Standing> expected;
    for (const auto& [id, one] : edits.living) {
      if (Standing at = standing(one, words); !at.empty()) {
        expected.push_back(std::move(at));
      }
    }
    std::ranges::sort(expected);
    if (expected.empty()) {
      continue;
    }
    Ids ids;
    for (const Standing& at : expected) {
      ids.push_back(at.back());
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
      listing.cursor = catalog::Cursor{PageSide::before, {search::rank_max, std::int64_t{1} << 40}};
      EXPECT_EQ(walked(edits.index, listing, PageSide::before), whole);
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
  // A value counts the books that its filter finds: those with all its words.
  const auto words_of = [](const std::string& text) {
    const std::string folded = base::fold(text);
    std::set<std::string> words;
    for (const std::string_view word : base::words(folded)) {
      words.emplace(word);
    }
    return words;
  };
  for (const auto& [id, one] : edits.living) {
    if (one.fields.year) {
      ++years[std::to_string(*one.fields.year)];
    }
  }
  for (const auto& value : facets.counts[1].values) {
    const auto wanted = words_of(value.text);
    authors[value.text] =
        static_cast<std::uint64_t>(std::ranges::count_if(edits.living, [&](const auto& one) {
          return std::ranges::includes(words_of(*one.second.fields.author), wanted);
        }));
  }
  std::set<std::string> persons;
  for (const auto& [id, one] : edits.living) {
    persons.insert(catalog::person_key(*one.fields.author));
  }
  EXPECT_EQ(authors.size(), persons.size());
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
