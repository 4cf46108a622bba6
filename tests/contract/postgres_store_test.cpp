// What only a store that several instances share has to keep: order of sequence numbers, ids and
// keys across instances, broken connections, opening at once.
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <optional>
#include <thread>

#include "contract/postgres_store_fixture.hpp"
#include "contract/store_fixture.hpp"
#include "store/cannot_open.hpp"
#include "store/postgres/client.hpp"
#include "store/postgres/maintenance.hpp"
#include "store/postgres/storage_error.hpp"
#include "store/postgres/store.hpp"
#include "support/eventually.hpp"

namespace contract {
namespace {

using catalog::ProblemCode;
using namespace std::chrono_literals;

// Writes that wait: nothing commits while another transaction holds the row of counters.
class HeldPostgresStore : public PostgresStore {
 protected:
  void hold() { holder_.run("BEGIN; SELECT seq FROM catalogue FOR UPDATE"); }
  void let_go() { holder_.run("COMMIT"); }
  void send(store::Write write) {
    client_.session().write(std::move(write), [this](store::WriteOutcome outcome) {
      outcomes_.push_back(std::move(outcome));
    });
  }
  void await(std::size_t outcomes) {
    client_.loop().run_until([&] { return outcomes_.size() >= outcomes; });
  }
  // The session hands over, and the store has begun the first batch.
  void await_first_batch() {
    client_.loop().run_posted();
    while (holder_.query("SELECT count(*) FROM pg_locks WHERE NOT granted").integer(0, 0) == 0) {
      std::this_thread::yield();
    }
  }

  std::unique_ptr<store::Store> store_ = open();
  Client client_{*store_};
  postgres::Client holder_ = client();
  std::vector<store::WriteOutcome> outcomes_;
};

TEST_F(HeldPostgresStore, AFullQueueRefusesAndWhatWaitedIsCommittedTogether) {
  hold();
  send(create("Primeiro"));
  await_first_batch();
  for (std::size_t i = 0; i < options().jobs_max; ++i) {
    send(create("Na fila"));
  }
  send(create("Demais"));
  await(1);
  ASSERT_FALSE(outcomes_[0].has_value());
  EXPECT_EQ(outcomes_[0].error().problem.code, ProblemCode::overloaded);
  let_go();
  await(options().jobs_max + 2);
  for (std::size_t i = 1; i < outcomes_.size(); ++i) {
    ASSERT_TRUE(outcomes_[i].has_value());
    EXPECT_EQ(outcomes_[i]->sequence.value, static_cast<std::int64_t>(i));
  }
}

TEST_F(HeldPostgresStore, ClosingFinishesWhatIsQueued) {
  hold();
  send(create("Primeiro"));
  await_first_batch();
  send(create("Na fila"));
  client_.loop().run_posted();
  std::thread closing([this] { store_->close(); });
  let_go();
  closing.join();
  await(2);
  EXPECT_TRUE(outcomes_[0].has_value());
  EXPECT_TRUE(outcomes_[1].has_value());
}

TEST_F(HeldPostgresStore, ABrokenConnectionIsMadeAnewAndKeyedWritesHappenOnce) {
  hold();
  store::Write keyed = create("Com chave");
  keyed.idempotency = idempotency_key("uma vez");
  send(keyed);
  await_first_batch();
  EXPECT_GT(database_.cut_connections(), 2);
  await(1);
  ASSERT_TRUE(outcomes_[0].has_value());
  const auto again = client_.write(keyed);
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->book.id, outcomes_[0]->book.id);
  EXPECT_EQ(again->origin, store::Written::Origin::replayed);
}

TEST_F(HeldPostgresStore, AWriteThatEndedBeforeItsCommitIsTriedAgainAndHappensOnce) {
  hold();
  send(create("Sem chave"));
  await_first_batch();
  holder_.query("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE NOT granted");
  await_first_batch();
  let_go();
  await(1);
  ASSERT_TRUE(outcomes_[0].has_value());
  EXPECT_EQ(outcomes_[0]->sequence.value, 1);
  EXPECT_EQ(holder_.query("SELECT count(*) FROM documents").integer(0, 0), 1);
}

TEST_F(PostgresStore, OneWriteThatTheDatabaseRefusesTakesNoOtherWithIt) {
  const auto store = open();
  client().run(
      "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
      " IF new.doc->>'título' = 'Recusado' THEN RAISE 'não'; END IF; RETURN new; END $$;"
      "CREATE TRIGGER refuse BEFORE INSERT ON documents FOR EACH ROW EXECUTE FUNCTION refuse()");
  Client client(*store);
  std::vector<store::WriteOutcome> outcomes(4, base::Unexpected<store::Refused>{});
  std::size_t answered = 0;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    client.session().write(create(i == 2 ? "Recusado" : "Aceito"),
                           [&, i](store::WriteOutcome outcome) {
                             outcomes[i] = std::move(outcome);
                             ++answered;
                           });
  }
  client.loop().run_until([&] { return answered == outcomes.size(); });
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    EXPECT_EQ(outcomes[i].has_value(), i != 2) << i;
  }
}

TEST_F(PostgresStore, InstancesThatOpenAnEmptyDatabaseAtOnceAllComeUp) {
  std::vector<std::future<bool>> opened;
  for (int i = 0; i < 4; ++i) {
    opened.push_back(std::async(std::launch::async, [this] {
      support::FakeClock clock;
      base::Metrics metrics;
      const auto store = postgres::open(options(), clock, metrics, log_);
      return Client(*store).write(create("Livro")).has_value();
    }));
  }
  for (auto& one : opened) {
    EXPECT_TRUE(one.get());
  }
}

TEST_F(PostgresStore, WhatOneInstanceWroteTheOthersReadAtOnce) {
  const auto first = open();
  const auto second = open();
  Client one(*first);
  Client other(*second);
  for (int round = 0; round < 20; ++round) {
    const auto written = one.write(create("Visto"));
    ASSERT_TRUE(written.has_value());
    const auto read = other.read(store::GetBook{written->book.id});
    ASSERT_TRUE(read.has_value());
    EXPECT_GE(read->as_of, written->sequence);
    ASSERT_TRUE(other.write(store::Remove{written->book.id}).has_value());
    const auto gone = one.read(store::GetBook{written->book.id});
    ASSERT_FALSE(gone.has_value());
    EXPECT_EQ(gone.error().code, ProblemCode::book_deleted);
  }
}

std::vector<store::BookRead> every_kind_of_read() {
  return {store::GetBook{{1}},        store::GetBooks{{{1}}},   store::GetBooks{},
          store::ScanBooks{{}, 10},   store::ListVersions{{1}}, store::GetVersion{{1}, {1}},
          store::ListChanges{{0}, 10}};
}

// As in the middle of a restore of its tables.
TEST_F(PostgresStore, ACatalogueWithoutItsRowIsUnavailableUntilItIsBack) {
  const auto store = open();
  Client reader(*store);
  ASSERT_TRUE(reader.write(create("Dom Casmurro")).has_value());
  postgres::Client other = client();
  other.run("CREATE TABLE kept AS SELECT * FROM catalogue; DELETE FROM catalogue");
  for (const store::BookRead& read : every_kind_of_read()) {
    const auto outcome = reader.read(read);
    ASSERT_FALSE(outcome.has_value()) << read.index();
    EXPECT_EQ(outcome.error().code, ProblemCode::storage_unavailable);
  }
  other.run("INSERT INTO catalogue SELECT * FROM kept");
  for (const store::BookRead& read : every_kind_of_read()) {
    EXPECT_TRUE(reader.read(read).has_value()) << read.index();
  }
}

TEST_F(PostgresStore, AColumnOfAnotherTypeIsReadOnceItsStatementsArePreparedAnew) {
  const auto store = open();
  Client reader(*store);
  ASSERT_TRUE(reader.write(create("Dom Casmurro")).has_value());
  ASSERT_TRUE(reader.read(store::GetBook{{1}}).has_value());
  client().run("DROP VIEW livros_sql; ALTER TABLE documents ALTER COLUMN version TYPE integer");
  EXPECT_TRUE(support::eventually(EventLoop::patience,
                                  [&] { return reader.read(store::GetBook{{1}}).has_value(); }));
}

TEST_F(PostgresStore, AClientWithABoundWaitsNoLongerForAnAnswer) {
  std::optional<postgres::Client> bounded;
  const auto is_answered_in_time = [&] {
    try {
      return bounded.emplace(options(), 200ms).query("SELECT 1").count() == 1;
    } catch (const postgres::StorageError&) {
      return false;  // of a busy machine
    }
  };
  ASSERT_TRUE(support::eventually(EventLoop::patience, is_answered_in_time));
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_THROW(bounded->query("SELECT pg_sleep(30)"), postgres::StorageError);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 20s);
  EXPECT_THROW(bounded->query("SELECT 1"), postgres::StorageError);
}

TEST_F(PostgresStore, InstancesNeverGiveAnIdOrASequenceNumberTwiceNorDoubleAKey) {
  constexpr int instances = 3;
  constexpr int writes = 60;
  std::mutex mutex;
  std::vector<std::int64_t> ids;
  std::vector<std::int64_t> sequences;
  std::atomic<int> originals{0};
  std::vector<std::thread> running;
  open();  // migrated
  for (int instance = 0; instance < instances; ++instance) {
    running.emplace_back([&] {
      support::FakeClock clock;
      base::Metrics metrics;
      const auto store = postgres::open(options(), clock, metrics, log_);
      Client own(*store);
      for (int i = 0; i < writes; ++i) {
        const auto plain = own.write(create("Livro"));
        store::Write keyed = create("Com chave");
        keyed.idempotency = idempotency_key("chave " + std::to_string(i));
        const auto shared = own.write(keyed);
        ASSERT_TRUE(plain.has_value());
        ASSERT_TRUE(shared.has_value());
        const std::lock_guard lock(mutex);
        ids.push_back(plain->book.id.value);
        sequences.push_back(plain->sequence.value);
        if (shared->origin == store::Written::Origin::executed) {
          ++originals;
          ids.push_back(shared->book.id.value);
          sequences.push_back(shared->sequence.value);
        }
      }
    });
  }
  for (std::thread& thread : running) {
    thread.join();
  }
  EXPECT_EQ(originals, writes);
  for (auto* const numbers : {&ids, &sequences}) {
    std::sort(numbers->begin(), numbers->end());
    EXPECT_EQ(std::adjacent_find(numbers->begin(), numbers->end()), numbers->end());
  }
  // Numbered without a gap: nothing was skipped, and nothing was counted that did not happen.
  EXPECT_EQ(sequences.size(), static_cast<std::size_t>(writes * (instances + 1)));
  EXPECT_EQ(sequences.back(), static_cast<std::int64_t>(sequences.size()));
  postgres::Maintenance maintenance(options(), clock_);
  EXPECT_EQ(maintenance.check(), store::Findings{});
}

TEST_F(PostgresStore, OfTwoChangesWithTheSameIfMatchOneWins) {
  const auto first = open();
  const auto second = open();
  Client one(*first);
  const auto id = one.write(create("Livro"))->book.id;
  std::atomic<int> won{0};
  const auto race = [&](store::Store& store) {
    Client own(store);
    for (std::int64_t version = 1; version <= 40; ++version) {
      store::Write write{store::Alter{id, with_year(static_cast<std::int32_t>(version))},
                         if_match({{version}}),
                         {},
                         {}};
      won += own.write(write).has_value() ? 1 : 0;
      while (std::get<store::BookDocument>(own.read(store::GetBook{id})->value).version.value <=
             version) {
      }
    }
  };
  std::thread other([&] { race(*second); });
  race(*first);
  other.join();
  EXPECT_EQ(won, 40);
}

TEST_F(PostgresStore, ReadersNeverSkipAChangeWhileTransactionsAreSlowAndFast) {
  const auto slow = open();
  const auto fast = open();
  std::atomic<bool> writing{true};
  const auto work = [&](store::Store& store, int writes) {
    Client own(store);
    for (int i = 0; i < writes; ++i) {
      ASSERT_TRUE(own.write(create("Livro")).has_value());
    }
  };
  // Another transaction makes every tenth commit of the slow one wait for a lock of its own.
  std::thread hindering([&] {
    postgres::Client holder = client();
    while (writing) {
      holder.run("BEGIN; LOCK TABLE book_isbns IN SHARE MODE; SELECT pg_sleep(0.005); COMMIT");
    }
  });
  std::thread reading([&] {
    postgres::Client reader = client();
    std::int64_t seen = 0;
    std::int64_t counted = 0;
    while (writing) {
      // Whatever is there up to the number that is shown must be there for good.
      const auto rows = reader.query(
          "SELECT c.seq, (SELECT count(*) FROM documents WHERE seq <= c.seq),"
          " (SELECT count(*) FROM documents WHERE seq <= $1) FROM catalogue AS c",
          postgres::Parameters().add(seen));
      ASSERT_EQ(rows.integer(0, 2), counted);
      seen = rows.integer(0, 0);
      counted = rows.integer(0, 1);
      ASSERT_EQ(counted, seen);
    }
  });
  std::thread first([&] { work(*slow, 100); });
  work(*fast, 200);
  first.join();
  writing = false;
  reading.join();
  hindering.join();
}

TEST_F(PostgresStore, ADatabaseOfAReleaseThatBreaksThisOneIsRefusedByName) {
  open();
  client().run("INSERT INTO schema_migrations VALUES (9999, 'futura', 0, 9999)");
  try {
    open();
    FAIL() << "opened";
  } catch (const store::CannotOpen& refused) {
    EXPECT_EQ(refused.reason(), store::CannotOpen::Reason::newer);
    EXPECT_EQ(refused.subject(), "9999_futura");
  }
}

TEST_F(PostgresStore, ADatabaseThatANewerReleaseOnlyExpandedIsServed) {
  open();
  client().run(
      "INSERT INTO schema_migrations VALUES (9999, 'futura', 0, 0);"
      "ALTER TABLE documents ADD COLUMN later text");
  const auto store = open();
  EXPECT_TRUE(Client(*store).write(create("Livro")).has_value());
}

TEST_F(PostgresStore, ADatabaseOfSomebodyElseIsLeftAlone) {
  client().run("CREATE TABLE books (title text)");
  EXPECT_THROW(open(), store::CannotOpen);
  EXPECT_EQ(
      client().query("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").integer(0, 0),
      1);
}

TEST_F(PostgresStore, ADatabaseThatIsNotThereIsToldWithoutItsPassword) {
  postgres::Options missing = options();
  missing.url = "postgresql://ana:segredo@127.0.0.1:1/livros";
  try {
    postgres::open(missing, clock_, metrics_.emplace_back(), log_);
    FAIL() << "opened";
  } catch (const store::CannotOpen& refused) {
    EXPECT_EQ(refused.reason(), store::CannotOpen::Reason::unreachable);
    EXPECT_EQ(std::string(refused.what()).find("segredo"), std::string::npos);
  }
}

}  // namespace
}  // namespace contract
