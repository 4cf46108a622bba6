// A catalogue of a release before 0.5 becomes one of this release's form when it is opened.
#include <algorithm>
#include <set>

#include "contract/released_fixture.hpp"
#include "support/random_books.hpp"

namespace contract {
namespace {

using catalog::Book;
using catalog::BookId;
using store::Change;

class SqliteMigration : public ReleasedTest {
 protected:
  // What the history of an id says now.
  std::vector<VersionEntry> history(BookId id) {
    auto outcome = client().read(store::ListVersions{id});
    if (!outcome) {
      throw std::runtime_error("no history");
    }
    std::vector<VersionEntry> entries;
    for (auto& entry : std::get<store::History>(outcome->value).entries) {
      entries.push_back(contract::read(std::move(entry)));
    }
    return entries;
  }
  static void expect_entry(const VersionEntry& entry, const Book& book,
                           const store::Lifecycle& lifecycle) {
    EXPECT_EQ(entry.version, book.version);
    EXPECT_EQ(entry.change, lifecycle.change);
    EXPECT_EQ(entry.actor, lifecycle.actor);
    EXPECT_EQ(entry.at, book.updated_at);
    EXPECT_EQ(entry.book, book);
  }
};

// The released form has no columns for these.
void forget_newer_members(catalog::BookFields& fields) {
  for (catalog::Contributor& one : fields.contributors) {
    one.kind = catalog::ContributorKind::person;
  }
  fields.notes.clear();
  fields.links.clear();
}

// Every field of that form, by books that random_books makes; each id once.
TEST_F(SqliteMigration, KeepsEveryFieldOfEveryBook) {
  support::RandomBooks random(42);
  std::vector<Book> books;
  {
    ReleasedCatalogue released(file());
    sqlite::Transaction transaction(released.connection());
    for (std::int64_t id = 1; id <= 500; ++id) {
      books.push_back(random.next());
      books.back().id = {id};
      forget_newer_members(books.back().fields.edit());
      released.add_living(books.back(), {Change::created, "", {id}});
    }
    released.count({500}, {500});
    transaction.commit();
  }
  open();
  EXPECT_EQ(living(), books);
  const auto outcome = client().read(store::GetBook{{7}});
  EXPECT_EQ(std::get<store::BookDocument>(outcome->value), store::document_of(books[6]));
  close();
  EXPECT_EQ(check(), store::Findings{});
}

TEST_F(SqliteMigration, KeepsHistoriesWithWhoWhenAndHow) {
  write_history();
  open();
  const auto changed = history({1});
  ASSERT_EQ(changed.size(), 2U);
  expect_entry(changed[0], book(1, 1, "Um"), {Change::created, "ana", {1}});
  expect_entry(changed[1], book(1, 2, "Um, corrigido"), {Change::changed, "bia", {4}});

  const auto deleted = history({2});
  ASSERT_EQ(deleted.size(), 2U);
  expect_entry(deleted[0], book(2, 1, "Dois"), {Change::created, "", {2}});
  EXPECT_EQ(deleted[1].version.value, 2);
  EXPECT_EQ(deleted[1].change, Change::deleted);
  EXPECT_EQ(deleted[1].actor, "caio");
  EXPECT_EQ(deleted[1].at, at(2));
  EXPECT_FALSE(deleted[1].book);

  const auto restored = history({3});
  ASSERT_EQ(restored.size(), 3U);
  expect_entry(restored[0], book(3, 1, "Três"), {Change::created, "", {3}});
  EXPECT_EQ(restored[1].version.value, 2);
  EXPECT_EQ(restored[1].change, Change::deleted);
  EXPECT_EQ(restored[1].actor, "dora");
  EXPECT_EQ(restored[1].at, at(2));
  EXPECT_FALSE(restored[1].book);
  expect_entry(restored[2], book(3, 3, "Três"), {Change::restored, "", {7}});

  close();
  EXPECT_EQ(check(), store::Findings{});
}

TEST_F(SqliteMigration, GoesOnWithItsNumbers) {
  write_history();
  open();
  EXPECT_EQ(store().sequence(), catalog::Sequence{9});
  EXPECT_EQ(ids_of(living()), (std::vector<std::int64_t>{1, 3}));
  EXPECT_EQ(refused(store::Remove{{2}}), catalog::ProblemCode::book_deleted);
  const auto changes = client().read(store::ListChanges{{0}, 10});
  std::vector<std::int64_t> sequences;
  for (const auto& entry : std::get<store::Changes>(changes->value).entries) {
    sequences.push_back(entry.sequence.value);
  }
  EXPECT_EQ(sequences, (std::vector<std::int64_t>{4, 5, 7}));
  const auto written = client().write(store::Create{new_book("Seguinte")});
  ASSERT_TRUE(written.has_value());
  EXPECT_EQ(written->book.id.value, 13);
  EXPECT_EQ(written->sequence.value, 10);
  const auto restored = client().write(store::Restore{{2}, {1}});
  ASSERT_TRUE(restored.has_value());
  EXPECT_EQ(book_of(restored->book).fields->title, "Dois");
  EXPECT_EQ(restored->book.version.value, 3);
}

TEST_F(SqliteMigration, StillKnowsLikelyDuplicatesAndIsbns) {
  const Book one = book(1, 1, "Dom Casmurro");
  Book other = book(2, 1, "Quincas Borba");
  other.fields.edit().other_isbns = {isbn("9780195101706")};
  {
    ReleasedCatalogue released(file());
    released.add_living(one, {Change::created, "", {1}});
    released.add_living(other, {Change::created, "", {2}});
    released.count({2}, {2});
  }
  open();
  catalog::NewBook again = new_book("DOM CASMURRO");
  again.fields.edit().isbn = isbn("9780195101706");
  again.fields.edit().author = one.fields->author;
  const auto written = client().write(store::Create{again});
  ASSERT_TRUE(written.has_value());
  EXPECT_EQ(written->duplicates, (std::vector<BookId>{{1}, {2}}));
}

TEST_F(SqliteMigration, BringsLanguagesIntoTheirCanonicalForm) {
  Book one = book(1, 1, "Dom Casmurro");
  one.fields.edit().language = "por";
  one.fields.edit().original_language = "english";
  {
    ReleasedCatalogue released(file());
    released.add_living(one, {Change::created, "", {1}});
    released.count({1}, {1});
  }
  open();
  ASSERT_EQ(living().size(), 1U);
  EXPECT_EQ(living()[0].fields->language, "pt");
  EXPECT_EQ(living()[0].fields->original_language, "english");
  close();
  EXPECT_EQ(check(), store::Findings{});
}

TEST_F(SqliteMigration, KeepsAccessKeysAndIdempotencyKeys) {
  const auto keys = keys_under_test();
  const auto request = idempotency_key("chave", 9);
  {
    ReleasedCatalogue released(file());
    released.add_living(book(1, 1, "Um"), {Change::created, "", {1}});
    released.add_living(book(2, 1, "Um"), {Change::created, "", {2}});
    released.add_idempotency_key("chave", {request.request, {2}, {1}, Change::created, {2}, {{1}}},
                                 clock().now());
    for (const catalog::AccessKey& key : keys) {
      released.add_key(key);
    }
    released.count({2}, {2});
  }
  open();
  EXPECT_EQ(store().open_keys()->list(), keys);
  const store::Write write{store::Create{new_book("Um")}, {}, request, {}};
  const auto again = client().write(write);
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->origin, store::Written::Origin::replayed);
  EXPECT_EQ(book_of(again->book), book(2, 1, "Um"));
  EXPECT_EQ(again->duplicates, std::vector<BookId>{{1}});
}

TEST_F(SqliteMigration, OfEveryEarlierReleaseIsTheSame) {
  for (const int last_migration : {1, 2, 3}) {
    std::filesystem::remove_all(file().parent_path());
    {
      ReleasedCatalogue released(file(), last_migration);
      released.add_living(book(1, 1, "Um"), {Change::created, "", {1}});
      released.count({1}, {1});
    }
    open();
    EXPECT_EQ(living(), std::vector{book(1, 1, "Um")}) << last_migration;
    close();
    EXPECT_EQ(check(), store::Findings{}) << last_migration;
  }
}

TEST_F(SqliteMigration, OfAnEmptyCatalogueNeedsNoCopy) {
  {
    ReleasedCatalogue released(file());
    released.add_key(keys_under_test().front());
    // As a load leaves it that was cut short before it had kept a book.
    released.connection().run(
        "INSERT INTO dropped_indexes SELECT name, sql FROM sqlite_schema"
        " WHERE type = 'index' AND tbl_name IN ('books', 'book_keys') AND sql IS NOT NULL;"
        "DROP INDEX keys_title; DROP INDEX books_seq");
  }
  open();
  EXPECT_EQ(store().open_keys()->list().size(), 1U);
  EXPECT_EQ(created(fields("Um")).id.value, 1);
  EXPECT_EQ(files_beside(), std::set<std::string>{});
  close();
  EXPECT_EQ(check(), store::Findings{});
}

// One whose process was killed has part of its books in the log.
TEST_F(SqliteMigration, OfACatalogueThatWasNotClosedReadsItsLog) {
  const std::filesystem::path open_file = beside("vivo/livros.db");
  ReleasedCatalogue released(open_file);
  released.add_living(book(1, 1, "Um"), {Change::created, "", {1}});
  released.count({1}, {1});
  std::filesystem::create_directories(file().parent_path());
  for (const char* const suffix : {"", "-wal"}) {
    std::filesystem::copy_file(open_file.string() + suffix, file().string() + suffix);
  }
  open();
  EXPECT_EQ(living(), std::vector{book(1, 1, "Um")});
  EXPECT_EQ(files_beside().size(), 1U);
}

TEST_F(SqliteMigration, OfABackupHappensWhenItIsRestored) {
  write_history();
  const auto backup = beside("copia.db");
  std::filesystem::rename(file(), backup);
  EXPECT_TRUE(sqlite::restore(backup, options(), clock()).empty());
  EXPECT_EQ(files_beside(), std::set<std::string>{});
  EXPECT_EQ(check(), store::Findings{});
  open();
  EXPECT_EQ(ids_of(living()), (std::vector<std::int64_t>{1, 3}));
  EXPECT_EQ(history({3}).size(), 3U);
  close();
  EXPECT_TRUE(is_released(backup));
}

TEST_F(SqliteMigration, OfWhatABackupReplacesIsNotNeeded) {
  load({new_book("Da cópia")});
  const auto backup = beside("copia.db");
  maintenance().backup(backup);
  std::filesystem::remove(file());
  write_history();
  const auto aside = sqlite::restore(backup, options(), clock());
  EXPECT_TRUE(is_released(aside));
  open();
  EXPECT_EQ(living().front().fields->title, "Da cópia");
  EXPECT_EQ(store().sequence(), catalog::Sequence{10});
}

// ---- the old file ------------------------------------------------------------------------------

TEST_F(SqliteMigration, KeepsTheOldFileUnderANameThatIsTold) {
  write_history();
  std::filesystem::path kept_as;
  sqlite::Options told = options();
  told.on_progress = [&](const sqlite::MigrationProgress& progress) {
    if (!progress.kept_as.empty()) {
      kept_as = progress.kept_as;
    }
  };
  open(told);
  close();
  EXPECT_TRUE(kept_as.string().starts_with(file().string() + ".before-migration-"));
  EXPECT_EQ(files_beside(), std::set<std::string>{kept_as.filename().string()});
  EXPECT_TRUE(is_released(kept_as));
  // Nothing is told, copied or kept a second time.
  told.on_progress = [](const sqlite::MigrationProgress&) { ADD_FAILURE(); };
  open(told);
  close();
  EXPECT_EQ(files_beside().size(), 1U);
}

TEST_F(SqliteMigration, KeptAsideItOpensAsItWasOpened) {
  write_history();
  open();
  created(fields("Depois"));
  close();
  const std::string aside = *files_beside().begin();
  std::filesystem::rename(file().parent_path() / aside, file());
  open();
  EXPECT_EQ(ids_of(living()), (std::vector<std::int64_t>{1, 3}));
  EXPECT_EQ(store().sequence(), catalog::Sequence{9});
}

TEST_F(SqliteMigration, LeavesNothingBesideWhenTheOldFileIsNotWanted) {
  write_history();
  sqlite::Options unwanted = options();
  unwanted.replaced = sqlite::Options::Replaced::removed;
  std::vector<std::uint64_t> told;
  unwanted.on_progress = [&](const sqlite::MigrationProgress& progress) {
    told.push_back(progress.done);
    EXPECT_TRUE(progress.kept_as.empty());
  };
  open(unwanted);
  EXPECT_EQ(ids_of(living()), (std::vector<std::int64_t>{1, 3}));
  close();
  EXPECT_EQ(told, std::vector<std::uint64_t>{3});
  EXPECT_EQ(files_beside(), std::set<std::string>{});
}

}  // namespace
}  // namespace contract
