// Behind PgBouncer a session is somebody else's next: what work on a whole catalogue leaves in it.
#include <gtest/gtest.h>

#include "contract/postgres_fixture.hpp"
#include "contract/store_fixture.hpp"
#include "store/postgres/client.hpp"
#include "store/postgres/maintenance.hpp"

namespace contract {
namespace {

TEST(PostgresClient, NoSettingOfOursOutlivesItsTransaction) {
  PostgresDatabase database;
  postgres::Options options;
  options.url = database.url();
  options.prepared = postgres::Options::Prepared::never;  // as behind PgBouncer: no connect options
  const std::string settings =
      "SELECT string_agg(name || '=' || setting, ' ' ORDER BY name) FROM pg_settings WHERE name IN"
      " ('statement_timeout', 'idle_in_transaction_session_timeout', 'maintenance_work_mem',"
      " 'synchronous_commit')";
  postgres::Client client(options);
  const std::string before(client.query(settings).text(0, 0));
  client.run("SET statement_timeout = '7s'");
  {
    postgres::Transaction transaction(client);
    EXPECT_EQ(client.query("SHOW statement_timeout").text(0, 0), "0");
    transaction.commit();
  }
  EXPECT_EQ(client.query("SHOW statement_timeout").text(0, 0), "7s");
  client.run("RESET statement_timeout");
  EXPECT_EQ(client.query(settings).text(0, 0), before);
}

TEST(PostgresClient, NoLockOfALoadOutlivesIt) {
  PostgresDatabase database;
  postgres::Options options;
  options.url = database.url();
  support::FakeClock clock;
  postgres::Maintenance maintenance(options, clock);
  postgres::Client watcher(options);
  const auto locks = [&] {
    return watcher.query("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'").integer(0, 0);
  };
  {
    const auto loader = maintenance.loader(store::LoadEffect::kept);
    loader->add({});
    EXPECT_EQ(locks(), 1);
    loader->finish();
  }
  EXPECT_EQ(locks(), 0);
  EXPECT_EQ(maintenance.check(), store::Findings{});
}

}  // namespace
}  // namespace contract
