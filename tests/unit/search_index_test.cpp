#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <ranges>
#include <set>

#include "base/text.hpp"
#include "catalog/person_names.hpp"
#include "search/query/facets.hpp"
#include "unit/search_index_fixture.hpp"

namespace search_index_test {
namespace {

using namespace search_index_fixture;  // NOLINT(google-build-using-namespace)
TEST(SearchIndex, AFilterNarrowsASearch) {
  Book old = book(1, "Contos");
  old.fields.edit().year = 1870;
  old.fields.edit().language = "pt-BR";
  Book recent = book(2, "Contos novos");
  recent.fields.edit().year = 1947;
  recent.fields.edit().language = "pt";
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
  books.back().fields.edit().tags = {"casa"};
  books.push_back(book(6002, "Zorzal", "Ana Prado"));
  books.back().fields.edit().subjects = {"Casas"};
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

TEST(SearchIndex, ATypoFindsWhatTheCatalogueHas) {
  const Index index = index_of({book(1, "Memórias póstumas"), book(2, "Dom Casmurro")});
  const auto answer = page(index, by_relevance("memroias"));
  EXPECT_EQ(answer.ids(), std::vector<BookId>{{1}});
  EXPECT_EQ(answer.page.search->stage, SearchStage::approximate);
  EXPECT_EQ(answer.page.search->meant, "memorias");
}

TEST(SearchIndex, FewHitsOfAWordOfAskingAreShownWithTheSearchWithoutIt) {
  const Index index = index_of({book(1, "Memorial do convento", "José Saramago"),
                                book(2, "Discursos de Estocolmo", "Saramago, José"),
                                book(3, "Ler Saramago: o livro e o leitor", "Beatriz Berrini"),
                                book(4, "O livro das ignorãças", "Manoel de Barros")});
  const auto meant = [&index](const std::string& asked) {
    return page(index, by_relevance(asked)).page.search->meant;
  };
  EXPECT_EQ(found(index, "livro saramago"), (Ids{3}));
  EXPECT_EQ(meant("livro saramago"), "saramago");
  EXPECT_EQ(meant("saramago livros"), "saramago");
  EXPECT_EQ(meant("o livro das"), "");  // a title begins so
  EXPECT_EQ(meant("livro"), "");
  EXPECT_EQ(meant("obras do saramago"), "saramago");
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

TEST(SearchIndex, AWordOfDeletedBooksOnlyIsUnknown) {
  std::vector<Book> books;
  for (std::int64_t id = 1; id <= 500; ++id) {
    books.push_back(book(id, id <= 20 ? "Memorial do convento" : "Outro livro"));
  }
  std::vector<BookId> gone;
  for (std::int64_t id = 501; id <= 601; ++id) {
    books.push_back(book(id, id == 501 ? "Zxqwertyalfa" : "Zxqwertybeta"));
    gone.push_back({id});
  }
  Index index = index_of(books);
  index.apply({{}, gone, {2}});
  books.erase(books.begin() + 500, books.end());
  const Index anew = index_of(books);
  for (const char* const q :
       {"convento zxqwertyalfa", "convento zxqwertybeta", "convento zxqwer", "zxqwertyalfa"}) {
    const auto answer = page(index, by_relevance(q));
    const auto expected = page(anew, by_relevance(q));
    EXPECT_EQ(answer.ids(), expected.ids()) << q;
    EXPECT_EQ(answer.page.search->stage, expected.page.search->stage) << q;
    EXPECT_EQ(answer.page.search->ignored, expected.page.search->ignored) << q;
  }
}

// ---- random edits ------------------------------------------------------------------------------

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
          catalog::Cursor{PageSide::before, {search::spelled_rank_max, std::int64_t{1} << 40}};
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
    if (one.fields->year) {
      ++years[std::to_string(*one.fields->year)];
    }
  }
  for (const auto& value : facets.counts[1].values) {
    const auto wanted = words_of(value.text);
    authors[value.text] =
        static_cast<std::uint64_t>(std::ranges::count_if(edits.living, [&](const auto& one) {
          return std::ranges::includes(words_of(*one.second.fields->author), wanted);
        }));
  }
  std::set<std::string> persons;
  for (const auto& [id, one] : edits.living) {
    persons.insert(catalog::person_key(*one.fields->author));
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
