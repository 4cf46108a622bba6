// `api-livros copy`: a catalogue with its whole history from one kind of store into the other and
// back, and what a copy that was cut short leaves.
#include <gtest/gtest.h>

#include "app/catalogue.hpp"
#include "app/commands.hpp"
#include "catalog/spelling.hpp"
#include "contract/postgres_fixture.hpp"
#include "contract/search_fixture.hpp"
#include "contract/store_fixture.hpp"
#include "contract/stored_bytes.hpp"
#include "contract/temporary_folder.hpp"
#include "search/follow/rebuild_index.hpp"
#include "search/index/index.hpp"
#include "search/store.hpp"
#include "store/cannot_open.hpp"

namespace contract {
namespace {

using catalog::BookId;
using catalog::Version;

class Copy : public testing::Test {
 protected:
  app::DatabaseConfig file(std::string_view name) const {
    app::DatabaseConfig database;
    database.where = (folder_ / name).string();
    return database;
  }
  app::DatabaseConfig server() const {
    app::DatabaseConfig database;
    database.where = database_.url();
    return database;
  }
  std::unique_ptr<store::Store> open(const app::DatabaseConfig& database) {
    app::ServeConfig config;
    config.database = database;
    return app::open_store(config, {clock_, metrics_.emplace_back(), log_, {}});
  }
  std::unique_ptr<store::Maintenance> maintain(const app::DatabaseConfig& database) {
    return app::open_catalogue(database, clock_);
  }

  // Ten books: changed, deleted, deleted and brought back, with ISBNs and with gaps between ids.
  void fill(const app::DatabaseConfig& database) {
    const auto store = open(database);
    Client client(*store);
    for (std::int64_t i = 1; i <= 10; ++i) {
      catalog::NewBook book = new_book("Livro " + std::to_string(i));
      book.fields.edit().isbn = isbn("9788535914849");
      book.fields.edit().tags = {"cópia", "nº " + std::to_string(i)};
      book.id = BookId{i * 3};
      ASSERT_TRUE(client.write(store::Create{book}).has_value());
    }
    ASSERT_TRUE(client.write(store::Replace{{3}, new_book("Mudado")}).has_value());
    ASSERT_TRUE(client.write({store::Remove{{6}}, {}, {}, "ana"}).has_value());
    ASSERT_TRUE(client.write(store::Remove{{9}}).has_value());
    ASSERT_TRUE(client.write(store::Restore{{9}, Version{1}}).has_value());
    ASSERT_TRUE(client.write(store::Create{new_book("Com id dado")}).has_value());
  }

  struct Told {
    std::vector<store::VersionEntry> entries;
    std::vector<std::int64_t> sequences;
  };
  Told tell(const app::DatabaseConfig& database) {
    const auto store = open(database);
    Client client(*store);
    Told told;
    for (std::int64_t id = 1; id <= 30; ++id) {
      const auto outcome = client.read(store::ListVersions{{id}});
      if (outcome) {
        const auto& history = std::get<store::History>(outcome->value).entries;
        told.entries.insert(told.entries.end(), history.begin(), history.end());
      }
    }
    const auto changes = client.read(store::ListChanges{{0}, 100});
    for (const auto& entry : std::get<store::Changes>(changes->value).entries) {
      told.sequences.push_back(entry.sequence.value);
    }
    return told;
  }

  std::vector<std::int64_t> found(const app::DatabaseConfig& database, std::string_view q) {
    const auto store = search::open(open(database), metrics_.emplace_back(), log_);
    SearchClient client(*store);
    catalog::Listing listing;
    listing.search = catalog::parse_search(q);
    const auto outcome = client.read(search::ListBooks{std::move(listing)});
    return ids_of(std::get<search::Page>(outcome->value).books);
  }

  TemporaryFolder folder_;
  PostgresDatabase database_;
  support::FakeClock clock_;
  std::deque<base::Metrics> metrics_;
  base::Log log_{base::LogLevel::error};
};

void expect_same(const std::vector<store::VersionEntry>& left,
                 const std::vector<store::VersionEntry>& right) {
  ASSERT_EQ(left.size(), right.size());
  for (std::size_t i = 0; i < left.size(); ++i) {
    EXPECT_EQ(left[i].version, right[i].version);
    EXPECT_EQ(left[i].change, right[i].change);
    EXPECT_EQ(left[i].at, right[i].at);
    EXPECT_EQ(left[i].actor, right[i].actor);
    EXPECT_EQ(left[i].book, right[i].book);
  }
}

TEST_F(Copy, ThereAndBackIsTheSameCatalogueHistoryAndNumbersIncluded) {
  fill(file("de.db"));
  const Told original = tell(file("de.db"));
  ASSERT_EQ(app::run(app::CopyConfig{file("de.db"), server()}), app::ExitCode::done);
  ASSERT_EQ(app::run(app::CopyConfig{server(), file("para.db")}), app::ExitCode::done);
  for (const app::DatabaseConfig& database : {server(), file("para.db")}) {
    EXPECT_EQ(maintain(database)->check(), store::Findings{});
    const Told told = tell(database);
    expect_same(told.entries, original.entries);
    EXPECT_EQ(told.sequences, original.sequences);
  }
}

TEST_F(Copy, WritingGoesOnWhereTheOriginalWas) {
  fill(file("de.db"));
  app::run(app::CopyConfig{file("de.db"), server()});
  const auto source = open(file("de.db"));
  const auto target = open(server());
  const auto there = Client(*source).write(store::Create{new_book("Seguinte")});
  const auto here = Client(*target).write(store::Create{new_book("Seguinte")});
  ASSERT_TRUE(there.has_value());
  ASSERT_TRUE(here.has_value());
  EXPECT_EQ(here->book.id, there->book.id);
  EXPECT_EQ(here->sequence, there->sequence);
}

TEST_F(Copy, OneThatWasCutShortGoesOnAndServesNobodyBefore) {
  fill(file("de.db"));
  {
    const auto from = maintain(file("de.db"));
    const auto to = maintain(server());
    to->copy_writer()->add(from->copy_reader()->read({0}, 4));
  }
  EXPECT_THROW(open(server()), store::CannotOpen);
  ASSERT_EQ(app::run(app::CopyConfig{file("de.db"), server()}), app::ExitCode::done);
  expect_same(tell(server()).entries, tell(file("de.db")).entries);
}

TEST_F(Copy, OneWhoseSourceChangedSinceIsNotFinished) {
  fill(file("de.db"));
  {
    const auto from = maintain(file("de.db"));
    maintain(server())->copy_writer()->add(from->copy_reader()->read({0}, 4));
  }
  const auto source = open(file("de.db"));
  ASSERT_TRUE(Client(*source).write(store::Replace{{3}, new_book("Outra vez")}).has_value());
  source->close();
  EXPECT_THROW(app::run(app::CopyConfig{file("de.db"), server()}), std::runtime_error);
  EXPECT_THROW(open(server()), store::CannotOpen);
}

TEST_F(Copy, AccessKeysGoAlongAndThoseThatAreThereStay) {
  fill(file("de.db"));
  catalog::AccessKey brought;
  brought.name = "Balcão";
  brought.digest.fill(1);
  brought.scope = catalog::Scope::write;
  brought.revoked_at = base::Instant(std::chrono::milliseconds(7));
  catalog::AccessKey own;
  own.name = "Depósito";
  own.digest.fill(2);
  ASSERT_TRUE(maintain(file("de.db"))->keys()->add(brought).has_value());
  ASSERT_TRUE(maintain(server())->keys()->add(own).has_value());
  ASSERT_EQ(app::run(app::CopyConfig{file("de.db"), server()}), app::ExitCode::done);
  const auto keys = maintain(server())->keys()->list();
  ASSERT_EQ(keys.size(), 2U);
  own.id = keys[0].id;
  brought.id = keys[1].id;
  EXPECT_EQ(keys, (std::vector<catalog::AccessKey>{own, brought}));
  ASSERT_EQ(app::run(app::CopyConfig{server(), file("para.db")}), app::ExitCode::done);
  EXPECT_EQ(maintain(file("para.db"))->keys()->list().size(), 2U);
}

TEST_F(Copy, ACatalogueThatHasBooksIsNotOverwritten) {
  fill(file("de.db"));
  fill(server());
  EXPECT_THROW(app::run(app::CopyConfig{file("de.db"), server()}), store::CannotOpen);
  EXPECT_THROW(app::run(app::CopyConfig{server(), file("de.db")}), store::CannotOpen);
}

// It is derived: made of the books that came over, not carried; what lay in the target, even one
// that claims to know every change, is of other books.
TEST_F(Copy, TheSearchIndexIsMadeAnewAndFindsWhatWasCopied) {
  fill(file("de.db"));
  const auto end = maintain(file("de.db"))->scan()->as_of();
  maintain(file("de.db"))->index_store()->save({catalog::search_rules, end}, {"índice da origem"});
  maintain(server())->index_store()->save({catalog::search_rules - 1, {0}}, {"índice de nada"});
  ASSERT_EQ(app::run(app::CopyConfig{file("de.db"), server()}), app::ExitCode::done);
  ASSERT_EQ(app::run(app::CopyConfig{server(), file("para.db")}), app::ExitCode::done);
  std::vector<std::string> bytes;
  for (const app::DatabaseConfig& database : {server(), file("para.db")}) {
    const auto kept = load_stored(*maintain(database)->index_store());
    ASSERT_TRUE(kept.has_value());
    EXPECT_EQ(kept->stamp.rules, catalog::search_rules);
    EXPECT_EQ(kept->stamp.sequence, end);
    EXPECT_TRUE(search::Segment::of(search::memory_storage().keep(kept->bytes)) != nullptr);
    bytes.push_back(kept->bytes);
    EXPECT_EQ(found(database, "livro"), (std::vector<std::int64_t>{9, 12, 15, 18, 21, 24, 27, 30}));
    EXPECT_EQ(found(database, "mudado"), (std::vector<std::int64_t>{3}));
    EXPECT_EQ(found(database, "\"livro 2\""), std::vector<std::int64_t>{});
  }
  EXPECT_EQ(bytes.front(), bytes.back());
}

// An empty catalogue may have a sound index: of no books.
TEST_F(Copy, AnIndexOfTheEmptyTargetIsFollowedFromWhereItEnds) {
  fill(file("de.db"));
  search::make_index(*maintain(server()));
  ASSERT_EQ(app::run(app::CopyConfig{file("de.db"), server()}), app::ExitCode::done);
  EXPECT_EQ(maintain(server())->index_store()->stamp()->sequence.value, 0);
  EXPECT_EQ(found(server(), "livro").size(), 8U);
  EXPECT_EQ(found(server(), "mudado"), (std::vector<std::int64_t>{3}));
}

}  // namespace
}  // namespace contract
