// Following a store whose answers are not of one state: a replica reads in the primary's place, or
// a server that lost its last commits has taken over.
#include <atomic>
#include <chrono>
#include <optional>
#include <thread>
#include <vector>

#include "contract/search_fixture.hpp"
#include "contract/veiled_store.hpp"
#include "search/follow/index_follower.hpp"
#include "search/store.hpp"
#include "support/eventually.hpp"

namespace contract {
namespace {

using namespace std::chrono_literals;
using catalog::ProblemCode;

void lose_all_books_but_the_first(const store::BookRead& read, store::ReadOutcome& outcome) {
  if (const auto* const scan = std::get_if<store::ScanBooks>(&read)) {
    auto& books = std::get<store::Page>(outcome->value).books;
    std::erase_if(books, [](const store::BookDocument& book) { return book.id.value > 1; });
    EXPECT_LE(books.size(), scan->after == catalog::BookId{} ? 1U : 0U);
  }
}

// Once `is_lost`, the answers of a server that has taken over after the first change.
void lose_the_last_change(VeiledStore& veil, const std::atomic<bool>& is_lost) {
  veil.answered = [&is_lost](const store::BookRead& read, store::ReadOutcome& outcome) {
    if (!is_lost) {
      return;
    }
    outcome->as_of = {1};
    if (std::holds_alternative<store::ListChanges>(read)) {
      outcome->value = store::Changes{};
    } else {
      lose_all_books_but_the_first(read, outcome);
    }
  };
}

class LaggingIndex : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    created(fields("Primeiro"));
    created(fields("Segundo"));
  }
  catalog::Result<search::CaughtUp> caught_up(search::IndexFollower& follower) {
    return contract::caught_up(client(), follower);
  }

  base::Metrics metrics_;
  base::Log log_{base::LogLevel::error};
};
INSTANTIATE_TEST_SUITE_P(Stores, LaggingIndex, testing::ValuesIn(stores_under_test()), name_of);

// Of a store that others write to, where servers take over from each other.
class SharedIndex : public LaggingIndex {
 protected:
  void SetUp() override {
    LaggingIndex::SetUp();
    if (store().sequence()) {
      GTEST_SKIP() << "a store that knows its sequence number loses nothing and has no replica";
    }
  }
};
INSTANTIATE_TEST_SUITE_P(Stores, SharedIndex, testing::ValuesIn(stores_under_test()), name_of);

TEST_P(LaggingIndex, BooksThatAreOlderThanTheirChangesAreReadAgain) {
  VeiledStore veil(store());
  std::atomic<bool> is_replica{true};
  veil.answered = [&](const store::BookRead& read, store::ReadOutcome& outcome) {
    if (std::holds_alternative<store::GetBooks>(read) && is_replica.exchange(false)) {
      outcome = store::ReadAnswer{store::Page{}, {2}, 1s};
    }
  };
  search::IndexFollower follower(veil, metrics_, log_);
  ASSERT_TRUE(caught_up(follower).has_value());
  created(fields("Terceiro"));
  // Whoever asks while the states differ is refused; then the book is there.
  EXPECT_TRUE(support::eventually(EventLoop::patience, [&] {
    const auto got = caught_up(follower);
    return got.has_value() && got->snapshot->books() == 3;
  }));
  EXPECT_FALSE(is_replica);
}

TEST_P(LaggingIndex, PagesOfAnOlderStateAreMadeUpForByTheChangesSince) {
  VeiledStore veil(store());
  veil.asked = [](store::BookRead& read) {
    if (auto* const scan = std::get_if<store::ScanBooks>(&read)) {
      scan->limit = 1;
    }
  };
  veil.answered = [](const store::BookRead& read, store::ReadOutcome& outcome) {
    const auto* const scan = std::get_if<store::ScanBooks>(&read);
    if (scan != nullptr && scan->after > catalog::BookId{}) {
      outcome = store::ReadAnswer{store::Page{}, {1}, 1s};
    }
  };
  search::IndexFollower follower(veil, metrics_, log_);
  const auto got = caught_up(follower);
  ASSERT_TRUE(got.has_value());
  EXPECT_EQ(got->snapshot->books(), 2U);
  EXPECT_EQ(got->snapshot->sequence.value, 2);
}

TEST_P(SharedIndex, ACatalogueThatLostItsLastChangesIsReadAnewAndKept) {
  VeiledStore veil(store());
  std::atomic<bool> is_lost{false};
  lose_the_last_change(veil, is_lost);
  search::IndexFollower follower(veil, metrics_, log_);
  ASSERT_TRUE(caught_up(follower).has_value());
  is_lost = true;
  const auto got = caught_up(follower);
  ASSERT_TRUE(got.has_value());
  EXPECT_EQ(got->snapshot->books(), 1U);
  EXPECT_EQ(got->snapshot->sequence.value, 1);
  EXPECT_TRUE(support::eventually(EventLoop::patience,
                                  [&] { return veil.kept() && veil.kept()->sequence.value == 1; }));
}

TEST_P(SharedIndex, WhatWasHandedOverGoesWithTheHistoryThatWasLost) {
  VeiledStore veil(store());
  veil.hands_over = true;
  std::atomic<bool> is_lost{false};
  lose_the_last_change(veil, is_lost);
  search::IndexFollower follower(veil, metrics_, log_);
  ASSERT_TRUE(caught_up(follower).has_value());
  created(fields("Terceiro"));
  is_lost = true;
  const auto got = caught_up(follower);
  ASSERT_TRUE(got.has_value());
  EXPECT_EQ(got->snapshot->books(), 1U);
  EXPECT_EQ(got->snapshot->sequence.value, 1);
}

// Others have written as many changes as were lost before anybody looked.
TEST_P(SharedIndex, ACatalogueThatHasOtherChangesOfTheSameNumbersIsReadAnew) {
  for (const bool is_missing : {false, true}) {
    VeiledStore veil(store());
    std::atomic<bool> is_lost{false};
    veil.answered = [&](const store::BookRead& read, store::ReadOutcome& outcome) {
      if (!is_lost) {
        return;
      }
      if (auto* const changes = std::get_if<store::Changes>(&outcome->value)) {
        for (store::ChangeEntry& entry : changes->entries) {
          entry.at += 1ms;
        }
        changes->entries.resize(is_missing ? 0 : changes->entries.size());
      } else {
        lose_all_books_but_the_first(read, outcome);
      }
    };
    search::IndexFollower follower(veil, metrics_, log_);
    ASSERT_TRUE(caught_up(follower).has_value());
    is_lost = true;
    for (int i = 0; i < 2; ++i) {
      const auto got = caught_up(follower);
      ASSERT_TRUE(got.has_value());
      EXPECT_EQ(got->snapshot->books(), 1U);
      EXPECT_EQ(got->snapshot->sequence.value, 2);
    }
  }
}

// The newest change that was followed is of a book that has changed again in the other history.
TEST_P(SharedIndex, ABookThatChangesAgainHidesNoLostPast) {
  VeiledStore veil(store());
  std::atomic<bool> is_lost{false};
  veil.answered = [&](const store::BookRead& read, store::ReadOutcome& outcome) {
    auto* const changes = outcome ? std::get_if<store::Changes>(&outcome->value) : nullptr;
    if (is_lost && changes != nullptr) {
      std::erase_if(changes->entries, [](const auto& entry) { return entry.id.value == 3; });
    } else if (is_lost && outcome) {
      lose_all_books_but_the_first(read, outcome);
    }
  };
  search::IndexFollower follower(veil, metrics_, log_);
  ASSERT_TRUE(caught_up(follower).has_value());
  created(fields("Terceiro"));
  done(store::Replace{{2}, new_book("Segundo outra vez")});
  ASSERT_TRUE(caught_up(follower).has_value());
  done(store::Replace{{2}, new_book("Segundo mais uma vez")});
  is_lost = true;
  const auto got = caught_up(follower);
  ASSERT_TRUE(got.has_value());
  EXPECT_EQ(got->snapshot->books(), 1U) << "the third one was never made";
}

TEST_P(LaggingIndex, ABookThatChangesAgainIsNotTakenForALostPast) {
  std::atomic<int> pages{0};
  VeiledStore veil(store());
  veil.asked = [&pages](const store::BookRead& read) {
    pages += std::holds_alternative<store::ScanBooks>(read) ? 1 : 0;
  };
  search::IndexFollower follower(veil, metrics_, log_);
  ASSERT_TRUE(caught_up(follower).has_value());
  for (const char* const title : {"Segundo outra vez", "Segundo mais uma vez"}) {
    done(store::Replace{{2}, new_book(title)});
    ASSERT_TRUE(caught_up(follower).has_value());
  }
  done(store::Remove{{2}});
  ASSERT_TRUE(caught_up(follower).has_value());
  done(store::Restore{{2}, {1}});
  const auto got = caught_up(follower);
  ASSERT_TRUE(got.has_value());
  EXPECT_EQ(got->snapshot->books(), 2U);
  EXPECT_EQ(pages, 2) << "the books, and that there are no more";
}

TEST_P(SharedIndex, AReplicaIsNotTakenForALostPast) {
  VeiledStore veil(store());
  std::atomic<bool> is_replica{false};
  veil.answered = [&](const store::BookRead& read, store::ReadOutcome& outcome) {
    if (is_replica && std::holds_alternative<store::ListChanges>(read)) {
      outcome = store::ReadAnswer{store::Changes{}, {1}, 1500ms};
    }
  };
  search::IndexFollower follower(veil, metrics_, log_);
  const auto before = caught_up(follower);
  ASSERT_TRUE(before.has_value());
  EXPECT_FALSE(before->behind.has_value());
  is_replica = true;
  const auto got = caught_up(follower);
  ASSERT_TRUE(got.has_value());
  EXPECT_EQ(got->snapshot->books(), 2U);
  EXPECT_EQ(got->behind, 1500ms);
}

TEST_P(SharedIndex, EverySearchSaysHowOldItMayBe) {
  auto veil = std::make_unique<VeiledStore>(store());
  veil->answered = [](const store::BookRead& read, store::ReadOutcome& outcome) {
    if (std::holds_alternative<store::ListChanges>(read) ||
        std::holds_alternative<store::GetBooks>(read)) {
      outcome->behind = 1500ms;
    }
  };
  const auto searching = search::open(std::move(veil), metrics_, log_);
  SearchClient searcher(*searching);
  for (const search::Read& read :
       {search::Read(search::ListBooks{by_relevance("primeiro")}),
        search::Read(search::ListBooks{by_relevance("nada")}),
        search::Read(search::CountFacets{{}, {}, {search::Facet::author}, 10}),
        search::Read(search::Suggest{catalog::parse_search("pri"), 10}),
        search::Read(search::FindIsbns{{isbn("9788535914849")}})}) {
    const auto outcome = searcher.read(read);
    ASSERT_TRUE(outcome.has_value());
    EXPECT_EQ(outcome->behind, 1500ms);
  }
}

// The database of several instances; a store that knows its sequence number asks nobody.
TEST_P(LaggingIndex, BooksThatAreOfItsStateNeedNoOtherProof) {
  std::atomic<bool> is_cut{false};
  auto veil = std::make_unique<VeiledStore>(store());
  veil->answered = [&](const store::BookRead& read, store::ReadOutcome& outcome) {
    if (is_cut && std::holds_alternative<store::ListChanges>(read)) {
      outcome = catalog::fail(catalog::problem::of(ProblemCode::storage_unavailable));
    }
  };
  const auto searching = search::open(std::move(veil), metrics_, log_);
  SearchClient searcher(*searching);
  EXPECT_EQ(found(searcher, "primeiro"), Ids({1}));
  is_cut = true;
  EXPECT_EQ(found(searcher, "primeiro"), Ids({1}));
  EXPECT_EQ(found(searcher, "nada"), Ids());
  // What has changed since cannot be told: nothing is better than what is not true.
  created(fields("Primeiro e terceiro"));
  for (const char* const q : {"segundo", "nada"}) {
    SearchClient another(*searching);
    const auto outcome = another.read(search::ListBooks{by_relevance(q)});
    ASSERT_FALSE(outcome.has_value()) << q;
    EXPECT_EQ(outcome.error().code, ProblemCode::storage_unavailable) << q;
  }
  is_cut = false;
  EXPECT_EQ(found(searcher, "primeiro"), Ids({1, 3}));
}

TEST_P(LaggingIndex, BooksOfAStateThatWasLostAreNoProof) {
  std::atomic<bool> is_lost{false};
  auto veil = std::make_unique<VeiledStore>(store());
  lose_the_last_change(*veil, is_lost);
  const auto searching = search::open(std::move(veil), metrics_, log_);
  SearchClient searcher(*searching);
  EXPECT_EQ(found(searcher, "segundo"), Ids({2}));
  is_lost = true;
  if (!store().sequence()) {
    EXPECT_EQ(found(searcher, "segundo"), Ids());
  }
}

TEST_P(LaggingIndex, BooksAreReadOnTrialOnlyWhereTheLastSearchMetAQuietCatalogue) {
  std::atomic<int> asked{0};
  auto veil = std::make_unique<VeiledStore>(store());
  veil->asked = [&asked, here = std::this_thread::get_id()](const store::BookRead& read) {
    const bool is_of_search = std::this_thread::get_id() == here;
    asked += is_of_search && std::holds_alternative<store::GetBooks>(read) ? 1 : 0;
  };
  const auto searching = search::open(std::move(veil), metrics_, log_);
  SearchClient searcher(*searching);
  const auto times_asked = [&] {
    asked = 0;
    EXPECT_FALSE(found(searcher, "primeiro").empty());
    return asked.load();
  };
  const auto counts = [&] {
    times_asked();
    std::vector<int> all{times_asked()};
    for (int i = 0; i < 3; ++i) {
      created(fields("Outro"));
      all.push_back(times_asked());
    }
    all.push_back(times_asked());
    all.push_back(times_asked());
    return all;
  };
  const std::vector<int> expected{1, store().sequence() ? 1 : 2, 1, 1, 1, 1};
  // What changes may be followed before it is searched: counted again, then.
  std::vector<int> last;
  support::eventually(EventLoop::patience, [&] { return (last = counts()) == expected; });
  EXPECT_EQ(last, expected);
}

// The follower answers after the session that asked it is gone.
TEST_P(LaggingIndex, ASearchWhoseSessionHasEndedIsRefused) {
  EventLoop loop;
  std::atomic<bool> is_held{false};
  auto veil = std::make_unique<VeiledStore>(store());
  veil->asked = [&is_held](const store::BookRead& read) {
    while (is_held && std::holds_alternative<store::ListChanges>(read)) {
      std::this_thread::yield();
    }
  };
  const auto searching = search::open(std::move(veil), metrics_, log_);
  SearchClient searcher(*searching);
  EXPECT_EQ(found(searcher, "primeiro"), Ids({1}));
  is_held = true;
  created(fields("Terceiro"));
  auto session = searching->open_session(loop);
  std::optional<search::ReadOutcome> outcome;
  session->read(search::CountFacets{{}, {}, {search::Facet::author}, 10},
                [&outcome](search::ReadOutcome given) { outcome = std::move(given); });
  session.reset();
  is_held = false;
  loop.run_until([&] { return outcome.has_value(); });
  ASSERT_FALSE(outcome->has_value());
  EXPECT_EQ(outcome->error().code, ProblemCode::draining);
}

TEST_P(LaggingIndex, ANumberThatGoesOnWithoutAChangeIsFollowed) {
  VeiledStore veil(store());
  veil.answered = [](const store::BookRead& read, store::ReadOutcome& outcome) {
    if (std::holds_alternative<store::ListChanges>(read)) {
      outcome->as_of = {7};
    }
  };
  search::IndexFollower follower(veil, metrics_, log_);
  const auto got = caught_up(follower);
  ASSERT_TRUE(got.has_value());
  EXPECT_EQ(got->snapshot->sequence.value, 7);
  EXPECT_EQ(got->snapshot->books(), 2U);
}

TEST_P(LaggingIndex, IsKeptOnceItIsFarFromWhatWasKept) {
  VeiledStore veil(store());
  veil.answered = [](const store::BookRead& read, store::ReadOutcome& outcome) {
    if (std::holds_alternative<store::ListChanges>(read)) {
      outcome->as_of = {1'000'000};
    }
  };
  search::IndexFollower follower(veil, metrics_, log_);
  ASSERT_TRUE(caught_up(follower).has_value());
  EXPECT_TRUE(support::eventually(EventLoop::patience, [&] {
    return veil.kept() && veil.kept()->sequence.value == 1'000'000;
  }));
}

TEST_P(LaggingIndex, AServerIsReadyOnceItCanSearch) {
  auto veil = std::make_unique<VeiledStore>(store());
  const auto is_refused = std::make_shared<std::atomic<bool>>(true);
  veil->answered = [is_refused](const store::BookRead& read, store::ReadOutcome& outcome) {
    if (*is_refused && std::holds_alternative<store::ScanBooks>(read)) {
      outcome = catalog::fail(catalog::problem::of(ProblemCode::overloaded));
    }
  };
  const auto searching = search::open(std::move(veil), metrics_, log_);
  EXPECT_EQ(searching->health(), search::Health::preparing);
  *is_refused = false;
  EXPECT_TRUE(support::eventually(EventLoop::patience,
                                  [&] { return searching->health() == search::Health::ready; }));
}

}  // namespace
}  // namespace contract
