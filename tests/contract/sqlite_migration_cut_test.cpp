// What becomes of the old catalogue and its copy when a migration does not come to its end.
#include <sqlite3.h>

#include <fstream>
#include <iterator>
#include <set>

#include "contract/faulty_disk.hpp"
#include "contract/released_fixture.hpp"

namespace contract {
namespace {

using catalog::Book;
using store::Change;

struct Cut {};  // thrown where the process ends

class SqliteMigrationCut : public ReleasedTest {
 protected:
  // More than is copied at once.
  static constexpr std::int64_t many = 6'000;

  // Opens, and ends in the middle.
  void open_and_cut(std::int64_t books = many) {
    sqlite::Options cut = options();
    cut.on_progress = [](const sqlite::MigrationProgress& progress) {
      if (progress.done >= many / 2) {
        throw Cut();
      }
    };
    EXPECT_THROW(open(cut), Cut);
    EXPECT_TRUE(is_released(file()));
    EXPECT_EQ(integer_of("SELECT count(*) FROM books"), books);
  }
  // How many books were there each time that progress was told.
  std::vector<std::uint64_t> open_and_watch(std::int64_t books = many) {
    std::vector<std::uint64_t> told;
    sqlite::Options watched = options();
    watched.on_progress = [&](const sqlite::MigrationProgress& progress) {
      if (progress.kept_as.empty()) {
        EXPECT_EQ(progress.total, static_cast<std::uint64_t>(books));
        told.push_back(progress.done);
      }
    };
    open(watched);
    return told;
  }
  std::int64_t copied() {
    sqlite::Connection connection({unfinished(), sqlite::Access::read, 1 << 20, 0, {}});
    return sqlite::single_integer(connection, "SELECT count(*) FROM books");
  }
  void expect_sound(std::size_t books) {
    EXPECT_EQ(living().size(), books);
    close();
    EXPECT_EQ(check(), store::Findings{});
    EXPECT_EQ(files_beside().size(), 1U) << testing::PrintToString(files_beside());
    EXPECT_FALSE(std::filesystem::exists(unfinished()));
  }
};

TEST_F(SqliteMigrationCut, GoesOnWhereItStopped) {
  constexpr std::int64_t books = 2 * many;  // the rest is more than is copied at once, too
  write_many(books);
  open_and_cut(books);
  const std::int64_t reached = copied();
  EXPECT_GT(reached, 0);
  EXPECT_LT(reached, books);
  const auto told = open_and_watch(books);
  ASSERT_FALSE(told.empty());
  EXPECT_GT(told.front(), static_cast<std::uint64_t>(reached));
  EXPECT_EQ(told.back(), static_cast<std::uint64_t>(books));
  EXPECT_EQ(living().back(), book(books, 1, "Livro " + std::to_string(books)));
  expect_sound(books);
}

// In the file of a release that was started once more in between, or of a backup of it.
TEST_F(SqliteMigrationCut, BeginsAnewWhenTheOldFileHasChangedSince) {
  struct Since {
    const char* sql;
    std::string title;  // of book 10
  };
  for (const Since& since : {
           Since{"INSERT INTO book_versions (id, version, seq, change, created_ms, updated_ms,"
                 " title) SELECT id, version, seq, change, created_ms, updated_ms, title FROM books"
                 " WHERE id = 10;"
                 "UPDATE books SET title = 'Mudado', version = 2, change = 1, seq = 6001"
                 " WHERE id = 10; UPDATE catalogue SET seq = 6001",
                 "Mudado"},
           // Its last changes were others, and as many.
           Since{"UPDATE books SET title = 'Outro', seq = -1 WHERE id = 10;"
                 "UPDATE books SET seq = 10 WHERE id = 6000;"
                 "UPDATE books SET seq = 6000 WHERE id = 10",
                 "Outro"},
           Since{"UPDATE books SET title = 'Outra hora' WHERE id = 10;"
                 "UPDATE books SET updated_ms = updated_ms + 1 WHERE id = 6000",
                 "Outra hora"},
           // With sequence numbers that the copy has under other ids.
           Since{"UPDATE books SET seq = -seq; UPDATE books SET seq = 6001 + seq;", "Livro 10"},
       }) {
    std::filesystem::remove_all(file().parent_path());
    write_many(many);
    open_and_cut();
    run_sql(since.sql);
    EXPECT_EQ(open_and_watch().front(), 5000U) << since.sql;
    EXPECT_EQ(living()[9].fields->title, since.title) << since.sql;
    expect_sound(many);
  }
}

TEST_F(SqliteMigrationCut, TakesTheKeysAsTheyAreWhenItEnds) {
  const auto keys = keys_under_test();
  write_many(many);
  {
    ReleasedCatalogue released(file());
    released.add_key(keys[0]);
  }
  open_and_cut();
  {
    ReleasedCatalogue released(file());
    released.connection().run("UPDATE access_keys SET revoked_ms = 1");
    released.add_key(keys[1]);
  }
  EXPECT_GT(open_and_watch().front(), 5000U);
  const auto kept = store().open_keys()->list();
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_TRUE(kept[0].revoked_at.has_value());
  EXPECT_EQ(kept[1], keys[1]);
  expect_sound(many);
}

TEST_F(SqliteMigrationCut, ACopyThatIsNoCatalogueIsMadeAnew) {
  for (const std::string& bytes : {std::string(), std::string("x"), std::string(9000, 'x')}) {
    std::filesystem::remove_all(file().parent_path());
    write_history();
    std::ofstream(unfinished(), std::ios::binary) << bytes;
    open();
    expect_sound(2);
  }
}

// The catalogue that took the old one's place once, put back to where it was before that.
TEST_F(SqliteMigrationCut, AWholeCopyOfAnEarlierMomentIsNotTaken) {
  write_history();
  std::filesystem::copy_file(file(), beside("antes.db"));
  open();
  close();
  std::filesystem::rename(file(), unfinished());
  std::filesystem::copy_file(beside("antes.db"), file());
  for (const std::string& name : files_beside()) {
    if (name.find(".before-") != std::string::npos) {
      std::filesystem::remove(file().parent_path() / name);
    }
  }
  run_sql("UPDATE books SET title = 'Mudado', seq = 9 WHERE id = 1");
  open();
  EXPECT_EQ(living().front().fields->title, "Mudado");
  expect_sound(2);
}

// Where a file can have one name only, there is a moment without a catalogue.
TEST_F(SqliteMigrationCut, BetweenTwoNamesTheWholeCopyIsTheCatalogue) {
  write_history();
  open();
  close();
  run_sql("PRAGMA journal_mode = DELETE");  // a copy has no log of its own
  std::filesystem::rename(file(), unfinished());
  open();
  expect_sound(2);
}

TEST_F(SqliteMigrationCut, PartOfACopyIsNoCatalogue) {
  write_many(many);
  open_and_cut();
  std::filesystem::rename(file(), beside("movido.db"));
  open();
  EXPECT_EQ(living(), std::vector<Book>{});
  close();
  std::filesystem::rename(beside("movido.db"), file());
  EXPECT_GT(open_and_watch().front(), 5000U);
  expect_sound(many);
}

// ---- a broken environment ----------------------------------------------------------------------

TEST_F(SqliteMigrationCut, AFullDiskLeavesTheOldFileAsItWas) {
  FaultyDisk disk;
  write_many(many);
  sqlite::Options faulty = options();
  faulty.vfs = faulty_disk_name;
  faulty.on_progress = [&](const sqlite::MigrationProgress&) { disk.fail_writes(SQLITE_FULL); };
  try {
    open(faulty);
    FAIL() << "opened";
  } catch (const sqlite::StorageError& error) {
    EXPECT_EQ(error.kind(), sqlite::StorageError::Kind::full);
  }
  disk.mend();
  EXPECT_TRUE(is_released(file()));
  EXPECT_EQ(integer_of("SELECT count(*) FROM books"), many);
  EXPECT_GT(open_and_watch().front(), 5000U);
  expect_sound(many);
}

TEST_F(SqliteMigrationCut, AFolderThatTakesNoCopyLeavesTheOldFileAsItWas) {
  write_history();
  std::filesystem::create_directories(unfinished() / "ocupado");
  EXPECT_THROW(open(), sqlite::StorageError);
  EXPECT_TRUE(is_released(file()));
  EXPECT_EQ(files_beside(), std::set<std::string>{unfinished().filename().string()});
  std::filesystem::remove_all(unfinished());
  open();
  expect_sound(2);
}

TEST_F(SqliteMigrationCut, ADamagedRowIsAnErrorAndLeavesTheOldFileAsItWas) {
  for (const char* const damage :
       {"SET identifiers = 'nenhum' || char(31) || 'x'", "SET isbn = 'xyz'", "SET change = 9",
        "SET contributors = 'sem papel'", "SET other_isbns = '1'"}) {
    std::filesystem::remove_all(file().parent_path());
    write_history();
    run_sql("UPDATE books " + std::string(damage) + " WHERE id = 1");
    EXPECT_THROW(open(), sqlite::StorageError) << damage;
    EXPECT_TRUE(is_released(file())) << damage;
  }
}

TEST_F(SqliteMigrationCut, RowsThatDoNotAddUpAreRefused) {
  write_history();
  // A history of a book that is neither alive nor deleted would be lost.
  run_sql(
      "INSERT INTO book_versions (id, version, seq, change, created_ms, updated_ms, title)"
      " VALUES (99, 1, 8, 0, 0, 0, 'Perdido')");
  EXPECT_EQ(reason_of([&] { open(); }), store::CannotOpen::Reason::unsound);
  EXPECT_TRUE(is_released(file()));
}

}  // namespace
}  // namespace contract
