#include <sqlite3.h>

#include <atomic>

#include "contract/faulty_disk.hpp"
#include "contract/sqlite_bulk_fixture.hpp"
#include "contract/stored_bytes.hpp"
#include "store/stored_index.hpp"

namespace contract {
namespace {

class SqliteIndexStore : public SqliteBulk {
 protected:
  const std::string first_ = random_bytes(5 * store::index_part_bytes_max, 1);
  const std::string second_ = random_bytes(4 * store::index_part_bytes_max, 2);

  void fill(int books) {
    for (int i = 0; i < books; ++i) {
      created(fields("Livro"));
    }
  }
  std::optional<StoredBytes> kept() { return load_stored(*store().open_index_store()); }
  void save(std::int64_t sequence, const std::string& bytes) {
    store().open_index_store()->save({7, {sequence}}, {bytes});
  }
  std::string kept_bytes() {
    const auto found = kept();
    return found ? found->bytes : std::string();
  }
  std::int64_t leftovers() {
    return integer_of(
        "SELECT count(*) FROM search_index_parts"
        " WHERE generation <> (SELECT generation FROM search_index)");
  }
};

TEST_F(SqliteIndexStore, AnIndexThatIsDamagedIsNotLoadedAndIsReplaced) {
  for (const char* const damage : {
           "UPDATE search_index_parts SET data = zeroblob(length(data)) WHERE part = 2",
           "UPDATE search_index_parts SET data = CAST(data || x'00' AS BLOB) WHERE part = 4",
           "UPDATE search_index_parts SET part = 9 WHERE part = 1",
           "DELETE FROM search_index_parts WHERE part = 4",
           "DELETE FROM search_index_parts",
           "UPDATE search_index SET seq = 2",
           "UPDATE search_index SET rules = 8",
           "UPDATE search_index SET bytes = -1",
           "UPDATE search_index SET bytes = 9223372036854775807",
           "UPDATE search_index SET checksum = checksum + 1",
           "UPDATE search_index SET generation = 0",
           "UPDATE catalogue SET seq = 2",
       }) {
    std::filesystem::remove_all(file().parent_path());
    open();
    fill(3);
    std::string distinct = first_;
    distinct[store::index_part_bytes_max] = 'x';
    save(3, distinct);
    close();
    run_sql(damage);
    open();
    EXPECT_FALSE(kept().has_value()) << damage;
    save(store().sequence()->value, second_);
    EXPECT_TRUE(kept_bytes() == second_) << damage;
  }
}

TEST_F(SqliteIndexStore, WhatASaveThatWasCutShortLeftIsGoneAfterTheNext) {
  open();
  fill(3);
  save(2, first_);
  close();
  EXPECT_EQ(leftovers(), 0);
  run_sql(
      "INSERT INTO search_index_parts SELECT generation + 5, part, data"
      " FROM search_index_parts");
  EXPECT_EQ(leftovers(), 5);
  open();
  EXPECT_TRUE(kept_bytes() == first_);
  save(3, second_);
  EXPECT_TRUE(kept_bytes() == second_);
  close();
  EXPECT_EQ(leftovers(), 0);
  EXPECT_EQ(integer_of("SELECT count(*) FROM search_index_parts"), 4);
  EXPECT_EQ(check(), store::Findings{});
}

TEST_F(SqliteIndexStore, AClosedStoreKeepsNothingMore) {
  open();
  fill(3);
  const auto index_store = store().open_index_store();
  index_store->save({7, {2}}, {first_});
  store().close();
  EXPECT_THROW(index_store->save({7, {3}}, {second_}), sqlite::StorageError);
  EXPECT_TRUE(load_stored(*index_store)->bytes == first_);
}

TEST_F(SqliteIndexStore, IsFilledByWhoeverHasTheFileToHimself) {
  load(std::vector<catalog::NewBook>(20, new_book("Livro")));
  {
    auto alone = maintenance();
    const auto scan = alone.scan();
    EXPECT_EQ(scan->as_of().value, 20);
    alone.index_store()->save({7, scan->as_of()}, {first_});
    EXPECT_TRUE(load_stored(*alone.index_store())->bytes == first_);
  }
  EXPECT_EQ(check(), store::Findings{});
  open();
  EXPECT_TRUE(kept_bytes() == first_);
}

// ---- a disk that breaks ------------------------------------------------------------------------

class SqliteIndexStoreOnAFaultyDisk : public SqliteIndexStore {
 protected:
  void open_faulty() {
    sqlite::Options made = options();
    made.vfs = faulty_disk_name;
    made.on_fatal = [this](std::string_view) { ++fatal_; };
    open(made);
  }

  FaultyDisk disk_;
  std::atomic<int> fatal_ = 0;
};

TEST_F(SqliteIndexStoreOnAFaultyDisk, APowerCutLeavesTheOneBeforeWhole) {
  open_faulty();
  fill(3);
  save(2, first_);
  disk_.cut_power();
  save(3, second_);
  close();
  disk_.mend();
  open_faulty();
  EXPECT_TRUE(kept_bytes() == first_);
  EXPECT_EQ(living().size(), 3U);
}

TEST_F(SqliteIndexStoreOnAFaultyDisk, AFullDiskKeepsTheOneBeforeAndWritesGoOn) {
  open_faulty();
  fill(3);
  save(2, first_);
  disk_.fail_writes(SQLITE_FULL);
  EXPECT_THROW(save(3, second_), sqlite::StorageError);
  EXPECT_TRUE(kept_bytes() == first_);
  disk_.mend();
  EXPECT_EQ(fatal_, 0);
  EXPECT_EQ(created(fields("Depois")).id.value, 4);
  save(3, second_);
  EXPECT_TRUE(kept_bytes() == second_);
}

TEST_F(SqliteIndexStoreOnAFaultyDisk, AFailedSyncIsTheLastThingThatHappens) {
  open_faulty();
  fill(3);
  disk_.fail_syncs(SQLITE_IOERR_FSYNC);
  EXPECT_THROW(save(3, first_), sqlite::StorageError);
  EXPECT_EQ(fatal_, 1);
  disk_.mend();
  EXPECT_THROW(save(3, first_), sqlite::StorageError);
  EXPECT_EQ(refused(store::Create{new_book("Recusado")}),
            catalog::ProblemCode::storage_unavailable);
}

// ---- backups -----------------------------------------------------------------------------------

class SqliteIndexStoreBackup : public SqliteIndexStore {
 protected:
  // Three books, the index of two of them.
  std::filesystem::path made_backup() {
    open();
    fill(3);
    save(2, first_);
    close();
    maintenance().backup(beside("copia.db"));
    return beside("copia.db");
  }
};

TEST_F(SqliteIndexStoreBackup, BringsItsOwnIndexAndWhatChangedSinceIsFoundByNumber) {
  const auto backup = made_backup();
  open();
  fill(4);
  save(7, second_);
  close();
  sqlite::restore(backup, options(), clock());
  open();
  const auto restored = kept();
  ASSERT_TRUE(restored.has_value());
  EXPECT_EQ(restored->stamp.sequence.value, 2);
  EXPECT_TRUE(restored->bytes == first_);
  fill(1);
  const auto outcome = client().read(store::ListChanges{restored->stamp.sequence, 100});
  const auto& entries = std::get<store::Changes>(outcome->value).entries;
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].id.value, 3);
  EXPECT_GT(entries[1].sequence.value, 7);
  close();
  EXPECT_EQ(check(), store::Findings{});
}

// Its number would be reached by other changes than those it knows.
TEST_F(SqliteIndexStoreBackup, WithAnIndexAheadOfItsBooksIsRestoredWithoutIt) {
  const auto backup = made_backup();
  {
    sqlite::Connection tampered({backup, sqlite::Access::write, 1 << 20, 0, {}});
    tampered.run("UPDATE search_index SET seq = 4; PRAGMA journal_mode = DELETE");
  }
  open();
  fill(4);
  close();
  sqlite::restore(backup, options(), clock());
  EXPECT_EQ(integer_of("SELECT generation FROM search_index"), 0);
  EXPECT_EQ(check(), store::Findings{});
  open();
  EXPECT_FALSE(kept().has_value());
  save(3, second_);
  EXPECT_TRUE(kept_bytes() == second_);
}

}  // namespace
}  // namespace contract
