#include "contract/store_fixture.hpp"

namespace contract {
namespace {

using catalog::BookId;
using catalog::ProblemCode;
using catalog::Version;

class CreateBook : public StoreTest {
 protected:
  catalog::Book created_at(std::int64_t id) {
    catalog::NewBook book = new_book("Escolhido");
    book.id = BookId{id};
    return done(store::Create{book}).book;
  }
};
INSTANTIATE_TEST_SUITE_P(Stores, CreateBook, testing::ValuesIn(stores_under_test()), name_of);

catalog::BookFields every_field() {
  catalog::BookFields all;
  all.title = "Memórias Póstumas de Brás Cubas";
  all.author = "Machado de Assis";
  all.subtitle = "romance";
  all.original_title = "Memórias Posthumas de Braz Cubas";
  all.contributors = {{"Machado de Assis", "aut"},
                      {"Cândido Portinari", "ill"},
                      {"Academia Brasileira de Letras", "spn", catalog::ContributorKind::body},
                      {"Bienal do Livro", "ctb", catalog::ContributorKind::event}};
  all.isbn = isbn("9788535914849");
  all.other_isbns = {isbn("9780195101706"), isbn("9788525406958")};
  all.identifiers = {{catalog::IdentifierType::lccn, "97-8535"},
                     {catalog::IdentifierType::invalid_isbn, "85-000-X"}};
  all.publisher = "Companhia das Letras";
  all.place = "São Paulo";
  all.edition = "1. ed.";
  all.year = -12;
  all.language = "pt-BR";
  all.original_language = "pt";
  all.pages = 368;
  all.subjects = {"Ficção brasileira", "Defuntos autores"};
  all.tags = {"clássico", "relido em 2026"};
  all.cdd = "869.3";
  all.cdu = "821.134.3(81)-31";
  all.series = catalog::Series{"Obra completa", "v. 3"};
  all.synopsis = "Ao verme\nque primeiro roeu\tas frias carnes";
  all.notes = {"Inclui índice.", "\"Edição\" comemorativa; 150 anos."};
  all.links = {
      {"https://example.org/7.pdf", "application/pdf", catalog::LinkRelation::text, "p. 1"},
      {"https://example.org/7", "", std::nullopt, ""}};
  all.cover = "https://example.org/capa.jpg?x=\"1\"&y='2'";
  all.extra = R"({"a":[1,2,{"b":null}],"ç":"\u0000"})";
  return all;
}

TEST_P(CreateBook, KeepsEveryFieldAsItWasGiven) {
  const catalog::Book book = created(every_field());
  EXPECT_EQ(book.fields, every_field());
  EXPECT_EQ(get(book.id), book);
}

TEST_P(CreateBook, KeepsAnUnknownAuthorAndAbsentFieldsApart) {
  catalog::BookFields bare;
  bare.title = "Sem autor";
  const catalog::Book book = created(bare);
  EXPECT_EQ(get(book.id).fields, bare);
  EXPECT_FALSE(get(book.id).fields->author.has_value());
}

TEST_P(CreateBook, KeepsListsOfEveryLength) {
  for (const std::size_t count : {1U, 2U, 50U}) {
    catalog::BookFields made = fields("Listas");
    for (std::size_t i = 0; i < count; ++i) {
      made.subjects.push_back("assunto " + std::to_string(i));
      made.contributors.push_back({"nome " + std::to_string(i), i % 2 == 0 ? "aut" : "trl"});
    }
    EXPECT_EQ(get(created(made).id).fields, made);
  }
}

TEST_P(CreateBook, BeginsAtVersionOneWithTheClocksTime) {
  const catalog::Book book = created(fields("Novo"));
  EXPECT_EQ(book.version, Version{1});
  EXPECT_EQ(book.created_at, clock().now());
  EXPECT_EQ(book.updated_at, clock().now());
}

TEST_P(CreateBook, GivesIdsInOrderFromOne) {
  for (const std::int64_t expected : {1, 2, 3}) {
    EXPECT_EQ(created(fields("Em ordem")).id, BookId{expected});
  }
}

TEST_P(CreateBook, SaysThatItCreatedAndUnderWhichSequence) {
  const Written first = done(store::Create{new_book("Um")});
  const Written second = done(store::Create{new_book("Outro")});
  EXPECT_EQ(first.change, store::Change::created);
  EXPECT_EQ(first.origin, store::Written::Origin::executed);
  EXPECT_EQ(second.sequence.value, first.sequence.value + 1);
}

TEST_P(CreateBook, TakesAnyIdThatWasNeverUsed) {
  for (const std::int64_t id : {std::int64_t{7}, catalog::book_id_max, std::int64_t{1}}) {
    EXPECT_EQ(created_at(id).id, BookId{id});
    EXPECT_EQ(get(BookId{id}).id, BookId{id});
  }
}

TEST_P(CreateBook, NeverGivesAnIdThatAClientChose) {
  created_at(catalog::book_id_max);
  created_at(2);
  created_at(3);
  EXPECT_EQ(created(fields("a")).id, BookId{1});
  EXPECT_EQ(created(fields("b")).id, BookId{4});
}

TEST_P(CreateBook, SkipsABlockOfChosenIds) {
  for (std::int64_t id = 1; id <= 300; ++id) {
    created_at(id);
  }
  for (std::int64_t id = 302; id <= 500; ++id) {
    created_at(id);
  }
  EXPECT_EQ(created(fields("na lacuna")).id, BookId{301});
  EXPECT_EQ(created(fields("depois do bloco")).id, BookId{501});
}

TEST_P(CreateBook, NeverGivesTheIdOfADeletedBook) {
  const catalog::Book book = created(fields("Breve"));
  done(store::Remove{book.id});
  EXPECT_EQ(created(fields("Seguinte")).id, BookId{book.id.value + 1});
}

TEST_P(CreateBook, GoesOnAfterARestartWhereItStopped) {
  const catalog::Book last = created(fields("Antes"));
  done(store::Remove{last.id});
  open_store();
  EXPECT_EQ(created(fields("Depois")).id, BookId{last.id.value + 1});
}

TEST_P(CreateBook, AnIdOfALivingOrDeletedBookIsInUse) {
  const catalog::Book alive = created(fields("Vivo"));
  const catalog::Book deleted = created(fields("Excluído"));
  done(store::Remove{deleted.id});
  for (const BookId used : {alive.id, deleted.id}) {
    catalog::NewBook again = new_book("Outra vez");
    again.id = used;
    EXPECT_EQ(refused(store::Create{again}).problem, catalog::problem::id_in_use(used));
  }
  EXPECT_EQ(get(alive.id), alive);
}

TEST_P(CreateBook, ClaimsOfANewBookAreAccepted) {
  catalog::NewBook book = new_book("Com versão");
  book.claims = {Version{1}, clock().now(), clock().now()};
  EXPECT_EQ(done(store::Create{book}).book.version, Version{1});
}

TEST_P(CreateBook, OtherClaimsAreReadOnlyErrorsAndNothingIsKept) {
  catalog::NewBook book = new_book("Com versão alheia");
  book.claims = {Version{2}, clock().now() - std::chrono::seconds(1), {}};
  const store::Refused refusal = refused(store::Create{book});
  EXPECT_EQ(refusal.problem.code, ProblemCode::invalid_book);
  EXPECT_EQ(refusal.problem.errors.size(), 2U);
  EXPECT_EQ(refused(store::GetBook{{1}}), ProblemCode::book_not_found);
}

// ---- duplicates --------------------------------------------------------------------------------

class LikelyDuplicates : public StoreTest {
 protected:
  std::vector<BookId> duplicates_of(const catalog::BookFields& made) {
    return done(store::Create{new_book(made)}).duplicates;
  }
};
INSTANTIATE_TEST_SUITE_P(Stores, LikelyDuplicates, testing::ValuesIn(stores_under_test()), name_of);

catalog::BookFields with_isbn(std::string_view title, std::string_view digits) {
  catalog::BookFields made = fields(title, title);
  made.isbn = isbn(digits);
  return made;
}

TEST_P(LikelyDuplicates, ABookUnlikeAllOthersHasNone) {
  created(with_isbn("Um", "9788535914849"));
  EXPECT_TRUE(duplicates_of(with_isbn("Outro", "9780195101706")).empty());
}

TEST_P(LikelyDuplicates, HaveAnIsbnInCommonInEitherList) {
  const BookId first = created(with_isbn("Um", "9788535914849")).id;
  catalog::BookFields listed = fields("Dois", "Dois");
  listed.other_isbns = {isbn("9780195101706"), isbn("9788535914849")};
  EXPECT_EQ(duplicates_of(listed), std::vector{first});
  EXPECT_EQ(duplicates_of(with_isbn("Três", "9780195101706")), std::vector{BookId{2}});
  catalog::BookFields both = with_isbn("Quatro", "9788535914849");
  both.other_isbns = {isbn("9780195101706")};
  EXPECT_EQ(duplicates_of(both), (std::vector{BookId{1}, BookId{2}, BookId{3}}));
}

TEST_P(LikelyDuplicates, HaveTheSameFoldedTitleAuthorAndYear) {
  catalog::BookFields first = fields("O Cortiço", "Aluísio Azevedo");
  first.year = 1890;
  created(first);
  catalog::BookFields alike = fields("CORTICO", "aluisio  azevedo");
  alike.year = 1890;
  EXPECT_EQ(duplicates_of(alike), std::vector{BookId{1}});
  alike.year = 1891;
  EXPECT_TRUE(duplicates_of(alike).empty());
  alike.year.reset();
  EXPECT_TRUE(duplicates_of(alike).empty());
}

TEST_P(LikelyDuplicates, WithoutAuthorAndYearAreStillAlike) {
  catalog::BookFields bare;
  bare.title = "Anônimo";
  created(bare);
  EXPECT_EQ(duplicates_of(bare), std::vector{BookId{1}});
}

TEST_P(LikelyDuplicates, AreNotBooksOfAnotherIsbnEditionOrVolume) {
  catalog::BookFields first = with_isbn("Obras", "9788535914849");
  first.edition = "2. ed.";
  first.series = catalog::Series{"Coleção", "1"};
  created(first);
  catalog::BookFields other = first;
  other.isbn = isbn("9780195101706");
  EXPECT_TRUE(duplicates_of(other).empty());
  other = first;
  other.edition = "3ª edição";
  EXPECT_TRUE(duplicates_of(other).empty());
  other = first;
  other.series->volume = "2";
  EXPECT_TRUE(duplicates_of(other).empty());
  other = first;
  other.isbn.reset();
  other.edition = "2ª edição revista";
  EXPECT_EQ(duplicates_of(other), (std::vector{BookId{1}, BookId{2}}));
  EXPECT_TRUE(duplicates_of(fields("Programação em C++")).empty());
  EXPECT_TRUE(duplicates_of(fields("Programação em C#")).empty());
}

TEST_P(LikelyDuplicates, AreFoundBehindManyVolumesOfTheirWork) {
  catalog::BookFields volume = fields("Enciclopédia");
  for (int i = 1; i <= 20; ++i) {
    volume.series = catalog::Series{"Enciclopédia", std::to_string(i)};
    created(volume);
  }
  EXPECT_EQ(duplicates_of(volume), std::vector{BookId{20}});
}

TEST_P(LikelyDuplicates, AreTenAtMostTheOldestFirst) {
  for (int i = 0; i < 13; ++i) {
    created(with_isbn("Igual", "9788535914849"));
  }
  std::vector<BookId> first_ten;
  for (std::int64_t id = 1; id <= 10; ++id) {
    first_ten.push_back({id});
  }
  EXPECT_EQ(duplicates_of(with_isbn("Igual", "9788535914849")), first_ten);
}

TEST_P(LikelyDuplicates, FollowChangesAndDeletions) {
  const BookId changed = created(with_isbn("Um", "9788535914849")).id;
  const BookId deleted = created(with_isbn("Dois", "9780195101706")).id;
  done(store::Replace{changed, new_book(with_isbn("Um", "9788525406958"))});
  done(store::Remove{deleted});
  EXPECT_TRUE(duplicates_of(with_isbn("Três", "9788535914849")).empty());
  EXPECT_TRUE(duplicates_of(with_isbn("Quatro", "9780195101706")).empty());
  EXPECT_EQ(duplicates_of(with_isbn("Cinco", "9788525406958")), std::vector{changed});
  EXPECT_TRUE(duplicates_of(fields("Dois", "Dois")).empty());
}

TEST_P(LikelyDuplicates, OfARestoredBookAreFoundAgain) {
  const BookId id = created(with_isbn("Um", "9788535914849")).id;
  done(store::Remove{id});
  done(store::Restore{id, Version{1}});
  EXPECT_EQ(duplicates_of(with_isbn("Dois", "9788535914849")), std::vector{id});
}

TEST_P(LikelyDuplicates, AreRefusedOnRequestWithTheirIds) {
  created(with_isbn("Um", "9788535914849"));
  const catalog::NewBook again = new_book(with_isbn("Dois", "9788535914849"));
  const store::Refused refusal = refused(store::Create{again, store::Duplicates::refused});
  EXPECT_EQ(refusal.duplicates, std::vector{BookId{1}});
  EXPECT_EQ(refusal.problem, catalog::problem::duplicate_book(refusal.duplicates));
  EXPECT_EQ(created(fields("Três")).id, BookId{2});
}

TEST_P(LikelyDuplicates, ARefusingCreateWithoutThemCreates) {
  const catalog::NewBook only = new_book(with_isbn("Um", "9788535914849"));
  EXPECT_EQ(done(store::Create{only, store::Duplicates::refused}).book.id, BookId{1});
}

TEST_P(LikelyDuplicates, AreFoundWithinOneBatch) {
  std::vector<store::WriteOutcome> outcomes;
  for (int i = 0; i < 2; ++i) {
    client().session().write(
        {store::Create{new_book(with_isbn("Um", "9788535914849")), store::Duplicates::refused},
         {},
         {},
         {}},
        [&](store::WriteOutcome outcome) { outcomes.push_back(std::move(outcome)); });
  }
  client().loop().run_until([&] { return outcomes.size() == 2; });
  EXPECT_TRUE(outcomes[0].has_value());
  ASSERT_FALSE(outcomes[1].has_value());
  EXPECT_EQ(outcomes[1].error().problem.code, ProblemCode::duplicate_book);
}

// ---- under a chosen id -------------------------------------------------------------------------

class CreateAt : public StoreTest {};
INSTANTIATE_TEST_SUITE_P(Stores, CreateAt, testing::ValuesIn(stores_under_test()), name_of);

TEST_P(CreateAt, MakesTheBookUnderThatId) {
  const Written written = done(store::CreateAt{{42}, new_book("Quarenta e dois")});
  EXPECT_EQ(written.change, store::Change::created);
  EXPECT_EQ(get({42}), written.book);
}

TEST_P(CreateAt, ALiveIdIsAConflictAndADeletedOneIsInUse) {
  done(store::CreateAt{{42}, new_book("Primeiro")});
  EXPECT_EQ(refused(store::CreateAt{{42}, new_book("Segundo")}).problem.code,
            ProblemCode::version_conflict);
  done(store::Remove{{42}});
  EXPECT_EQ(refused(store::CreateAt{{42}, new_book("Terceiro")}).problem.code,
            ProblemCode::id_in_use);
}

TEST_P(CreateAt, AnotherIdInTheBodyIsAReadOnlyError) {
  catalog::NewBook book = new_book("Dois ids");
  book.id = BookId{41};
  const store::Refused refusal = refused(store::CreateAt{{42}, book});
  EXPECT_EQ(refusal.problem.code, ProblemCode::invalid_book);
  ASSERT_EQ(refusal.problem.errors.size(), 1U);
  EXPECT_EQ(refusal.problem.errors[0].pointer, "/id");
  EXPECT_EQ(refusal.problem.errors[0].rule, catalog::Rule::read_only);
}

TEST_P(CreateAt, TellsOfLikelyDuplicates) {
  created(with_isbn("Um", "9788535914849"));
  const catalog::NewBook again = new_book(with_isbn("Dois", "9788535914849"));
  EXPECT_EQ(done(store::CreateAt{{42}, again}).duplicates, std::vector{BookId{1}});
}

}  // namespace
}  // namespace contract
