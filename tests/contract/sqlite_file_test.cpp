#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "contract/sqlite_fixture.hpp"

namespace contract {
namespace {

using store::CannotOpen;
using Reason = store::CannotOpen::Reason;

class SqliteFile : public SqliteTest {
 protected:
  // Why opening is refused, and what is said about it.
  CannotOpen refusal() {
    try {
      open();
    } catch (const store::CannotOpen& refused) {
      return refused;
    }
    throw std::runtime_error("opened");
  }
  std::string content() const {
    std::ifstream stream(file(), std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  void write_file(const std::string& bytes) {
    std::filesystem::create_directories(file().parent_path());
    std::ofstream(file(), std::ios::binary) << bytes;
  }
};

TEST_F(SqliteFile, IsMadeWithItsFolderForOwnerAndGroupOnly) {
  open();
  EXPECT_TRUE(std::filesystem::exists(file()));
  const auto others = std::filesystem::perms::others_all;
  const auto folder = std::filesystem::status(file().parent_path()).permissions();
  EXPECT_EQ(folder & others, std::filesystem::perms::none);
}

TEST_F(SqliteFile, IsOneFileAgainAfterAGracefulEnd) {
  open();
  created(fields("Um"));
  close();
  EXPECT_FALSE(std::filesystem::exists(file().string() + "-wal"));
  EXPECT_EQ(check(), store::Findings{});
}

TEST_F(SqliteFile, ASecondStoreIsRefusedWhileTheFirstLives) {
  open();
  support::FakeClock other_clock;
  try {
    const sqlite::Maintenance second(options(), other_clock);
    FAIL() << "opened twice";
  } catch (const store::CannotOpen& refused) {
    EXPECT_EQ(refused.reason(), Reason::in_use);
    EXPECT_NE(std::string(refused.what()).find(file().string()), std::string::npos);
  }
  EXPECT_EQ(created(fields("Continua")).id.value, 1);
  close();
  EXPECT_NO_THROW(maintenance());
}

// Each name would have a lock of its own.
TEST_F(SqliteFile, OfTwoNamesIsRefused) {
  open();
  std::filesystem::create_hard_link(file(), beside("outro-nome.db"));
  close();
  EXPECT_EQ(refusal().reason(), Reason::environment);
  std::filesystem::remove(beside("outro-nome.db"));
  EXPECT_NO_THROW(open());
}

TEST_F(SqliteFile, ALockHeldElsewhereIsRespected) {
  std::filesystem::create_directories(file().parent_path());
  const std::string lock = file().string() + ".lock";
  const int held = ::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  ASSERT_EQ(::flock(held, LOCK_EX), 0);
  EXPECT_EQ(refusal().reason(), Reason::in_use);
  EXPECT_FALSE(std::filesystem::exists(file()));
  ::close(held);
  EXPECT_NO_THROW(open());
}

TEST_F(SqliteFile, OfANewerReleaseIsRefusedNamingTheMigration) {
  open();
  created(fields("Um"));
  close();
  run_sql("INSERT INTO schema_migrations VALUES (9998, 'do_futuro', 0)");
  run_sql("PRAGMA journal_mode = DELETE");
  const std::string before = content();
  const CannotOpen refused = refusal();
  EXPECT_EQ(refused.reason(), Reason::newer);
  EXPECT_EQ(refused.subject(), "9998_do_futuro");
  EXPECT_NE(std::string(refused.what()).find("9998_do_futuro"), std::string::npos);
  EXPECT_EQ(content(), before);
}

TEST_F(SqliteFile, OfAnotherProgramIsRefusedAndStaysAsItIs) {
  std::filesystem::create_directories(file().parent_path());
  run_sql("PRAGMA journal_mode = DELETE; CREATE TABLE alheia (x); INSERT INTO alheia VALUES (1)");
  const std::string before = content();
  EXPECT_EQ(refusal().reason(), Reason::not_a_catalogue);
  EXPECT_EQ(content(), before);
}

TEST_F(SqliteFile, ThatIsNoDatabaseIsRefusedAndStaysAsItIs) {
  const std::string bytes(5000, 'x');
  write_file(bytes);
  EXPECT_EQ(refusal().reason(), Reason::not_a_catalogue);
  EXPECT_EQ(content(), bytes);
}

TEST_F(SqliteFile, AnEmptyFileBecomesACatalogue) {
  write_file("");
  open();
  EXPECT_EQ(created(fields("Um")).id.value, 1);
}

TEST_F(SqliteFile, AFolderThatCannotBeMadeIsTheEnvironmentsFault) {
  write_file("sou um ficheiro");
  sqlite::Options impossible = options();
  impossible.file = file() / "livros.db";
  try {
    open(impossible);
    FAIL() << "opened";
  } catch (const store::CannotOpen& refused) {
    EXPECT_EQ(refused.reason(), Reason::environment);
  }
}

TEST_F(SqliteFile, MigrationsRunOnceEach) {
  EXPECT_FALSE(maintenance().migrations_run().empty());
  EXPECT_TRUE(maintenance().migrations_run().empty());
}

}  // namespace
}  // namespace contract
