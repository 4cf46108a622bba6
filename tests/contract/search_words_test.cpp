// What a search finds, and how: each query with the books it must find, in order, on every store.
#include <chrono>

#include "contract/search_fixture.hpp"

namespace contract {
namespace {

using catalog::Filter;
using catalog::TextField;
using search::SearchStage;
using namespace shelf;

class SearchWords : public SearchTest {
 protected:
  void SetUp() override {
    SearchTest::SetUp();
    for (const catalog::BookFields& book : shelf::books()) {
      created(book);
    }
  }

  struct Expected {
    std::string q;
    Ids ids;
    SearchStage stage = SearchStage::exact;
    std::string meant = {};
  };
  void expect(const std::vector<Expected>& all) {
    for (const Expected& expected : all) {
      auto listing = by_relevance(expected.q);
      listing.counting = catalog::Counting::total;
      const Page got = page(listing);
      EXPECT_EQ(ids_of(got.books), expected.ids) << expected.q;
      EXPECT_EQ(got.total, expected.ids.size()) << expected.q;
      ASSERT_TRUE(got.search.has_value()) << expected.q;
      EXPECT_EQ(got.search->stage, expected.stage) << expected.q;
      EXPECT_EQ(got.search->meant, expected.meant) << expected.q;
    }
  }
};
INSTANTIATE_TEST_SUITE_P(Stores, SearchWords, testing::ValuesIn(stores_under_test()), name_of);

const Ids everything_of_casmurro{casmurro, com_artigo, ilustrado, enigma, capitu, ensaios};

TEST_P(SearchWords, TitlesComeBeforeAuthorsBeforeTheRest) {
  expect({
      {"dom casmurro", everything_of_casmurro},
      {"o dom casmurro", {com_artigo, enigma}},
      {"casmurro dom", {casmurro, ilustrado, com_artigo, enigma, capitu, ensaios}},
      {"casmurro", {capitu, casmurro, ilustrado, com_artigo, enigma, ensaios}},
      {"a escrita", {escrita}},
  });
}

TEST_P(SearchWords, AreFoundWhateverTheirCaseAndAccents) {
  expect({
      {"DOM CASMURRO", everything_of_casmurro},
      {"memorias postumas", {memorias}},
      {"MEMÓRIAS PÓSTUMAS", {memorias}},
      {"memo\u0301rias po\u0301stumas", {memorias}},
      {"relogio d'agua", {volume}},
      {"colecao azulejo", {volume}},
      {"紅樓", {china}},
      {"樓紅", {}},
      {"writing pratica", {escrita}},
      {"rui paz", {escrita}},
      {"escola", {}},
  });
}

TEST_P(SearchWords, OnlyTheLastIsAlsoAPrefix) {
  expect({
      {"memor", {memorias}},
      {"postumas memor", {memorias}},
      {"memor postumas", {memorias}, SearchStage::partial, "postumas"},
      {"ant", {accao, acao}},
      {"9788535", {casmurro}},
  });
}

TEST_P(SearchWords, InQuotesStandSideBySide) {
  expect({
      {"\"dom casmurro\"", {casmurro, com_artigo, ilustrado, enigma, ensaios}},
      {"\"casmurro dom\"", {}},
      {"\"enigma de dom\"", {enigma}},
      {"\"enigma dom\"", {}},
      // Not from one value of a list, or one field, into the next.
      {"\"ciume critica\"", {}},
      {"\"escrita teoria\"", {}},
      {"\"pratica writing\"", {}},
      {"\"memor\"", {}},
      {"\"teoria e pratica", {escrita}},
  });
}

TEST_P(SearchWords, WithAMinusAreAbsent) {
  expect({
      {"casmurro -enigma", {capitu, casmurro, ilustrado, com_artigo, ensaios}},
      {"casmurro -\"dom casmurro\"", {capitu}},
      {"casmurro -autor:machado", {capitu, enigma, ensaios}},
      {"casmurro -titulo:casmurro", {ensaios}},
      // With nothing else asked for, the words are meant.
      {"-machado -casmurro", {casmurro, ilustrado, com_artigo}},
      {"casmurro -isbn", {capitu, casmurro, ilustrado, com_artigo, enigma, ensaios}},
      // An absent word is whole.
      {"casmurro -casm", {capitu, casmurro, ilustrado, com_artigo, enigma, ensaios}},
  });
}

TEST_P(SearchWords, AreLookedForInTheFieldThatIsNamed) {
  expect({
      {"autor:machado casmurro", {casmurro, ilustrado, com_artigo}},
      {"autor:casmurro", {}},
      {"titulo:quincas", {quincas}},
      {"título:writing", {escrita}},
      {"assunto:ciume", {casmurro, enigma}},
      {"editora:garnier autor:assis", {casmurro, quincas}},
      {"autor:\"machado de assis\" borba", {quincas}},
      {"assunto:\"dom casmurro\"", {ensaios}},
  });
}

TEST_P(SearchWords, AreFoundInOtherSpellingsOfTheirFamily) {
  const auto family = SearchStage::family;
  expect({
      {"farmácia", {pharmacia}, family},
      {"compêndio de farmacia", {pharmacia}, family},
      {"autor:joaquim farmacia", {pharmacia}, family},
      // The exact spelling first.
      {"ação popular", {acao, accao}, family},
      {"acção popular", {accao, acao}, family},
      // Folded they are the same word.
      {"antonio", {accao, acao}},
      // A phrase is meant as it is spelled.
      {"\"ação popular\"", {acao}},
      {"acao -accao", {acao}},
  });
}

TEST_P(SearchWords, WithATypoAreUnderstoodWhenNothingElseIsFound) {
  const auto typo = SearchStage::approximate;
  expect({
      {"quincas bobra", {quincas}, typo, "quincas borba"},
      {"quincas barba", {quincas}, typo, "quincas borba"},
      {"memorais postumqs", {memorias}, typo, "memorias postumas"},
      {"caasmurro", {casmurro, ilustrado, com_artigo, capitu, enigma, ensaios}, typo, "casmurro"},
      {"titulo:quinczs", {quincas}, typo, "titulo:quincas"},
      {"quincaz -casmurro", {quincas}, typo, "quincas -casmurro"},
      // A word of three letters beside another: what stands beside it in books.
      {"dem casmurro",
       {casmurro, com_artigo, ilustrado, enigma, capitu, ensaios},
       typo,
       "dom casmurro"},
      // Too far away, digits: left out.
      {"quincas bxxba", {quincas}, SearchStage::partial, "quincas"},
      {"1898 casmurro",
       {casmurro, ilustrado, com_artigo, capitu, enigma, ensaios},
       SearchStage::partial,
       "casmurro"},
      {"xyzzyplugh", {}},
      {"\"quincas bobra\"", {}},
  });
}

TEST_P(SearchWords, ThatAreAnIsbnFindItInAnyForm) {
  for (const std::string q :
       {"9788535914849", "978-85-359-1484-9", "8535914846", "85-359-1484-6", "ISBN 8535914846"}) {
    expect({{q, {casmurro}}});
  }
  expect({
      {"9791090636071", {volume}},
      {"8574190233", {quincas}},
      {"9788574190235", {quincas}},
      {"garnier 85-359-1484-6", {casmurro}},
      {"borba 85-359-1484-6", {quincas}, SearchStage::partial, "borba"},
      // Valid, but nobody's.
      {"9788535902778", {}},
      // One digit wrong: the right one is named.
      {"9788535914848", {}, SearchStage::exact, "9788535914849"},
      {"978-85-359-1484-8", {}, SearchStage::exact, "9788535914849"},
  });
}

TEST_P(SearchWords, AreNarrowedByEachFilter) {
  Filter years;
  years.year_max = 1899;
  EXPECT_EQ(found("casmurro", years), (Ids{casmurro}));
  Filter language;
  language.language = "pt";
  EXPECT_EQ(found("popular", language), (Ids{accao, acao}));
  language.language = "pt-PT";
  EXPECT_EQ(found("popular", language), (Ids{accao}));
  EXPECT_EQ(found("machado", with_text(TextField::publisher, "garnier")), (Ids{casmurro, quincas}));
  EXPECT_EQ(found("casmurro", with_text(TextField::tag, "escola")), (Ids{casmurro}));
  EXPECT_EQ(found("casmurro", with_text(TextField::subject, "literaria")), (Ids{enigma}));
  // A filter is meant as it is spelled, and whole.
  EXPECT_EQ(found("popular", with_text(TextField::title, "acc")), Ids{});
  Filter isbn_of;
  isbn_of.isbn = isbn("9788535914849");
  EXPECT_EQ(found("dom", isbn_of), (Ids{casmurro}));
  Filter ids;
  ids.ids = {{capitu}, {com_artigo}, {memorias}};
  EXPECT_EQ(found("casmurro", ids), (Ids{capitu, com_artigo}));
  EXPECT_EQ(found("dom casmurro", ids), (Ids{com_artigo, capitu}));
}

TEST_P(SearchWords, AreNarrowedByTheLastChange) {
  Filter since;
  since.updated_since = clock().now() + std::chrono::milliseconds(1);
  EXPECT_EQ(found("casmurro", since), Ids{});
  clock().advance(std::chrono::milliseconds(1));
  done(store::Replace{{enigma}, new_book("Dom Casmurro, de novo")});
  EXPECT_EQ(found("casmurro", since), (Ids{enigma}));
}

TEST_P(SearchWords, AreFoundInEveryOrder) {
  auto listing = by_relevance("machado");
  listing.order = {{catalog::SortKey::year, catalog::Direction::descending}, {}};
  EXPECT_EQ(ids_of(page(listing).books), (Ids{ilustrado, com_artigo, casmurro, quincas, memorias}));
  listing.order = {{catalog::SortKey::title, {}}, {}};
  EXPECT_EQ(ids_of(page(listing).books), (Ids{casmurro, com_artigo, ilustrado, memorias, quincas}));
  listing.order = {{catalog::SortKey::id, catalog::Direction::descending}};
  EXPECT_EQ(ids_of(page(listing).books), (Ids{quincas, memorias, com_artigo, casmurro, ilustrado}));
}

TEST_P(SearchWords, OfSignsAloneFindNothing) {
  for (const std::string q : {"-", "\"\"", "...", "???", "-----------"}) {
    EXPECT_EQ(found(q), Ids{}) << q;
  }
}

TEST_P(SearchWords, MissingThereIsNoSearch) {
  Ids all;
  for (std::int64_t id = 1; id <= book_count; ++id) {
    all.push_back(id);
  }
  for (const std::string q : {"", " "}) {
    EXPECT_EQ(found(q), all) << q;
  }
}

}  // namespace
}  // namespace contract
