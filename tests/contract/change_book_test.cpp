#include "contract/store_fixture.hpp"

namespace contract {
namespace {

using catalog::BookId;
using catalog::ProblemCode;
using catalog::Version;
using std::chrono::seconds;

class ReplaceBook : public StoreTest {};
class AlterBook : public StoreTest {};
class IfMatch : public StoreTest {};
INSTANTIATE_TEST_SUITE_P(Stores, ReplaceBook, testing::ValuesIn(stores_under_test()), name_of);
INSTANTIATE_TEST_SUITE_P(Stores, AlterBook, testing::ValuesIn(stores_under_test()), name_of);
INSTANTIATE_TEST_SUITE_P(Stores, IfMatch, testing::ValuesIn(stores_under_test()), name_of);

// ---- PUT ---------------------------------------------------------------------------------------

TEST_P(ReplaceBook, TakesAllFieldsFromTheNewBook) {
  catalog::BookFields before = fields("Antes");
  before.subtitle = "some";
  before.year = 1900;
  const catalog::Book book = created(before);
  clock().advance(seconds(5));
  const Written written = done(store::Replace{book.id, new_book("Depois")});
  EXPECT_EQ(written.change, store::Change::changed);
  EXPECT_EQ(written.book.fields, fields("Depois"));
  EXPECT_EQ(written.book.version, Version{2});
  EXPECT_EQ(written.book.created_at, book.created_at);
  EXPECT_EQ(written.book.updated_at, book.created_at + seconds(5));
  EXPECT_EQ(get(book.id), written.book);
}

TEST_P(ReplaceBook, AClockSetBackDoesNotMakeTheChangeOlder) {
  const catalog::Book book = created(fields("Adiantado"));
  clock().advance(-seconds(60));
  EXPECT_EQ(done(store::Replace{book.id, new_book("Atrasado")}).book.updated_at, book.updated_at);
}

TEST_P(ReplaceBook, AnUnknownBookIsNotFound) {
  EXPECT_EQ(refused(store::Replace{{9}, new_book("Nada")}).problem,
            catalog::problem::book_not_found({9}));
}

TEST_P(ReplaceBook, ADeletedBookIsGone) {
  const catalog::Book book = created(fields("Breve"));
  done(store::Remove{book.id});
  EXPECT_EQ(refused(store::Replace{book.id, new_book("Tarde")}).problem,
            catalog::problem::book_deleted(book.id));
}

TEST_P(ReplaceBook, ClaimsEqualToTheBookAreAccepted) {
  const catalog::Book book = created(fields("Antes"));
  catalog::NewBook replacement = new_book("Depois");
  replacement.id = book.id;
  replacement.claims = {book.version, book.created_at, book.updated_at};
  EXPECT_EQ(done(store::Replace{book.id, replacement}).book.version, Version{2});
}

TEST_P(ReplaceBook, EveryClaimThatDiffersIsAReadOnlyError) {
  const catalog::Book book = created(fields("Antes"));
  catalog::NewBook replacement = new_book("Depois");
  replacement.id = BookId{book.id.value + 1};
  replacement.claims = {Version{7}, book.created_at + seconds(1), book.updated_at + seconds(1)};
  const store::Refused refusal = refused(store::Replace{book.id, replacement});
  EXPECT_EQ(refusal.problem.code, ProblemCode::invalid_book);
  EXPECT_EQ(refusal.problem.errors.size(), 4U);
  EXPECT_EQ(get(book.id), book);
}

// ---- PATCH -------------------------------------------------------------------------------------

TEST_P(AlterBook, ChangesWhatThePatchNamesAndNothingElse) {
  catalog::BookFields before = fields("Título");
  before.subtitle = "fica";
  before.pages = 100;
  before.tags = {"velha"};
  const catalog::Book book = created(before);
  catalog::BookPatch patch;
  patch.set = {catalog::Field::tags, catalog::Field::year};
  patch.values.tags = {"nova"};
  patch.values.year = 1999;
  patch.removed = {catalog::Field::pages};
  const Written written = done(store::Alter{book.id, patch});
  catalog::BookFields after = before;
  after.tags = {"nova"};
  after.year = 1999;
  after.pages.reset();
  EXPECT_EQ(written.book.fields, after);
  EXPECT_EQ(written.book.version, Version{2});
  EXPECT_EQ(written.change, store::Change::changed);
  EXPECT_EQ(get(book.id), written.book);
}

TEST_P(AlterBook, MergesIntoTheBookAsItIsWhenItsTurnComes) {
  const catalog::Book book = created(fields("Contador"));
  std::size_t answered = 0;
  for (int i = 0; i < 20; ++i) {
    catalog::BookPatch patch;
    patch.extra_patch = "{\"k" + std::to_string(i) + "\":" + std::to_string(i) + "}";
    client().session().write({store::Alter{book.id, patch}, {}, {}, {}},
                             [&](const store::WriteOutcome& outcome) {
                               EXPECT_TRUE(outcome.has_value());
                               ++answered;
                             });
  }
  client().loop().run_until([&] { return answered == 20; });
  const catalog::Book after = get(book.id);
  EXPECT_EQ(after.version, Version{21});
  for (int i = 0; i < 20; ++i) {
    EXPECT_NE(after.fields->extra.find("\"k" + std::to_string(i) + "\""), std::string::npos);
  }
}

TEST_P(AlterBook, AResultThatBreaksARuleIsRefusedAndTheBookStays) {
  const catalog::Book book = created(fields("Sem série"));
  catalog::BookPatch patch;
  patch.series_volume = "3";
  EXPECT_EQ(refused(store::Alter{book.id, patch}).problem.code, ProblemCode::invalid_book);
  EXPECT_EQ(get(book.id), book);
}

TEST_P(AlterBook, AClaimThatDiffersIsAReadOnlyError) {
  const catalog::Book book = created(fields("Título"));
  catalog::BookPatch patch;
  patch.version = Version{2};
  EXPECT_EQ(refused(store::Alter{book.id, patch}).problem.code, ProblemCode::invalid_book);
}

TEST_P(AlterBook, UnknownAndDeletedBooksAreToldApart) {
  const catalog::Book book = created(fields("Breve"));
  done(store::Remove{book.id});
  EXPECT_EQ(refused(store::Alter{book.id, catalog::BookPatch{}}).problem.code,
            ProblemCode::book_deleted);
  EXPECT_EQ(refused(store::Alter{{99}, catalog::BookPatch{}}).problem.code,
            ProblemCode::book_not_found);
}

// ---- preconditions -----------------------------------------------------------------------------

std::vector<store::Action> every_change(BookId id) {
  return {store::Replace{id, new_book("Outro")}, store::Alter{id, with_year(1901)},
          store::Remove{id}, store::Restore{id, Version{1}}};
}

// Restoring the version that is current changes nothing.
Version version_after(const store::Action& action) {
  return Version{std::holds_alternative<store::Restore>(action) ? 1 : 2};
}

TEST_P(IfMatch, TheCurrentVersionLetsEveryChangeThrough) {
  for (std::size_t which = 0; which < every_change({1}).size(); ++which) {
    const catalog::Book book = created(fields("Certo"));
    const store::Precondition current = if_match({Version{7}, book.version});
    const store::Action action = every_change(book.id)[which];
    EXPECT_EQ(done({action, current, {}, {}}).book.version, version_after(action));
  }
}

TEST_P(IfMatch, AnyLetsEveryChangeOfALivingBookThrough) {
  for (std::size_t which = 0; which < every_change({1}).size(); ++which) {
    const catalog::Book book = created(fields("Qualquer"));
    const store::Action action = every_change(book.id)[which];
    EXPECT_EQ(done({action, if_match_any(), {}, {}}).book.version, version_after(action));
  }
}

TEST_P(IfMatch, AStaleVersionIsAConflictThatShowsBothStates) {
  const catalog::Book first = created(fields("Primeira"));
  const catalog::Book second = done(store::Replace{first.id, new_book("Segunda")}).book;
  for (const store::Action& action : every_change(first.id)) {
    const store::Refused refusal = refused({action, if_match({first.version}), {}, {}});
    EXPECT_EQ(refusal.problem, catalog::problem::version_conflict({first.id, second.version}));
    EXPECT_EQ(book_of(refusal.current), second);
    EXPECT_EQ(refusal.changed, catalog::FieldSet{catalog::Field::title});
  }
  EXPECT_EQ(get(first.id), second);
}

TEST_P(IfMatch, OfSeveralStaleVersionsTheNewestIsTheBase) {
  const catalog::Book first = created(fields("Primeira", "Machado de Assis"));
  done(store::Replace{first.id, new_book(fields("Segunda", "Lima Barreto"))});
  done(store::Replace{first.id, new_book(fields("Terceira", "Lima Barreto"))});
  const store::Refused refusal =
      refused({store::Remove{first.id}, if_match({Version{1}, Version{2}, Version{99}}), {}, {}});
  EXPECT_EQ(refusal.changed, catalog::FieldSet{catalog::Field::title});
}

TEST_P(IfMatch, AVersionThatNeverWasHasNoBase) {
  const catalog::BookId id = created(fields("Primeira")).id;
  const catalog::Book book = done(store::Replace{id, new_book("Segunda")}).book;
  const store::Refused refusal = refused({store::Remove{id}, if_match({Version{5}}), {}, {}});
  EXPECT_EQ(refusal.problem.code, ProblemCode::version_conflict);
  EXPECT_EQ(book_of(refusal.current), book);
  EXPECT_EQ(refusal.changed, catalog::FieldSet{});
}

TEST_P(IfMatch, AnAbsentBookIsMissingBeforeItIsAConflict) {
  const catalog::Book book = created(fields("Breve"));
  done(store::Remove{book.id});
  EXPECT_EQ(refused({store::Remove{book.id}, if_match({Version{1}}), {}, {}}).problem.code,
            ProblemCode::book_deleted);
  EXPECT_EQ(refused({store::Remove{{9}}, if_match_any(), {}, {}}).problem.code,
            ProblemCode::book_not_found);
}

TEST_P(IfMatch, RestoringADeletedBookMatchesTheVersionOfItsDeletionOnly) {
  const catalog::Book book = created(fields("Breve"));
  done(store::Remove{book.id});
  const store::Action restore = store::Restore{book.id, Version{1}};
  EXPECT_EQ(refused({restore, if_match_any(), {}, {}}).problem.code, ProblemCode::version_conflict);
  EXPECT_EQ(refused({restore, if_match({Version{1}}), {}, {}}).problem.code,
            ProblemCode::version_conflict);
  EXPECT_EQ(done({restore, if_match({Version{2}}), {}, {}}).book.version, Version{3});
}

TEST_P(IfMatch, IfNoneMatchNamesWhatMustNotBeThere) {
  for (std::size_t which = 0; which < every_change({1}).size(); ++which) {
    const catalog::Book book = created(fields("Certo"));
    const store::Action action = every_change(book.id)[which];
    store::Precondition precondition;
    precondition.none_match = if_match({book.version}).match;
    EXPECT_EQ(refused({action, precondition, {}, {}}).problem.code, ProblemCode::version_conflict);
    precondition.none_match = if_match_any().match;
    EXPECT_EQ(refused({action, precondition, {}, {}}).problem.code, ProblemCode::version_conflict);
    EXPECT_EQ(get(book.id), book);
    precondition.none_match = if_match({Version{7}}).match;
    EXPECT_EQ(done({action, precondition, {}, {}}).book.version, version_after(action));
  }
}

TEST_P(IfMatch, ADateHoldsForItsSecond) {
  const catalog::Book book = created(fields("Certo"));
  store::Precondition precondition;
  precondition.unmodified_since = std::chrono::floor<seconds>(book.updated_at) - seconds(1);
  const store::Action action = store::Alter{book.id, with_year(1901)};
  EXPECT_EQ(refused({action, precondition, {}, {}}).problem.code, ProblemCode::version_conflict);
  precondition.unmodified_since = std::chrono::floor<seconds>(book.updated_at);
  EXPECT_EQ(done({action, precondition, {}, {}}).book.version, Version{2});
}

TEST_P(IfMatch, ANewBookIsMadeInTheStateOfTheCatalogueThatIsNamed) {
  const catalog::Sequence now = done(store::Create{new_book("Um")}).sequence;
  store::Precondition precondition = if_match({Version{now.value + 1}});
  EXPECT_EQ(refused({store::Create{new_book("Dois")}, precondition, {}, {}}).problem.code,
            ProblemCode::precondition_failed);
  precondition = if_match({Version{now.value}});
  EXPECT_EQ(done({store::Create{new_book("Dois")}, precondition, {}, {}}).sequence.value,
            now.value + 1);
  EXPECT_EQ(refused({store::Create{new_book("Três")}, precondition, {}, {}}).problem.code,
            ProblemCode::precondition_failed);
}

// ---- what changes nothing ----------------------------------------------------------------------

class NoChange : public StoreTest {};
INSTANTIATE_TEST_SUITE_P(Stores, NoChange, testing::ValuesIn(stores_under_test()), name_of);

TEST_P(NoChange, MakesNoVersionNoHistoryAndNoSequenceNumber) {
  const catalog::Book book = created(fields("Igual"));
  const Written second = done(store::Replace{book.id, new_book("Outro")});
  clock().advance(seconds(5));
  catalog::BookPatch same;
  same.set = {catalog::Field::title};
  same.removed = {catalog::Field::subtitle};
  same.values.title = "Outro";
  std::uint8_t number = 0;
  for (const store::Action& action : {store::Action(store::Replace{book.id, new_book("Outro")}),
                                      store::Action(store::Alter{book.id, catalog::BookPatch{}}),
                                      store::Action(store::Alter{book.id, same}),
                                      store::Action(store::Restore{book.id, Version{2}})}) {
    const auto key = idempotency_key("chave " + std::to_string(++number));
    for (const auto& idempotency : {std::optional<store::IdempotencyKey>{}, {key}, {key}}) {
      const Written written = done({action, {}, idempotency, {}});
      EXPECT_EQ(written.book, second.book);
      EXPECT_EQ(written.sequence, second.sequence);
    }
    EXPECT_EQ(done({action, {}, key, {}}).origin, store::Written::Origin::replayed);
    EXPECT_EQ(refused({action, if_match({Version{1}}), {}, {}}).problem.code,
              ProblemCode::version_conflict);
  }
  EXPECT_EQ(history(book.id).size(), 2U);
  EXPECT_EQ(done(store::Create{new_book("Novo")}).sequence.value, second.sequence.value + 1);
}

TEST_P(NoChange, IsWhatRestoringAnEqualVersionIsToo) {
  const catalog::Book book = created(fields("Um"));
  done(store::Replace{book.id, new_book("Dois")});
  const Written third = done(store::Restore{book.id, Version{1}});
  EXPECT_EQ(third.book.version, Version{3});
  EXPECT_EQ(done(store::Restore{book.id, Version{1}}).book, third.book);
}

}  // namespace
}  // namespace contract
