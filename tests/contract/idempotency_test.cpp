#include "contract/store_fixture.hpp"

namespace contract {
namespace {

using catalog::ProblemCode;
using catalog::Version;
using Origin = store::Written::Origin;

class IdempotencyKey : public StoreTest {
 protected:
  static store::Write keyed(store::Action action, std::uint8_t request = 1) {
    return {std::move(action), {}, idempotency_key("chave", request), {}};
  }
};
INSTANTIATE_TEST_SUITE_P(Stores, IdempotencyKey, testing::ValuesIn(stores_under_test()), name_of);

void expect_replay(const Written& replay, const Written& original) {
  EXPECT_EQ(replay.origin, Origin::replayed);
  EXPECT_EQ(replay.book, original.book);
  EXPECT_EQ(replay.change, original.change);
  EXPECT_EQ(replay.sequence, original.sequence);
  EXPECT_EQ(replay.duplicates, original.duplicates);
}

TEST_P(IdempotencyKey, TheSameRequestAgainAnswersTheSameAndWritesNothing) {
  const Written original = done(keyed(store::Create{new_book("Uma vez")}));
  EXPECT_EQ(original.origin, Origin::executed);
  expect_replay(done(keyed(store::Create{new_book("Uma vez")})), original);
  EXPECT_EQ(living().size(), 1U);
  EXPECT_EQ(done(store::Create{new_book("Outro")}).sequence.value, original.sequence.value + 1);
}

TEST_P(IdempotencyKey, TheAnswerStaysWhenTheBookHasChangedSince) {
  const Written original = done(keyed(store::Create{new_book("Antes")}));
  done(store::Replace{original.book.id, new_book("Depois")});
  done(store::Replace{original.book.id, new_book("Ainda depois")});
  expect_replay(done(keyed(store::Create{new_book("Antes")})), original);
}

TEST_P(IdempotencyKey, TheAnswerStaysWhenTheBookIsDeletedSince) {
  const Written original = done(keyed(store::Create{new_book("Breve")}));
  done(store::Remove{original.book.id});
  expect_replay(done(keyed(store::Create{new_book("Breve")})), original);
}

TEST_P(IdempotencyKey, TheAnswerKeepsItsLikelyDuplicates) {
  created(fields("Igual"));
  created(fields("Igual"));
  const Written original = done(keyed(store::Create{new_book("Igual")}));
  EXPECT_EQ(original.duplicates.size(), 2U);
  done(store::Remove{{1}});
  expect_replay(done(keyed(store::Create{new_book("Igual")})), original);
}

TEST_P(IdempotencyKey, HoldsForEveryKindOfWrite) {
  const catalog::BookId id = created(fields("Um")).id;
  const std::vector<store::Action> actions{
      store::Replace{id, new_book("Dois")}, store::Alter{id, with_year(1901)},
      store::Restore{id, Version{1}}, store::Remove{id}, store::Restore{id, Version{2}}};
  std::uint8_t number = 0;
  for (const store::Action& action : actions) {
    const auto key = idempotency_key("chave " + std::to_string(++number));
    const Written original = done(store::Write{action, {}, key, {}});
    expect_replay(done(store::Write{action, {}, key, {}}), original);
  }
  EXPECT_EQ(get(id).version, Version{6});
}

TEST_P(IdempotencyKey, AnotherRequestUnderTheSameKeyIsRefused) {
  done(keyed(store::Create{new_book("Um")}, 1));
  EXPECT_EQ(refused(keyed(store::Create{new_book("Dois")}, 2)).problem.code,
            ProblemCode::idempotency_mismatch);
  EXPECT_EQ(living().size(), 1U);
}

TEST_P(IdempotencyKey, ARefusedRequestLeavesTheKeyFree) {
  EXPECT_EQ(refused(keyed(store::Remove{{1}}, 1)).problem.code, ProblemCode::book_not_found);
  EXPECT_EQ(done(keyed(store::Create{new_book("Um")}, 2)).origin, Origin::executed);
}

TEST_P(IdempotencyKey, DifferentKeysAreDifferentWrites) {
  for (const char* const key : {"a", "b", "a b", "A"}) {
    const store::Write write{store::Create{new_book("Igual")}, {}, idempotency_key(key), {}};
    EXPECT_EQ(done(write).origin, Origin::executed);
  }
  EXPECT_EQ(living().size(), 4U);
}

TEST_P(IdempotencyKey, TwiceInOneBatchWritesOnce) {
  std::vector<store::WriteOutcome> outcomes;
  for (int i = 0; i < 2; ++i) {
    client().session().write(
        keyed(store::Create{new_book("Uma vez")}),
        [&](store::WriteOutcome outcome) { outcomes.push_back(std::move(outcome)); });
  }
  client().loop().run_until([&] { return outcomes.size() == 2; });
  ASSERT_TRUE(outcomes[0].has_value() && outcomes[1].has_value());
  EXPECT_EQ(outcomes[0]->origin, Origin::executed);
  expect_replay(contract::read(*std::move(outcomes[1])), contract::read(*std::move(outcomes[0])));
}

TEST_P(IdempotencyKey, SurvivesARestart) {
  const Written original = done(keyed(store::Create{new_book("Uma vez")}));
  open_store();
  expect_replay(done(keyed(store::Create{new_book("Uma vez")})), original);
}

TEST_P(IdempotencyKey, IsFreeAgainAfterItsLifetime) {
  done(keyed(store::Create{new_book("Ontem")}, 1));
  clock().advance(store::idempotency_lifetime - std::chrono::milliseconds(1));
  EXPECT_EQ(done(keyed(store::Create{new_book("Ontem")}, 1)).origin, Origin::replayed);
  clock().advance(std::chrono::milliseconds(1));
  EXPECT_EQ(done(keyed(store::Create{new_book("Hoje")}, 2)).origin, Origin::executed);
  EXPECT_EQ(done(keyed(store::Create{new_book("Hoje")}, 2)).origin, Origin::replayed);
}

TEST_P(IdempotencyKey, ManyOldKeysAreForgottenWithoutHarm) {
  for (int i = 0; i < 600; ++i) {
    const auto key = idempotency_key("velha " + std::to_string(i));
    done(store::Write{store::Create{new_book("Velho")}, {}, key, {}});
  }
  clock().advance(store::idempotency_lifetime);
  for (int i = 0; i < 4; ++i) {
    done(store::Create{new_book("Novo")});
  }
  const store::Write again{store::Create{new_book("Velho")}, {}, idempotency_key("velha 599"), {}};
  EXPECT_EQ(done(again).origin, Origin::executed);
}

}  // namespace
}  // namespace contract
