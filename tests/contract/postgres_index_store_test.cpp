#include <gtest/gtest.h>

#include <future>

#include "contract/postgres_fixture.hpp"
#include "contract/store_fixture.hpp"
#include "contract/stored_bytes.hpp"
#include "store/postgres/client.hpp"
#include "store/postgres/index_store.hpp"
#include "store/postgres/maintenance.hpp"
#include "store/postgres/storage_error.hpp"
#include "store/stored_index.hpp"

namespace contract {
namespace {

class PostgresIndexStore : public testing::Test {
 protected:
  // Three books.
  PostgresIndexStore() {
    options_.url = database_.url();
    postgres::Maintenance maintenance(options_, clock_);
    const auto loader = maintenance.loader(store::LoadEffect::kept);
    loader->add(std::vector<catalog::NewBook>(3, new_book("Livro")));
    loader->finish();
  }
  void run(const std::string& sql) { postgres::Client(options_).run(sql); }
  std::int64_t integer_of(const std::string& sql) {
    return postgres::Client(options_).query(sql).integer(0, 0);
  }
  std::string kept_bytes() {
    postgres::IndexStore index_store(options_);
    const auto kept = load_stored(index_store);
    return kept ? kept->bytes : std::string();
  }

  PostgresDatabase database_;
  postgres::Options options_;
  support::FakeClock clock_;
  std::string first_ = random_bytes(5 * store::index_part_bytes_max, 1);
  std::string second_ = random_bytes(4 * store::index_part_bytes_max, 2);
};

TEST_F(PostgresIndexStore, AnIndexThatIsDamagedIsNotLoadedAndIsReplaced) {
  first_[store::index_part_bytes_max] = 'x';
  for (const char* const damage : {
           "UPDATE stored_index_parts SET data = overlay(data placing '\\x00' from 1000)",
           "UPDATE stored_index_parts SET part = 9 WHERE part = 1",
           "DELETE FROM stored_index_parts WHERE part = 4",
           "UPDATE stored_index SET seq = 2",
           "UPDATE stored_index SET bytes = -1",
           "UPDATE stored_index SET bytes = 9223372036854775807",
           "UPDATE stored_index SET checksum = checksum + 1",
       }) {
    postgres::IndexStore index_store(options_);
    index_store.save({7, {3}}, {first_});
    EXPECT_TRUE(kept_bytes() == first_) << damage;
    run(damage);
    EXPECT_FALSE(load_stored(index_store).has_value()) << damage;
    index_store.save({7, {3}}, {second_});
    EXPECT_TRUE(kept_bytes() == second_) << damage;
  }
}

// A primary that was lost had more changes than the replica that took its place.
TEST_F(PostgresIndexStore, AnIndexAheadOfTheCatalogueIsNotLoadedAndGivesWay) {
  postgres::IndexStore index_store(options_);
  index_store.save({7, {3}}, {first_});
  run("UPDATE catalogue SET seq = 2");
  EXPECT_FALSE(load_stored(index_store).has_value());
  index_store.save({7, {2}}, {second_});
  EXPECT_TRUE(kept_bytes() == second_);
}

TEST_F(PostgresIndexStore, WhatSavesThatWereCutShortLeftIsGoneAfterTheNext) {
  postgres::IndexStore index_store(options_);
  index_store.save({7, {2}}, {first_});
  run("INSERT INTO stored_index_parts SELECT nextval('stored_index_generations'), 0, ''");
  run("INSERT INTO stored_index_parts SELECT nextval('stored_index_generations'), 0, ''");
  EXPECT_TRUE(kept_bytes() == first_);
  index_store.save({7, {3}}, {second_});
  EXPECT_TRUE(kept_bytes() == second_);
  EXPECT_EQ(integer_of("SELECT count(*) FROM stored_index_parts"), 4);
}

TEST_F(PostgresIndexStore, ASaveThatWasOvertakenLeavesNothing) {
  postgres::Client holder(options_);
  holder.run("BEGIN; SELECT 1 FROM stored_index FOR UPDATE");
  auto overtaken = std::async(std::launch::async,
                              [this] { postgres::IndexStore(options_).save({7, {2}}, {first_}); });
  while (integer_of("SELECT count(*) FROM pg_locks WHERE NOT granted") == 0) {
    std::this_thread::yield();
  }
  holder.run("UPDATE stored_index SET rules = 7, seq = 3, generation = 99; COMMIT");
  overtaken.get();
  EXPECT_EQ(integer_of("SELECT seq FROM stored_index"), 3);
  EXPECT_EQ(integer_of("SELECT count(*) FROM stored_index_parts"), 0);
}

TEST_F(PostgresIndexStore, AServerThatIsNotThereIsAStorageError) {
  options_.url = "postgresql://ana:segredo@127.0.0.1:1/livros";
  postgres::IndexStore index_store(options_);
  EXPECT_THROW(load_stored(index_store), postgres::StorageError);
  EXPECT_THROW(index_store.save({7, {1}}, {"x"}), postgres::StorageError);
}

TEST_F(PostgresIndexStore, IsFilledBesideAScanAndChecksSound) {
  postgres::Maintenance maintenance(options_, clock_);
  {
    const auto scan = maintenance.scan();
    EXPECT_EQ(scan->as_of().value, 3);
    maintenance.index_store()->save({7, scan->as_of()}, {first_});
  }
  EXPECT_TRUE(load_stored(*maintenance.index_store())->bytes == first_);
  EXPECT_EQ(maintenance.check(), store::Findings{});
}

}  // namespace
}  // namespace contract
