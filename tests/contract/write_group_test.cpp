#include "contract/store_fixture.hpp"

namespace contract {
namespace {

using catalog::BookId;
using catalog::ProblemCode;
using catalog::Version;
using store::GroupOutcome;
using store::GroupWritten;
using store::WriteGroup;
using Origin = store::Written::Origin;

class WriteGroups : public StoreTest {
 protected:
  static WriteGroup group(std::vector<store::Action> actions,
                          WriteGroup::IfRefused if_refused = WriteGroup::IfRefused::go_on) {
    WriteGroup made;
    made.if_refused = if_refused;
    for (store::Action& action : actions) {
      made.writes.push_back({std::move(action)});
    }
    return made;
  }
  static WriteGroup atomic(std::vector<store::Action> actions) {
    return group(std::move(actions), WriteGroup::IfRefused::undo_all);
  }
  static WriteGroup keyed(WriteGroup made, std::uint8_t request = 1) {
    made.idempotency = idempotency_key("lote", request);
    return made;
  }
  GroupWritten written(WriteGroup command) {
    GroupOutcome outcome = client().write_group(std::move(command));
    EXPECT_TRUE(outcome.has_value());
    return outcome ? *std::move(outcome) : GroupWritten{};
  }
  store::GroupRefused undone(WriteGroup command) {
    GroupOutcome outcome = client().write_group(std::move(command));
    EXPECT_FALSE(outcome.has_value());
    return outcome ? store::GroupRefused{} : std::move(outcome).error();
  }
  static std::vector<int> codes_of(const GroupWritten& written) {
    std::vector<int> codes;  // -1: done
    for (const store::WriteOutcome& outcome : written.outcomes) {
      codes.push_back(outcome ? -1 : static_cast<int>(outcome.error().problem.code));
    }
    return codes;
  }
  std::int64_t sequence() { return done(store::Create{new_book("Contador")}).sequence.value; }
};
INSTANTIATE_TEST_SUITE_P(Stores, WriteGroups, testing::ValuesIn(stores_under_test()), name_of);

constexpr int was_done = -1;
constexpr int code(ProblemCode code) { return static_cast<int>(code); }

TEST_P(WriteGroups, EachWriteSeesWhatThoseBeforeItHaveDone) {
  const GroupWritten answer =
      written(group({store::Create{catalog::NewBook{BookId{7}, fields("Um"), {}}},
                     store::Alter{{7}, with_year(1901)}, store::Replace{{7}, new_book("Dois")},
                     store::Remove{{7}}, store::Remove{{7}}, store::Restore{{7}, Version{2}}}));
  EXPECT_EQ(codes_of(answer), (std::vector<int>{was_done, was_done, was_done, was_done,
                                                code(ProblemCode::book_deleted), was_done}));
  EXPECT_EQ(get({7}).version, Version{5});
  EXPECT_EQ(get({7}).fields->year, 1901);
  EXPECT_EQ(history({7}).size(), 5U);
  EXPECT_EQ(answer.outcomes[3]->book.version, Version{4});
  EXPECT_EQ(answer.sequence, answer.outcomes[5]->sequence);
}

TEST_P(WriteGroups, NewBooksAloneGetAscendingIdsAndSequenceNumbers) {
  const GroupWritten answer =
      written(group({store::Create{new_book("Um")}, store::Create{new_book("Dois")},
                     store::Create{new_book("Um")}}));
  ASSERT_EQ(codes_of(answer), (std::vector<int>{was_done, was_done, was_done}));
  EXPECT_EQ(ids_of(living()), (std::vector<std::int64_t>{1, 2, 3}));
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(answer.outcomes[i]->book.id.value, static_cast<std::int64_t>(i) + 1);
    EXPECT_EQ(answer.outcomes[i]->sequence.value, static_cast<std::int64_t>(i) + 1);
    EXPECT_EQ(book_of(answer.outcomes[i]->book), get(answer.outcomes[i]->book.id));
  }
  EXPECT_EQ(answer.outcomes[2]->duplicates, std::vector<BookId>{{1}});
  EXPECT_EQ(sequence(), 4);
}

TEST_P(WriteGroups, ARefusedWriteLeavesTheOthersAlone) {
  created(fields("Um"));
  WriteGroup command = group({store::Remove{{9}}, store::Alter{{1}, with_year(1900)},
                              store::Create{catalog::NewBook{BookId{1}, fields("Outro"), {}}}});
  command.writes.push_back({store::Alter{{1}, with_year(1950)}, if_match({Version{1}})});
  command.writes.push_back(
      {store::Refused::because(catalog::problem::of(ProblemCode::precondition_required))});
  const GroupWritten answer = written(std::move(command));
  EXPECT_EQ(codes_of(answer),
            (std::vector<int>{code(ProblemCode::book_not_found), was_done,
                              code(ProblemCode::id_in_use), code(ProblemCode::version_conflict),
                              code(ProblemCode::precondition_required)}));
  const store::Refused& conflict = answer.outcomes[3].error();
  EXPECT_EQ(conflict.current->version, Version{2});
  EXPECT_TRUE(conflict.changed.has(catalog::Field::year));
  EXPECT_EQ(get({1}).fields->year, 1900);
}

TEST_P(WriteGroups, OneThatIsUndoneLeavesNoTrace) {
  created(fields("Um"));
  const catalog::Book before = get({1});
  const store::GroupRefused refused =
      undone(atomic({store::Create{new_book("Novo")}, store::Alter{{1}, with_year(1900)},
                     store::Remove{{1}}, store::Restore{{1}, Version{1}},
                     store::Create{catalog::NewBook{BookId{50}, fields("Outro"), {}}},
                     store::Remove{{9}}, store::Create{new_book("Nunca")}}));
  EXPECT_EQ(refused.write, 5U);
  EXPECT_EQ(refused.refused.problem.code, ProblemCode::book_not_found);
  EXPECT_EQ(living(), std::vector{before});
  EXPECT_EQ(history({1}).size(), 1U);
  EXPECT_EQ(StoreTest::refused(store::GetBook{{50}}), ProblemCode::book_not_found);
  const Written next = done(store::Create{new_book("Seguinte")});
  EXPECT_EQ(next.sequence.value, 2);
  EXPECT_EQ(next.duplicates, std::vector<BookId>{});
  EXPECT_EQ(
      done(store::Create{catalog::NewBook{BookId{50}, fields("Cinquenta"), {}}}).book.id.value, 50);
}

TEST_P(WriteGroups, OneThatIsUndoneLeavesNoDuplicatesBehind) {
  catalog::BookFields with_isbn = fields("Com ISBN");
  with_isbn.isbn = isbn("9788535914849");
  const std::vector<store::Action> actions{store::Create{new_book(with_isbn)},
                                           store::Create{new_book("Igual")}, store::Remove{{9}}};
  // In one batch, so that the later ones see what the undone ones have left.
  std::vector<GroupOutcome> outcomes;
  const auto add = [&](GroupOutcome outcome) { outcomes.push_back(std::move(outcome)); };
  client().session().write_group(atomic(actions), add);
  client().session().write_group(group(actions), add);
  client().session().write_group(atomic(actions), add);
  client().session().write_group(group({store::Create{new_book(with_isbn)}}), add);
  client().loop().run_until([&] { return outcomes.size() == 4; });
  EXPECT_FALSE(outcomes[0] || outcomes[2]);
  ASSERT_TRUE(outcomes[1] && outcomes[3]);
  EXPECT_TRUE(outcomes[1]->outcomes[0]->duplicates.empty());
  EXPECT_TRUE(outcomes[1]->outcomes[1]->duplicates.empty());
  EXPECT_EQ(outcomes[3]->outcomes[0]->duplicates.size(), 1U);
  EXPECT_EQ(living().size(), 3U);
}

TEST_P(WriteGroups, UndoneNewBooksShareABatchWithOthers) {
  std::vector<GroupOutcome> outcomes;
  const auto add = [&](GroupOutcome outcome) { outcomes.push_back(std::move(outcome)); };
  WriteGroup bad = atomic({store::Create{new_book("Um")}});
  bad.writes.push_back({store::Refused::because(catalog::problem::of(ProblemCode::invalid_book))});
  client().session().write_group(group({store::Create{new_book("Zero")}}), add);
  client().session().write_group(bad, add);
  client().session().write_group(atomic({store::Create{new_book("Dois")}}), add);
  client().loop().run_until([&] { return outcomes.size() == 3; });
  EXPECT_EQ(outcomes[1].error().write, 1U);
  ASSERT_TRUE(outcomes[0] && outcomes[2]);
  EXPECT_EQ(outcomes[2]->outcomes[0]->book.id.value, 2);
  EXPECT_EQ(book_of(outcomes[2]->outcomes[0]->book), get({2}));
  EXPECT_EQ(living().size(), 2U);
}

TEST_P(WriteGroups, TheHistoryNamesTheActorOfTheGroup) {
  created(fields("Um"));
  WriteGroup command = group({store::Alter{{1}, with_year(1900)}});
  command.actor = "importacao 7";
  written(std::move(command));
  EXPECT_EQ(history({1}).back().actor, "importacao 7");
}

TEST_P(WriteGroups, TheSameKeyAnswersTheSameAndWritesNothing) {
  created(fields("Um"));
  created(fields("Dois"));
  const auto command = [] {
    WriteGroup made = group({store::Create{new_book("Um")}, store::Alter{{1}, with_year(1900)},
                             store::Remove{{2}}, store::Remove{{2}}});
    made.writes.push_back({store::Alter{{1}, with_year(1950)}, if_match({Version{1}})});
    made.writes.push_back({store::Replace{{1}, catalog::NewBook{BookId{5}, fields("Um"), {}}}});
    return keyed(std::move(made));
  };
  const GroupWritten original = written(command());
  EXPECT_EQ(original.origin, Origin::executed);
  done(store::Alter{{1}, with_year(1999)});
  done(store::Restore{{2}, Version{1}});
  open_store();
  const GroupWritten again = written(command());
  EXPECT_EQ(again.origin, Origin::replayed);
  EXPECT_EQ(again.sequence, original.sequence);
  ASSERT_EQ(codes_of(again), codes_of(original));
  for (const std::size_t i : {0U, 1U, 2U}) {
    EXPECT_EQ(again.outcomes[i]->book, original.outcomes[i]->book) << i;
    EXPECT_EQ(again.outcomes[i]->change, original.outcomes[i]->change) << i;
    EXPECT_EQ(again.outcomes[i]->duplicates, original.outcomes[i]->duplicates) << i;
  }
  for (const std::size_t i : {3U, 4U, 5U}) {
    EXPECT_EQ(again.outcomes[i].error().problem, original.outcomes[i].error().problem) << i;
    EXPECT_EQ(again.outcomes[i].error().current, original.outcomes[i].error().current) << i;
    EXPECT_EQ(again.outcomes[i].error().changed, original.outcomes[i].error().changed) << i;
  }
  EXPECT_EQ(living().size(), 3U);
  EXPECT_EQ(get({1}).fields->year, 1999);
}

TEST_P(WriteGroups, AKeyOfAnotherRequestIsRefusedAndAnUndoneOneIsFree) {
  EXPECT_EQ(undone(keyed(atomic({store::Remove{{9}}}), 1)).refused.problem.code,
            ProblemCode::book_not_found);
  written(keyed(group({store::Create{new_book("Um")}}), 2));
  const store::GroupRefused refused = undone(keyed(group({store::Create{new_book("Um")}}), 3));
  EXPECT_EQ(refused.refused.problem.code, ProblemCode::idempotency_mismatch);
  EXPECT_FALSE(refused.write.has_value());
  EXPECT_EQ(living().size(), 1U);
}

TEST_P(WriteGroups, TheDocumentsOfAnAnswerHaveABound) {
  catalog::BookFields long_book = fields("Longo");
  long_book.synopsis = std::string(20'000, 'x');
  std::vector<store::Action> actions(300, store::Create{new_book(long_book)});
  const GroupWritten answer = written(group(actions));
  std::size_t bytes = 0;
  std::size_t shown = 0;
  for (const store::WriteOutcome& outcome : answer.outcomes) {
    bytes += outcome->book.json.size();
    shown += outcome->book.json.empty() ? 0U : 1U;
  }
  EXPECT_LE(bytes, store::group_documents_bytes_max);
  EXPECT_GT(shown, 200U);
  EXPECT_EQ(answer.outcomes.back()->book.id.value, 300);
  EXPECT_EQ(get({300}).fields->synopsis, long_book.synopsis);
  WriteGroup command = group({store::Alter{{1}, with_year(1900)}});
  command.documents = WriteGroup::Documents::unwanted;
  EXPECT_EQ(written(std::move(command)).outcomes[0]->book.json, "");
}

TEST_P(WriteGroups, SingleWritesAndGroupsOfManyClientsAllGetTheirAnswer) {
  std::size_t answered = 0;
  for (int i = 0; i < 50; ++i) {
    client().session().write(
        {store::Create{new_book("Um")}, {}, {}, {}},
        [&](const store::WriteOutcome& outcome) { answered += outcome.has_value() ? 1U : 0U; });
    client().session().write_group(
        group(std::vector<store::Action>(200, store::Create{new_book("Muitos")})),
        [&](const GroupOutcome& outcome) { answered += outcome.has_value() ? 1U : 0U; });
  }
  client().loop().run_until([&] { return answered == 100; });
  EXPECT_EQ(living().size(), 50U + 50U * 200U);
  EXPECT_EQ(sequence(), 50 + 50 * 200 + 1);
}

}  // namespace
}  // namespace contract
