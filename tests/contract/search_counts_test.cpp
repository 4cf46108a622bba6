// What is counted and proposed: facets, totals, suggestions, holders of ISBNs.
#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "base/text.hpp"
#include "catalog/person_names.hpp"
#include "contract/catalogue_model.hpp"
#include "contract/search_fixture.hpp"

namespace contract {
namespace {

using catalog::Filter;
using catalog::TextField;
using search::Facet;

class SearchCounts : public SearchTest {
 protected:
  void fill_shelf() {
    for (const catalog::BookFields& book : shelf::books()) {
      created(book);
    }
  }
  Ids holders(std::string_view digits) {
    const auto held = answer_of<search::IsbnMatches>(
        client(), search::FindIsbns{{isbn("9780306406157"), isbn(digits)}});
    Ids ids;
    for (const search::IsbnMatch& one : held) {
      EXPECT_EQ(one.isbn, isbn(digits));
      for (const catalog::BookId id : one.books) {
        ids.push_back(id.value);
      }
    }
    return ids;
  }
};
INSTANTIATE_TEST_SUITE_P(Stores, SearchCounts, testing::ValuesIn(stores_under_test()), name_of);

TEST_P(SearchCounts, BooksWithALinkToTheirTextAreListedCountedAndFoundApart) {
  using enum catalog::LinkRelation;
  const auto with_link = [](const std::string& title, std::optional<catalog::LinkRelation> what) {
    catalog::BookFields made = fields(title, "Ana Lima");
    made.links = {{"https://a.exemplo/x", "", what, ""}};
    return made;
  };
  const Ids wanted{created(with_link("Conto lido", text)).id.value};
  created(with_link("Conto comprado", purchase));
  created(with_link("Conto de algum lugar", std::nullopt));
  const catalog::BookId changed = created(fields("Conto mudado", "Ana Lima")).id;
  Filter filter;
  filter.holdings = catalog::Holdings::linked_text;
  EXPECT_EQ(found("conto", filter), wanted);
  EXPECT_EQ(facets({filter, std::nullopt, {Facet::author}, 9}).books, 1U);
  done(store::Replace{changed, new_book(with_link("Conto mudado", text))});
  catalog::Listing listing;
  listing.filter = filter;
  listing.counting = catalog::Counting::total;
  EXPECT_EQ(page(listing).total, 2U);
}

constexpr std::array facets_of_a_book{Facet::author, Facet::publisher, Facet::language,
                                      Facet::year,   Facet::subject,   Facet::tag};

std::vector<std::string> values_of(const catalog::BookFields& fields, Facet facet) {
  const auto one = [](const std::string& text) {
    return text.empty() ? std::vector<std::string>{} : std::vector{text};
  };
  switch (facet) {
    case Facet::author: {
      std::vector<std::string> names;
      for (const catalog::PersonName& person : catalog::person_names(fields)) {
        names.push_back(person.text);
      }
      return names;
    }
    case Facet::publisher:
      return one(fields.publisher);
    case Facet::language:
      return one(fields.language);
    case Facet::year:
      return fields.year ? one(std::to_string(*fields.year)) : std::vector<std::string>{};
    case Facet::subject:
      return fields.subjects;
    case Facet::tag:
      return fields.tags;
  }
  return {};
}

std::string key_of(const std::string& value, Facet facet) {
  return facet == Facet::author     ? catalog::person_key(value)
         : facet == Facet::language ? value
                                    : base::fold(value);
}

// nullopt: the value has no word.
std::optional<Filter> narrowed_by(Filter filter, Facet facet, const std::string& value) {
  const auto narrow = [&](TextField field) -> std::optional<Filter> {
    const std::string folded = base::fold(value);
    const auto words = base::words(folded);
    if (words.empty()) {
      return std::nullopt;
    }
    filter.texts.push_back({field, {words.begin(), words.end()}});
    return filter;
  };
  switch (facet) {
    case Facet::author:
      return narrow(TextField::author);
    case Facet::publisher:
      return narrow(TextField::publisher);
    case Facet::subject:
      return narrow(TextField::subject);
    case Facet::tag:
      return narrow(TextField::tag);
    case Facet::language:
      filter.language = value;
      return filter;
    case Facet::year:
      filter.year = std::stoi(value);
      return filter;
  }
  return std::nullopt;
}

TEST_P(SearchCounts, APersonIsOneValueHoweverWritten) {
  created(fields("Ensaio sobre a cegueira", "José Saramago"));
  created(fields("Memorial do convento", "Saramago, José"));
  created(fields("A caverna", "José Saramago; Ana Sá"));
  EXPECT_EQ(told(facets({{}, {}, {Facet::author}, 10})), "3 exact\n0: José Saramago=3 Ana Sá=1\n");
}

TEST_P(SearchCounts, ABodyIsTold) {
  auto book = fields("Anais", "Câmara dos Deputados; Rui Paz");
  book.contributors = {{"Câmara dos Deputados", "aut", catalog::ContributorKind::body}};
  created(book);
  created(fields("Atas", "Câmara dos Deputados"));
  const auto counted = facets({{}, {}, {Facet::author}, 10});
  EXPECT_EQ(told(counted), "2 exact\n0: Câmara dos Deputados=2 Rui Paz=1\n");
  EXPECT_TRUE(counted.counts[0].values[0].is_body);
  EXPECT_FALSE(counted.counts[0].values[1].is_body);
}

TEST_P(SearchCounts, AValueIsShownAsItIsWrittenMostOften) {
  for (const std::string subject : {"romance", "Romance", "ROMANCE", "Romance"}) {
    auto book = fields("Livro");
    book.subjects = {subject};
    created(book);
  }
  EXPECT_EQ(told(facets({{}, {}, {Facet::subject}, 10})), "4 exact\n4: Romance=4\n");
}

TEST_P(SearchCounts, OfAFacetAreExactAndInOrder) {
  fill_shelf();
  EXPECT_EQ(told(facets({{}, catalog::parse_search("machado"), {Facet::author, Facet::year}, 2})),
            "5 exact\n0: Machado de Assis=5\n3: 1881=1 1891=1\n");
  EXPECT_EQ(told(facets({{}, {}, {Facet::subject, Facet::tag, Facet::language}, 10})),
            "14 exact\n4: Ciúme=2 Crítica literária=1 Dom Casmurro=1\n5: escola=1\n"
            "2: pt-BR=4 pt-PT=2\n");
  EXPECT_EQ(told(facets({with_text(TextField::publisher, "garnier"),
                         catalog::parse_search("casmurro"),
                         {Facet::publisher, Facet::year},
                         10})),
            "1 exact\n1: Garnier=1\n3: 1899=1\n");
}

TEST_P(SearchCounts, FollowTyposAndFamilies) {
  fill_shelf();
  EXPECT_EQ(told(facets({{}, catalog::parse_search("ação popular"), {Facet::language}, 10})),
            "2 exact\n2: pt-BR=1 pt-PT=1\n");
  EXPECT_EQ(told(facets({{}, catalog::parse_search("quincas bobra"), {Facet::publisher}, 10})),
            "1 exact\n1: Garnier=1\n");
  EXPECT_EQ(told(facets({{}, catalog::parse_search("xyzzyplugh"), {Facet::publisher}, 10})),
            "0 exact\n1:\n");
}

TEST_P(SearchCounts, AreThoseOfALookAtEachBook) {
  FewValuedBooks random(5);
  CatalogueModel model;
  for (int i = 0; i < 200; ++i) {
    model.add(created(random.next()));
  }
  Filter narrow = with_text(TextField::title, "mar");
  narrow.year_min = 1996;
  for (const Filter& filter : {Filter{}, narrow}) {
    const auto books = model.list(filter, {catalog::Sort{}});
    const search::Facets got =
        facets({filter, {}, {facets_of_a_book.begin(), facets_of_a_book.end()}, 1000});
    EXPECT_EQ(got.books, books.size());
    EXPECT_EQ(got.counts_are, search::Facets::Counts::exact);
    ASSERT_EQ(got.counts.size(), facets_of_a_book.size());
    for (const search::FacetCounts& counts : got.counts) {
      // Each value once, however it is written, and as many books as its filter finds.
      std::set<std::string> expected;
      for (const catalog::Book& book : books) {
        for (const std::string& value : values_of(book.fields, counts.facet)) {
          expected.insert(key_of(value, counts.facet));
        }
      }
      std::set<std::string> given;
      for (const search::FacetValue& value : counts.values) {
        EXPECT_TRUE(given.insert(key_of(value.text, counts.facet)).second) << value.text;
        if (const auto narrowed = narrowed_by(filter, counts.facet, value.text)) {
          EXPECT_EQ(model.list(*narrowed, {catalog::Sort{}}).size(), value.books) << value.text;
        }
      }
      EXPECT_EQ(given, expected) << static_cast<int>(counts.facet);
    }
  }
}

// The filter of a value finds as many books as its facet says.
TEST_P(SearchCounts, OfAFacetAreTheTotalsOfItsFilters) {
  fill_shelf();
  const auto query = catalog::parse_search("dom casmurro");
  const search::Facets got = facets({{}, query, {Facet::year}, 10});
  EXPECT_EQ(got.counts.front().values.size(), 4U);
  for (const search::FacetValue& value : got.counts.front().values) {
    auto listing = by_relevance("dom casmurro");
    listing.filter.year = std::stoi(value.text);
    listing.counting = catalog::Counting::total;
    EXPECT_EQ(page(listing).total, value.books) << value.text;
  }
}

TEST_P(SearchCounts, SuggestionsCompleteTitlesAuthorsAndSubjects) {
  fill_shelf();
  EXPECT_EQ(told(suggestions("mach")), "author Machado de Assis=5\n");
  EXPECT_EQ(told(suggestions("MACHADO DE")), "author Machado de Assis=5\n");
  EXPECT_EQ(told(suggestions("memorias post")), "title Memórias póstumas de Brás Cubas=1\n");
  EXPECT_EQ(told(suggestions("ciu")), "subject Ciúme=2\n");
  EXPECT_EQ(told(suggestions("dom cas")),
            "title Dom Casmurro=2\nsubject Dom Casmurro=1\n"
            "title Dom Casmurro ilustrado=1\ntitle O Dom Casmurro=1\n"
            "title O enigma de Dom Casmurro=1\n");
  EXPECT_EQ(told(suggestions("dom cas", 2)), "title Dom Casmurro=2\nsubject Dom Casmurro=1\n");
  EXPECT_EQ(told(suggestions("xyzzy")), "");
}

TEST_P(SearchCounts, SuggestionsAreOfPersonsNotOfAuthorLines) {
  created(fields("Ensaio sobre a cegueira", "José Saramago"));
  created(fields("Memorial do convento", "Saramago, José, 1922-2010"));
  created(fields("A caverna", "José Saramago; Ana Sá"));
  for (const char* q : {"sar", "saramago", "saramago, jo", "jose sara", "jose saramago",
                        "Saramago, José, 1922-2010"}) {
    EXPECT_EQ(told(suggestions(q)), "author José Saramago=3\n") << q;
  }
  // Who is called so stands before who may be.
  EXPECT_EQ(told(suggestions("sa")), "author Ana Sá=1\nauthor José Saramago=3\n");
}

TEST_P(SearchCounts, SuggestionsOfMiddleNamesNeedNotBeTypedInOrder) {
  created(fields("Os Lusíadas", "Castelo Branco, Camilo Ferreira Botelho"));
  for (const char* q : {"camilo castelo", "branco camilo", "camilo br", "botelho castelo bran"}) {
    EXPECT_EQ(told(suggestions(q)), "author Castelo Branco, Camilo Ferreira Botelho=1\n") << q;
  }
}

TEST_P(SearchCounts, SuggestionsForgiveOtherSpellingsAndOneSlip) {
  fill_shelf();
  EXPECT_EQ(told(suggestions("farmacia")), "title Compendio de pharmacia=1\n");
  EXPECT_EQ(told(suggestions("machdo de")), "author Machado de Assis=5\n");
  EXPECT_EQ(told(suggestions("amchad")), "author Machado de Assis=5\n");
  EXPECT_EQ(told(suggestions("critica litrea")), "subject Crítica literária=1\n");
  EXPECT_EQ(told(suggestions("memorias pust")), "title Memórias póstumas de Brás Cubas=1\n");
  // Two slips, and one in a word of three letters.
  EXPECT_EQ(told(suggestions("mcahdo")), "");
  EXPECT_EQ(told(suggestions("cui")), "");
}

TEST_P(SearchCounts, SuggestionsOfEachKindAreShownAndPersonsMostOften) {
  for (const char* name : {"a", "b", "c", "d", "e", "f", "g", "h"}) {
    auto book = fields("Rios " + std::string(name), "Rios, " + std::string(name));
    book.subjects = {"Rios " + std::string(name)};
    created(book);
  }
  std::array<int, 3> shown{};
  for (const search::Suggestion& one : suggestions("rios")) {
    ++shown[static_cast<std::size_t>(one.kind)];
  }
  EXPECT_EQ(shown, (std::array{2, 6, 2}));
}

TEST_P(SearchCounts, SuggestionsFindTheirBooks) {
  auto sailor = fields("Relação -primeira parte", "Navegador, Pedro Álvares, -1520?");
  sailor.subjects = {"Índias -- Descobrimento", "assunto:Viagens", "C++ (Linguagem)"};
  created(sailor);
  for (const char* q : {"navegador", "pedro al", "relacao", "indias", "assunto viag", "c++"}) {
    const auto all = suggestions(q);
    EXPECT_EQ(all.size(), 1U) << q;
    for (const search::Suggestion& one : all) {
      EXPECT_EQ(one.books, 1U);
      EXPECT_EQ(found(one.text), Ids{1}) << one.text;
    }
  }
}

TEST_P(SearchCounts, SuggestionsAreOfLivingBooks) {
  auto first = fields("Primeiro", "Rui Paz");
  first.subjects = {"Mar"};
  auto second = fields("Segundo", "Rui Paz; Ana Sá");
  second.subjects = {"Mar", "Maré"};
  created(first);
  const std::int64_t id = created(second).id.value;
  EXPECT_EQ(told(suggestions("mar")), "subject Mar=2\nsubject Maré=1\n");
  done(store::Remove{{id}});
  EXPECT_EQ(told(suggestions("mar")), "subject Mar=1\n");
  EXPECT_EQ(told(suggestions("paz")), "author Rui Paz=1\n");
  EXPECT_EQ(told(suggestions("ana")), "");
  EXPECT_EQ(told(suggestions("segu")), "");
}

TEST_P(SearchCounts, SuggestionsCountBooksOfOneTitleTogether) {
  for (int i = 0; i < 3; ++i) {
    created(fields("Contos novos"));
  }
  created(fields("Contos novos e velhos"));
  EXPECT_EQ(told(suggestions("contos novos")).find("title Contos novos=3"), 0U);
  done(store::Remove{{1}});
  EXPECT_EQ(told(suggestions("contos novos")).find("title Contos novos=2"), 0U);
}

TEST_P(SearchCounts, IsbnsAreHeldByTheBooksThatLive) {
  fill_shelf();
  auto second = fields("Outra edição");
  second.other_isbns = {isbn("9788535914849")};
  const std::int64_t id = created(second).id.value;
  EXPECT_EQ(holders("8535914846"), (Ids{shelf::casmurro, id}));
  EXPECT_EQ(holders("9791090636071"), (Ids{shelf::volume}));
  EXPECT_EQ(holders("9788535902778"), Ids{});
  done(store::Remove{{shelf::casmurro}});
  EXPECT_EQ(holders("8535914846"), (Ids{id}));
}

}  // namespace
}  // namespace contract
