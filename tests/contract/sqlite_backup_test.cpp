#include <fstream>

#include "contract/sqlite_bulk_fixture.hpp"

namespace contract {
namespace {

class SqliteBackup : public SqliteBulk {
 protected:
  std::filesystem::path made_backup() {
    const std::filesystem::path target = beside("copia.db");
    maintenance().backup(target);
    return target;
  }
  std::filesystem::path restored(const std::filesystem::path& backup) {
    return sqlite::restore(backup, options(), clock());
  }
};

TEST_F(SqliteBackup, IsOneFileThatRestoresTheCatalogueWithItsHistory) {
  open();
  created(fields("Um"));
  EXPECT_TRUE(client().write(store::Replace{{1}, new_book("Um, corrigido")}).has_value());
  close();
  const auto backup = made_backup();
  EXPECT_FALSE(std::filesystem::exists(backup.string() + ".part"));
  open();
  created(fields("Depois da cópia"));
  close();
  const auto aside = restored(backup);
  EXPECT_TRUE(std::filesystem::exists(aside));
  open();
  EXPECT_EQ(ids_of(living()), std::vector<std::int64_t>{1});
  const auto history = client().read(store::ListVersions{{1}});
  EXPECT_EQ(std::get<store::History>(history->value).entries.size(), 2U);
  EXPECT_EQ(list(with_title_word("corrigido")).books.size(), 1U);
}

TEST_F(SqliteBackup, RestoresWhereNothingWas) {
  load({new_book("Um")});
  const auto backup = made_backup();
  std::filesystem::remove_all(file().parent_path());
  EXPECT_TRUE(restored(backup).empty());
  EXPECT_EQ(scanned().size(), 1U);
}

// SQLite replays whatever log lies beside a file, whosever it was.
TEST_F(SqliteBackup, RestoresBesideALogThatLostItsFile) {
  load({new_book("Um")});
  const auto backup = made_backup();
  open();
  created(fields("Depois da cópia"));
  for (const char* const suffix : {"-wal", "-shm"}) {
    std::filesystem::copy_file(file().string() + suffix, beside("vivo").string() + suffix);
  }
  close();
  std::filesystem::remove(file());
  for (const char* const suffix : {"-wal", "-shm"}) {
    std::filesystem::rename(beside("vivo").string() + suffix, file().string() + suffix);
  }
  restored(backup);
  EXPECT_EQ(scanned().size(), 1U);
  EXPECT_EQ(check(), store::Findings{});
}

TEST_F(SqliteBackup, LeavesNothingOfTheOldCatalogueBesideTheNewOne) {
  load({new_book("Um")});
  const auto backup = made_backup();
  for (const char* const suffix : {"-wal", "-shm", "-journal"}) {
    std::ofstream(file().string() + suffix) << "velho";
  }
  const auto aside = restored(backup);
  for (const char* const suffix : {"-wal", "-shm", "-journal"}) {
    EXPECT_FALSE(std::filesystem::exists(file().string() + suffix)) << suffix;
  }
  EXPECT_TRUE(std::filesystem::exists(aside.string() + "-wal"));
}

// A catalogue as a crash leaves it: the newest changes are in its log alone.
TEST_F(SqliteBackup, OfACatalogueThatWasCutShortHasWhatItsLogHas) {
  load({new_book("Um")});
  open();
  created(fields("Só no registro"));
  const std::filesystem::path cut = beside("cortado.db");
  for (const char* const suffix : {"", "-wal"}) {
    std::filesystem::copy_file(file().string() + suffix, cut.string() + suffix);
  }
  close();
  restored(cut);
  EXPECT_EQ(scanned().size(), 2U);
  EXPECT_TRUE(std::filesystem::exists(cut.string() + "-wal"));
  EXPECT_EQ(check(), store::Findings{});
}

TEST_F(SqliteBackup, WhatWasKeptIsRestoredWhole) {
  load({new_book("Um")});
  const auto backup = made_backup();
  open();
  created(fields("Só no registro"));
  for (const char* const suffix : {"", "-wal"}) {
    std::filesystem::copy_file(file().string() + suffix, beside("vivo").string() + suffix);
  }
  close();
  for (const char* const suffix : {"", "-wal"}) {
    std::filesystem::rename(beside("vivo").string() + suffix, file().string() + suffix);
  }
  const auto aside = restored(backup);
  EXPECT_EQ(scanned().size(), 1U);
  restored(aside);
  EXPECT_EQ(scanned().size(), 2U);
}

TEST_F(SqliteBackup, FromACatalogueInUseOrFromItselfIsRefused) {
  load({new_book("Um")});
  EXPECT_EQ(reason_of([&] { restored(file()); }), store::CannotOpen::Reason::environment);
  open();
  sqlite::Options other = options();
  other.file = beside("outro.db");
  EXPECT_EQ(reason_of([&] { sqlite::restore(file(), other, clock()); }),
            store::CannotOpen::Reason::in_use);
  EXPECT_EQ(living().size(), 1U);
}

// Validators of lists are made of it: a number that came again would call another list unchanged.
TEST_F(SqliteBackup, SequenceNumbersAndIdsGoOnAfterTheReplacedCatalogue) {
  load({new_book("Um")});
  const auto backup = made_backup();
  open();
  created(fields("Dois"));
  created(fields("Três"));
  const catalog::Sequence before = store().sequence().value();
  close();
  restored(backup);
  open();
  EXPECT_GT(store().sequence(), before);
  EXPECT_EQ(created(fields("Quatro")).id.value, 4);
  EXPECT_EQ(list(with_title_word("quatro")).books.size(), 1U);
  close();
  EXPECT_EQ(check(), store::Findings{});
}

TEST_F(SqliteBackup, SequenceNumbersLeapWhereTheReplacedCatalogueIsUnknown) {
  load({new_book("Um")});
  const auto backup = made_backup();
  std::ofstream(file(), std::ios::trunc) << std::string(2000, 'x');
  restored(backup);
  EXPECT_GT(integer_of("SELECT seq FROM catalogue"), 1 << 20);
  EXPECT_EQ(check(), store::Findings{});
}

TEST_F(SqliteBackup, NeverOverwritesAFile) {
  load({new_book("Um")});
  std::ofstream(beside("copia.db")) << "importante";
  EXPECT_EQ(reason_of([&] { made_backup(); }), store::CannotOpen::Reason::exists);
  EXPECT_EQ(std::filesystem::file_size(beside("copia.db")), 10U);
}

TEST_F(SqliteBackup, OfACatalogueInUseIsRefused) {
  load({new_book("Um")});
  const auto backup = made_backup();
  open();
  EXPECT_EQ(reason_of([&] { restored(backup); }), store::CannotOpen::Reason::in_use);
  EXPECT_EQ(living().size(), 1U);
}

TEST_F(SqliteBackup, ThatIsDamagedForeignOrNewerRestoresNothing) {
  load({new_book("Um")});
  const auto backup = made_backup();
  const auto variant = [&](const char* name, const std::string& sql) {
    const std::filesystem::path copy = beside(name);
    std::filesystem::copy_file(backup, copy);
    sqlite::Connection({copy, sqlite::Access::write, 1 << 20, 0, {}}).run(sql);
    sqlite::Connection({copy, sqlite::Access::write, 1 << 20, 0, {}})
        .run("PRAGMA journal_mode = DELETE");
    return copy;
  };
  const auto damaged = variant("danificada.db", "UPDATE catalogue SET books = 9");
  const auto newer =
      variant("nova.db", "INSERT INTO schema_migrations VALUES (9998, 'do_futuro', 0)");
  std::ofstream(beside("outra.db")) << std::string(2000, 'x');
  EXPECT_EQ(reason_of([&] { restored(damaged); }), store::CannotOpen::Reason::unsound);
  EXPECT_EQ(reason_of([&] { restored(newer); }), store::CannotOpen::Reason::newer);
  EXPECT_EQ(reason_of([&] { restored(beside("outra.db")); }),
            store::CannotOpen::Reason::not_a_catalogue);
  EXPECT_EQ(reason_of([&] { restored(beside("nada.db")); }),
            store::CannotOpen::Reason::environment);
  EXPECT_EQ(scanned().size(), 1U);
  for (const auto& entry : std::filesystem::directory_iterator(file().parent_path())) {
    EXPECT_EQ(entry.path().string().find("restor"), std::string::npos) << entry.path();
  }
}

}  // namespace
}  // namespace contract
