#include "base/text.hpp"
#include "contract/catalogue_model.hpp"
#include "contract/search_fixture.hpp"

namespace contract {
namespace {

using catalog::Filter;
using catalog::Listing;
using catalog::TextField;

class FilterBooks : public SearchTest {
 protected:
  std::vector<std::int64_t> found(Filter filter) {
    Listing listing;
    listing.filter = std::move(filter);
    return ids_of(list(listing).books);
  }
  std::vector<std::int64_t> with_words(TextField field, std::vector<std::string> words) {
    Filter filter;
    filter.texts.push_back({field, std::move(words)});
    return found(filter);
  }
};
INSTANTIATE_TEST_SUITE_P(Stores, FilterBooks, testing::ValuesIn(stores_under_test()), name_of);

TEST_P(FilterBooks, WithoutFilterEveryBookByIdIsThere) {
  EXPECT_EQ(found({}), Ids{});
  created(fields("Um"));
  created(fields("Dois"));
  EXPECT_EQ(found({}), (Ids{1, 2}));
}

TEST_P(FilterBooks, TitleWordsOccurInTitleSubtitleOrOriginalTitle) {
  catalog::BookFields book = fields("A Máquina do Tempo");
  book.subtitle = "uma invenção";
  book.original_title = "The Time Machine";
  created(book);
  created(fields("Tempo e Vento"));
  EXPECT_EQ(with_words(TextField::title, {"tempo"}), (Ids{1, 2}));
  EXPECT_EQ(with_words(TextField::title, {"tempo", "maquina"}), Ids{1});
  EXPECT_EQ(with_words(TextField::title, {"machine", "invencao", "tempo"}), Ids{1});
  EXPECT_EQ(with_words(TextField::title, {"temp"}), Ids{});
  EXPECT_EQ(with_words(TextField::author, {"tempo"}), Ids{});
}

TEST_P(FilterBooks, AuthorWordsOccurInAuthorOrContributors) {
  catalog::BookFields book = fields("Um", "Clarice Lispector");
  book.contributors = {{"Clarice Lispector", "aut"}, {"Benjamin Moser", "trl"}};
  created(book);
  catalog::BookFields anonymous;
  anonymous.title = "Dois";
  anonymous.contributors = {{"Moser Filho", "edt"}};
  created(anonymous);
  EXPECT_EQ(with_words(TextField::author, {"lispector"}), Ids{1});
  EXPECT_EQ(with_words(TextField::author, {"moser"}), (Ids{1, 2}));
  EXPECT_EQ(with_words(TextField::author, {"filho", "moser"}), Ids{2});
}

TEST_P(FilterBooks, PublisherSubjectAndTagHaveWordsOfTheirOwn) {
  catalog::BookFields book = fields("Um");
  book.publisher = "Companhia das Letras";
  book.subjects = {"Ficção", "História do Brasil"};
  book.tags = {"para ler", "férias"};
  created(book);
  EXPECT_EQ(with_words(TextField::publisher, {"letras"}), Ids{1});
  EXPECT_EQ(with_words(TextField::subject, {"brasil", "ficcao"}), Ids{1});
  EXPECT_EQ(with_words(TextField::tag, {"ferias"}), Ids{1});
  EXPECT_EQ(with_words(TextField::tag, {"letras"}), Ids{});
  EXPECT_EQ(with_words(TextField::publisher, {"brasil"}), Ids{});
}

TEST_P(FilterBooks, WordsThatLookLikeOperatorsAreWords) {
  created(fields("AND OR NOT NEAR title"));
  created(fields("Outro"));
  for (const char* const word : {"and", "or", "not", "near", "title"}) {
    EXPECT_EQ(with_words(TextField::title, {word}), Ids{1}) << word;
  }
  EXPECT_EQ(with_words(TextField::title, {"not", "and"}), Ids{1});
}

TEST_P(FilterBooks, WordsInOtherScriptsAreFound) {
  created(fields("Война и мир"));
  created(fields("紅樓夢"));
  const std::string war = base::fold("ВОЙНА");
  EXPECT_EQ(with_words(TextField::title, {war}), Ids{1});
  EXPECT_EQ(with_words(TextField::title, {base::fold("紅樓夢")}), Ids{2});
}

TEST_P(FilterBooks, SeveralTextFiltersAreAndedAlsoOnOneField) {
  catalog::BookFields book = fields("Dom Casmurro", "Machado de Assis");
  created(book);
  created(fields("Dom Quixote", "Miguel de Cervantes"));
  Filter filter;
  filter.texts = {{TextField::title, {"dom"}}, {TextField::author, {"machado"}}};
  EXPECT_EQ(found(filter), Ids{1});
  filter.texts = {{TextField::title, {"dom"}}, {TextField::title, {"quixote"}}};
  EXPECT_EQ(found(filter), Ids{2});
  filter.texts = {{TextField::title, {"dom"}}, {TextField::author, {"quixote"}}};
  EXPECT_EQ(found(filter), Ids{});
}

TEST_P(FilterBooks, AWordFilterSeesAWriteThatWasJustAnswered) {
  for (int i = 1; i <= 5; ++i) {
    created(fields("imediato"));
    EXPECT_EQ(with_words(TextField::title, {"imediato"}).size(), static_cast<std::size_t>(i));
  }
  done(store::Replace{{3}, new_book("adiado")});
  EXPECT_EQ(with_words(TextField::title, {"imediato"}), (Ids{1, 2, 4, 5}));
  done(store::Remove{{1}});
  EXPECT_EQ(with_words(TextField::title, {"imediato"}), (Ids{2, 4, 5}));
  done(store::Restore{{1}, {1}});
  EXPECT_EQ(with_words(TextField::title, {"imediato"}), (Ids{1, 2, 4, 5}));
}

TEST_P(FilterBooks, IsbnMatchesEitherList) {
  catalog::BookFields first = fields("Um");
  first.isbn = isbn("9788535914849");
  catalog::BookFields second = fields("Dois");
  second.other_isbns = {isbn("9780195101706"), isbn("9788535914849")};
  created(first);
  created(second);
  created(fields("Três"));
  Filter filter;
  filter.isbn = isbn("8535914846");
  EXPECT_EQ(found(filter), (Ids{1, 2}));
  filter.isbn = isbn("9780195101706");
  EXPECT_EQ(found(filter), Ids{2});
}

TEST_P(FilterBooks, ALanguageAlsoFindsItsRegions) {
  for (const char* const tag : {"pt", "pt-BR", "pt-PT", "ptx", "en", "", "p"}) {
    catalog::BookFields book = fields(std::string("Em ") + tag);
    book.language = tag;
    created(book);
  }
  Filter filter;
  filter.language = "pt";
  EXPECT_EQ(found(filter), (Ids{1, 2, 3}));
  filter.language = "pt-BR";
  EXPECT_EQ(found(filter), Ids{2});
}

TEST_P(FilterBooks, YearsAreBoundedOnBothSidesAndNeedAYear) {
  for (const int year : {-500, 0, 1899, 1900, 1950}) {
    catalog::BookFields book = fields("De um ano");
    book.year = year;
    created(book);
  }
  created(fields("Sem ano"));
  Filter filter;
  filter.year = 0;
  EXPECT_EQ(found(filter), Ids{2});
  filter = {};
  filter.year_min = 1900;
  EXPECT_EQ(found(filter), (Ids{4, 5}));
  filter = {};
  filter.year_max = 0;
  EXPECT_EQ(found(filter), (Ids{1, 2}));
  filter.year_min = 0;
  filter.year_max = 1900;
  EXPECT_EQ(found(filter), (Ids{2, 3, 4}));
  filter.year_min = 2000;
  EXPECT_EQ(found(filter), Ids{});
}

TEST_P(FilterBooks, IdsThatAreNotThereAreSkipped) {
  for (int i = 0; i < 5; ++i) {
    created(fields("Numerado"));
  }
  done(store::Remove{{2}});
  Filter filter;
  filter.ids = {{1}, {2}, {5}, {99}, {catalog::book_id_max}};
  EXPECT_EQ(found(filter), (Ids{1, 5}));
}

TEST_P(FilterBooks, UpdatedSinceIncludesThatInstant) {
  created(fields("Antigo"));
  clock().advance(std::chrono::seconds(1));
  const base::Instant since = clock().now();
  created(fields("Do instante"));
  clock().advance(std::chrono::seconds(1));
  created(fields("Novo"));
  done(store::Alter{{1}, with_year(1901)});
  Filter filter;
  filter.updated_since = since;
  EXPECT_EQ(found(filter), (Ids{1, 2, 3}));
  filter.updated_since = since + std::chrono::milliseconds(1);
  EXPECT_EQ(found(filter), (Ids{1, 3}));
}

// ---- totals ------------------------------------------------------------------------------------

class CountBooks : public SearchTest {
 protected:
  Page counted(const Filter& filter) {
    Listing listing;
    listing.filter = filter;
    listing.limit = 1;
    listing.counting = catalog::Counting::total;
    return list(listing);
  }
};
INSTANTIATE_TEST_SUITE_P(Stores, CountBooks, testing::ValuesIn(stores_under_test()), name_of);

TEST_P(CountBooks, OnlyWhenAsked) { EXPECT_FALSE(list({}).total.has_value()); }

TEST_P(CountBooks, WithoutFilterFollowsEveryChange) {
  EXPECT_EQ(counted({}).total, 0U);
  created(fields("Um"));
  created(fields("Dois"));
  EXPECT_EQ(counted({}).total, 2U);
  done(store::Remove{{1}});
  EXPECT_EQ(counted({}).total, 1U);
  done(store::Restore{{1}, {1}});
  EXPECT_EQ(counted({}).total, 2U);
  done(store::Alter{{1}, with_year(1901)});
  EXPECT_EQ(counted({}).total, 2U);
  open_store();
  EXPECT_EQ(counted({}).total, 2U);
}

TEST_P(CountBooks, WithEachFilterAndAllOfThemIsExact) {
  FewValuedBooks random(7);
  CatalogueModel model;
  for (int i = 0; i < 80; ++i) {
    model.add(created(random.next()));
  }
  Filter every;
  every.texts = {{TextField::title, {"mar"}}};
  every.language = "pt";
  every.year_min = 1996;
  every.updated_since = clock().now();
  std::vector<Filter> filters(4);
  filters[0].texts = every.texts;
  filters[1].language = every.language;
  filters[2].year_min = every.year_min;
  filters[3].updated_since = every.updated_since;
  filters.push_back(every);
  for (const Filter& filter : filters) {
    const Page page = counted(filter);
    EXPECT_EQ(page.total, model.list(filter, {{}}).size());
    EXPECT_EQ(page.total_is, Page::Total::exact);
  }
}

TEST_P(CountBooks, IdsThatAreNotThereDoNotCount) {
  created(fields("Um"));
  created(fields("Dois"));
  created(fields("Três"));
  done(store::Remove{{2}});
  Filter filter;
  filter.ids = {{1}, {2}, {3}, {99}};
  EXPECT_EQ(counted(filter).total, 2U);
}

TEST_P(CountBooks, OfManyMatchesItIsExactToo) {
  constexpr std::size_t books = 10'050;
  std::size_t answered = 0;
  for (std::size_t i = 0; i < books; ++i) {
    catalog::NewBook book = new_book("muitos");
    book.fields.edit().year = i < 10'000 ? 1999 : 2001;
    client().session().write({store::Create{std::move(book)}, {}, {}, {}},
                             [&](const store::WriteOutcome& outcome) {
                               EXPECT_TRUE(outcome.has_value());
                               ++answered;
                             });
    client().loop().run_until([&] { return i + 1 - answered < 1000; });
  }
  client().loop().run_until([&] { return answered == books; });
  EXPECT_EQ(counted({}).total, books);
  EXPECT_EQ(counted({}).total_is, Page::Total::exact);
  Filter words;
  words.texts = {{TextField::title, {"muitos"}}};
  EXPECT_EQ(counted(words).total, books);
  EXPECT_EQ(counted(words).total_is, Page::Total::exact);
  words.year = 1999;
  EXPECT_EQ(counted(words).total, 10'000U);
  EXPECT_EQ(counted(words).total_is, Page::Total::exact);
}

}  // namespace
}  // namespace contract
