// The row by which a writer learns what became of a batch (store/postgres/write_mark.hpp).
#include "store/postgres/write_mark.hpp"

#include <gtest/gtest.h>

#include <future>
#include <string_view>
#include <thread>

#include "contract/postgres_fixture.hpp"
#include "store/postgres/client.hpp"
#include "store/postgres/schema.hpp"
#include "store/postgres/storage_error.hpp"
#include "support/fake_clock.hpp"

namespace contract {
namespace {

// What an instance left behind is told by its row alone, whoever asks.
TEST(WriteMark, ATellsOnceAndForAllWhetherItsBatchWasCommitted) {
  PostgresDatabase database;
  postgres::Options options;
  options.url = database.url();
  postgres::Client writer(options);
  postgres::Client settler(options);
  postgres::Client watcher(options);
  support::FakeClock clock;
  postgres::migrate(writer, "test", clock);
  const auto write = [&](const postgres::WriteMark& mark) {
    const postgres::Statement counting = postgres::count_statement({1, 1}, mark);
    return writer.query(counting.sql, counting.parameters).integer(0, 0);
  };
  const auto settle = [&](const postgres::WriteMark& mark) {
    const postgres::Statement asking = postgres::settle_statement(mark);
    return postgres::read_settled(settler.query(asking.sql, asking.parameters), mark);
  };
  const postgres::WriteMark first = postgres::WriteMark::fresh().next();
  EXPECT_EQ(write(first), 1);
  for (int again = 0; again < 2; ++again) {
    const postgres::Settled settled = settle(first);
    EXPECT_TRUE(settled.is_committed);
    EXPECT_EQ(settled.mark.number, 1);
    EXPECT_EQ(settled.after.value, 1);
  }
  // Never written, and given up: it can never be written any more.
  for (int again = 0; again < 2; ++again) {
    const postgres::Settled settled = settle(first.next());
    EXPECT_FALSE(settled.is_committed);
    EXPECT_EQ(settled.mark.number, 3);
  }
  EXPECT_THROW(write(first.next()), postgres::StorageError);
  EXPECT_EQ(write({first.writer, 4}), 2);
  // The same before the writer's first batch.
  const postgres::WriteMark other = postgres::WriteMark::fresh().next();
  EXPECT_FALSE(settle(other).is_committed);
  EXPECT_THROW(write(other), postgres::StorageError);
  // One that is under way is waited for.
  for (const char* end : {"COMMIT", "ROLLBACK"}) {
    const postgres::WriteMark mark = postgres::WriteMark::fresh().next();
    writer.run("BEGIN");
    write(mark);
    auto settled = std::async(std::launch::async, [&] { return settle(mark); });
    while (watcher.query("SELECT count(*) FROM pg_locks WHERE NOT granted").integer(0, 0) == 0) {
      std::this_thread::yield();
    }
    writer.run(end);
    EXPECT_EQ(settled.get().is_committed, end == std::string_view("COMMIT"));
  }
}

}  // namespace
}  // namespace contract
