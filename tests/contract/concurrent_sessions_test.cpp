#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "contract/store_fixture.hpp"

namespace contract {
namespace {

using catalog::BookId;
using catalog::ProblemCode;
using catalog::Version;

// Hears of every commit, and holds the store's own thread there while it is shut, so that a test
// can fill the queue behind it.
class Gate final : public store::CommitListener {
 public:
  void committed(std::span<const store::Committed> changes) noexcept override {
    std::unique_lock lock(mutex_);
    heard_.insert(heard_.end(), changes.begin(), changes.end());
    moved_.notify_all();
    moved_.wait_for(lock, EventLoop::patience, [this] { return !shut_; });
  }

  void shut() {
    const std::lock_guard lock(mutex_);
    shut_ = true;
  }
  void open() {
    const std::lock_guard lock(mutex_);
    shut_ = false;
    moved_.notify_all();
  }
  // Waits until so many changes were heard of.
  bool hears(std::size_t changes) {
    std::unique_lock lock(mutex_);
    return moved_.wait_for(lock, EventLoop::patience, [&] { return heard_.size() >= changes; });
  }
  std::vector<store::Committed> heard() {
    const std::lock_guard lock(mutex_);
    return heard_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable moved_;
  bool shut_ = false;
  std::vector<store::Committed> heard_;
};

class ConcurrentSessions : public StoreTest {
 protected:
  // Runs `work(client, number)` on a thread and a session of its own, `threads` times at once.
  template <class Work>
  void at_once(std::size_t threads, Work work) {
    std::vector<std::thread> running;
    running.reserve(threads);
    for (std::size_t number = 0; number < threads; ++number) {
      running.emplace_back([this, work, number] {
        Client own(store());
        work(own, number);
      });
    }
    for (std::thread& thread : running) {
      thread.join();
    }
  }
};
class CommitListener : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    if (!store().sequence()) {
      GTEST_SKIP() << "tells nobody";
    }
    reopen(jobs_max);
  }
  void TearDown() override {
    gate_.open();
    StoreTest::TearDown();
  }
  void reopen(std::size_t jobs) {
    open_store(jobs);
    store().listen(gate_);
  }
  // The outcome lands in `outcomes` when the loop runs.
  void send(store::Action action) {
    client().session().write({std::move(action), {}, {}, {}}, [this](store::WriteOutcome outcome) {
      outcomes_.push_back(std::move(outcome));
    });
  }
  void await(std::size_t outcomes) {
    client().loop().run_until([&] { return outcomes_.size() >= outcomes; });
  }

  Gate gate_;
  std::vector<store::WriteOutcome> outcomes_;
};
class WriteQueueBound : public CommitListener {};
class CloseBusyStore : public CommitListener {};
class CloseStore : public StoreTest {};
INSTANTIATE_TEST_SUITE_P(Stores, ConcurrentSessions, testing::ValuesIn(stores_under_test()),
                         name_of);
INSTANTIATE_TEST_SUITE_P(Stores, CommitListener, testing::ValuesIn(stores_under_test()), name_of);
INSTANTIATE_TEST_SUITE_P(Stores, WriteQueueBound, testing::ValuesIn(stores_under_test()), name_of);
INSTANTIATE_TEST_SUITE_P(Stores, CloseBusyStore, testing::ValuesIn(stores_under_test()), name_of);
INSTANTIATE_TEST_SUITE_P(Stores, CloseStore, testing::ValuesIn(stores_under_test()), name_of);

TEST_P(ConcurrentSessions, EachReadsItsOwnWritesAtOnce) {
  at_once(4, [](Client& own, std::size_t number) {
    for (int round = 0; round < 50; ++round) {
      const std::string title = std::to_string(number) + "-" + std::to_string(round);
      const auto written = own.write(store::Create{new_book(title)});
      ASSERT_TRUE(written.has_value());
      const auto read = own.read(store::GetBook{written->book.id});
      ASSERT_TRUE(read.has_value());
      EXPECT_EQ(std::get<store::BookDocument>(read->value), written->book);
      EXPECT_GE(read->as_of, written->sequence);
    }
  });
}

TEST_P(ConcurrentSessions, WhatOneWasAnsweredAnotherReads) {
  const Written written = done(store::Create{new_book("Para todos")});
  at_once(2, [&](Client& own, std::size_t) {
    const auto found = own.read(store::GetBook{written.book.id});
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(support::book_of(std::get<store::BookDocument>(found->value)), written.book);
  });
}

TEST_P(ConcurrentSessions, TheSequenceGrowsByExactlyOnePerChange) {
  std::mutex mutex;
  std::vector<std::int64_t> sequences;
  at_once(4, [&](Client& own, std::size_t) {
    for (int round = 0; round < 30; ++round) {
      const auto created = own.write(store::Create{new_book("Um")});
      ASSERT_TRUE(created.has_value());
      const auto changed = own.write(store::Alter{created->book.id, with_year(1901)});
      ASSERT_TRUE(changed.has_value());
      EXPECT_FALSE(own.write(store::Remove{{987654321}}).has_value());
      const auto removed = own.write(store::Remove{created->book.id});
      ASSERT_TRUE(removed.has_value());
      const std::lock_guard lock(mutex);
      sequences.insert(sequences.end(),
                       {created->sequence.value, changed->sequence.value, removed->sequence.value});
    }
  });
  std::sort(sequences.begin(), sequences.end());
  ASSERT_EQ(sequences.size(), 360U);
  for (std::size_t i = 0; i < sequences.size(); ++i) {
    ASSERT_EQ(sequences[i], static_cast<std::int64_t>(i) + 1);
  }
}

TEST_P(ConcurrentSessions, OfManyChangesUnderOneIfMatchOneWins) {
  const catalog::Book book = created(fields("Disputado"));
  std::atomic<int> won = 0;
  at_once(4, [&](Client& own, std::size_t number) {
    const auto outcome =
        own.write({store::Replace{book.id, new_book("De " + std::to_string(number))},
                   if_match({book.version}),
                   {},
                   {}});
    won += outcome.has_value() ? 1 : 0;
  });
  EXPECT_EQ(won, 1);
  EXPECT_EQ(get(book.id).version, Version{2});
}

TEST_P(ConcurrentSessions, AReaderNeverSeesPartOfAChange) {
  const BookId id = created(fields("0", "0")).id;
  std::atomic<bool> writing = true;
  // However the writer ends: a reader that waits for it would wait for ever.
  struct Written {
    std::atomic<bool>& writing;
    ~Written() { writing = false; }
  };
  at_once(2, [&](Client& own, std::size_t number) {
    if (number == 0) {
      const Written at_the_end{writing};
      for (int round = 1; round <= 100; ++round) {
        const std::string same = std::to_string(round);
        ASSERT_TRUE(own.write(store::Replace{id, new_book(fields(same, same))}).has_value());
      }
      return;
    }
    do {
      const auto read = own.read(store::GetBook{id});
      ASSERT_TRUE(read.has_value());
      const catalog::Book seen = book_of(std::get<store::BookDocument>(read->value));
      ASSERT_EQ(seen.fields->title, seen.fields->author);
      ASSERT_EQ(seen.fields->title, std::to_string(seen.version.value - 1));
    } while (writing);
  });
}

// ---- what is known when ------------------------------------------------------------------------

TEST_P(CommitListener, HearsOfEveryChangeInOrderBeforeItIsAnswered) {
  for (int i = 0; i < 3; ++i) {
    const Written written = done(store::Create{new_book("Um")});
    const auto heard = gate_.heard();
    ASSERT_EQ(heard.size(), static_cast<std::size_t>(i) + 1);
    EXPECT_EQ(heard.back().id, written.book.id);
    EXPECT_EQ(heard.back().sequence, written.sequence);
  }
  refused(store::Remove{{99}});
  EXPECT_EQ(gate_.heard().size(), 3U);
}

TEST_P(CommitListener, IsToldBeforeTheSequenceMovesAndWhenReadersSeeTheChange) {
  gate_.shut();
  send(store::Create{new_book("Visível")});
  ASSERT_TRUE(gate_.hears(1));
  const store::Committed change = gate_.heard().front();
  if (const auto known = store().sequence()) {
    EXPECT_LT(*known, change.sequence);
  }
  const auto read = client().read(store::GetBook{change.id});
  EXPECT_TRUE(read.has_value());
  EXPECT_TRUE(outcomes_.empty());  // the writer itself is answered last
  gate_.open();
  await(1);
}

TEST_P(CommitListener, WhatWaitedIsCommittedTogether) {
  gate_.shut();
  send(store::Create{new_book("Primeiro")});
  ASSERT_TRUE(gate_.hears(1));
  for (int i = 0; i < 20; ++i) {
    send(store::Create{new_book("Depois")});
  }
  gate_.open();
  await(21);
  const auto heard = gate_.heard();
  ASSERT_EQ(heard.size(), 21U);
  for (std::size_t i = 0; i < heard.size(); ++i) {
    EXPECT_EQ(heard[i].sequence.value, static_cast<std::int64_t>(i) + 1);
    EXPECT_EQ(outcomes_[i]->sequence, heard[i].sequence);
  }
}

// ---- the bound of the queue --------------------------------------------------------------------

TEST_P(WriteQueueBound, OneMoreIsRefusedAtOnceAndQueuesNothing) {
  constexpr std::size_t bound = 8;
  reopen(bound);
  gate_.shut();
  send(store::Create{new_book("Primeiro")});
  ASSERT_TRUE(gate_.hears(1));
  for (std::size_t i = 0; i < bound; ++i) {
    send(store::Create{new_book("Na fila")});
  }
  EXPECT_TRUE(outcomes_.empty());
  send(store::Create{new_book("Demais")});
  ASSERT_EQ(outcomes_.size(), 1U);  // inside the call
  ASSERT_FALSE(outcomes_[0].has_value());
  EXPECT_EQ(outcomes_[0].error().problem.code, ProblemCode::overloaded);
  gate_.open();
  await(bound + 2);
  EXPECT_EQ(living().size(), bound + 1);
  EXPECT_TRUE(client().write(store::Create{new_book("De novo")}).has_value());
}

// ---- closing -----------------------------------------------------------------------------------

TEST_P(CloseBusyStore, FinishesWhatIsQueued) {
  gate_.shut();
  send(store::Create{new_book("Primeiro")});
  ASSERT_TRUE(gate_.hears(1));
  for (int i = 0; i < 10; ++i) {
    send(store::Create{new_book("Na fila")});
  }
  std::thread closing([this] { store().close(); });
  gate_.open();
  closing.join();
  await(11);
  for (const store::WriteOutcome& outcome : outcomes_) {
    EXPECT_TRUE(outcome.has_value());
  }
  open_store();
  EXPECT_EQ(living().size(), 11U);
}

TEST_P(CloseStore, RefusesWhatComesLater) {
  store().close();
  EXPECT_EQ(refused(store::Create{new_book("Tarde")}).problem.code, ProblemCode::draining);
  store().close();
}

TEST_P(CloseStore, KeepsTheSequence) {
  const Written written = done(store::Create{new_book("Um")});
  open_store();
  EXPECT_EQ(store().sequence().value_or(written.sequence), written.sequence);
  EXPECT_EQ(done(store::Create{new_book("Dois")}).sequence.value, written.sequence.value + 1);
}

}  // namespace
}  // namespace contract
