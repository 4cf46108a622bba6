// Books that are loaded where some of them are known already, in every store.
#include <algorithm>

#include "contract/postgres_fixture.hpp"
#include "contract/sqlite_fixture.hpp"
#include "contract/temporary_folder.hpp"
#include "store/postgres/maintenance.hpp"
#include "store/sqlite/maintenance.hpp"
#include "store/stored_book.hpp"

namespace contract {
namespace {

using catalog::Book;
using catalog::NewBook;
using store::IfKnown;
using store::LoadEffect;
using Fate = store::Merged::Fate;
using Fates = std::vector<Fate>;

class SqliteMaintenance {
 public:
  explicit SqliteMaintenance(const base::Clock& clock) : kept_(options(), clock) {}
  store::Maintenance& operator*() { return kept_; }

 private:
  sqlite::Options options() {
    sqlite::Options options;
    options.file = folder_ / "livros.db";
    return options;
  }
  TemporaryFolder folder_;
  sqlite::Maintenance kept_;
};

class PostgresMaintenance {
 public:
  explicit PostgresMaintenance(const base::Clock& clock) : kept_(options(), clock) {}
  store::Maintenance& operator*() { return kept_; }

 private:
  postgres::Options options() {
    postgres::Options options;
    options.url = database_.url();
    return options;
  }
  PostgresDatabase database_;
  postgres::Maintenance kept_;
};

template <class Kept>
class MergeBooks : public testing::Test {
 protected:
  store::Maintenance& catalogue() { return *kept_; }

  Fates merge(const std::vector<NewBook>& books, IfKnown if_known,
              LoadEffect effect = LoadEffect::kept, std::size_t at_once = 100) {
    const auto loader = catalogue().loader(effect);
    Fates fates;
    for (std::size_t i = 0; i < books.size(); i += at_once) {
      const std::span<const NewBook> part(books.data() + i, std::min(at_once, books.size() - i));
      for (const store::Merged& merged : loader->merge(part, if_known)) {
        EXPECT_EQ(merged.problem.has_value(), merged.fate == Fate::refused);
        fates.push_back(merged.fate);
      }
    }
    loader->finish();
    return fates;
  }
  std::vector<Book> living() {
    const auto scan = catalogue().scan();
    std::vector<Book> books;
    while (auto book = scan->next()) books.push_back(*std::move(book));
    EXPECT_EQ(scan->total(), books.size());
    return books;
  }
  std::int64_t sequence() { return catalogue().scan()->as_of().value; }
  void expect_sound() { EXPECT_EQ(catalogue().check(), store::Findings{}); }

 private:
  support::FakeClock clock_;
  Kept kept_{clock_};
};
using Stores = testing::Types<SqliteMaintenance, PostgresMaintenance>;
TYPED_TEST_SUITE(MergeBooks, Stores);

NewBook book(std::string_view title, std::string_view digits = {}) {
  NewBook made = new_book(title);
  if (!digits.empty()) made.fields.edit().isbn = isbn(digits);
  return made;
}

TYPED_TEST(MergeBooks, KnownOnesAreSkippedAndAnIdAloneMakesNoneKnown) {
  ASSERT_EQ(this->merge({book("Um"), book("Dois", "9788535902778")}, IfKnown::create),
            (Fates{Fate::created, Fate::created}));
  NewBook other = book("Outro título");
  other.id = catalog::BookId{1};
  NewBook same = book("Um");
  same.id = catalog::BookId{1};
  EXPECT_EQ(this->merge({book("Um"), book("Dois", "9788535902778"), same, other, book("Três")},
                        IfKnown::skip),
            (Fates{Fate::known, Fate::known, Fate::known, Fate::refused, Fate::created}));
  EXPECT_EQ(this->living().size(), 3U);
  this->expect_sound();
}

TYPED_TEST(MergeBooks, OneThatComesTwiceInAFileIsKnownTheSecondTime) {
  for (const std::size_t at_once : {1U, 100U}) {
    EXPECT_EQ(this->merge({book("Um"), book("Um")}, IfKnown::skip, LoadEffect::tried, at_once),
              (Fates{Fate::created, Fate::known}));
  }
  EXPECT_EQ(this->merge({book("Um"), book("Um")}, IfKnown::create),
            (Fates{Fate::created, Fate::created}));
}

TYPED_TEST(MergeBooks, AnUpdateReplacesWhatItSaysAndKeepsTheRest) {
  NewBook first = book("Um");
  first.fields.edit().publisher = "Ática";
  first.fields.edit().pages = 100;
  first.fields.edit().extra = R"({"a":1,"b":2})";
  this->merge({first}, IfKnown::create);
  NewBook second = book("Um");
  second.fields.edit().pages = 120;
  second.fields.edit().extra = R"({"b":3})";
  EXPECT_EQ(this->merge({second, second}, IfKnown::update), (Fates{Fate::updated, Fate::known}));
  const std::vector<Book> books = this->living();
  ASSERT_EQ(books.size(), 1U);
  EXPECT_EQ(books[0].version.value, 2);
  EXPECT_EQ(books[0].fields->publisher, "Ática");
  EXPECT_EQ(books[0].fields->pages, 120);
  EXPECT_EQ(books[0].fields->extra, R"({"a":1,"b":3})");
  EXPECT_EQ(this->sequence(), 2);
  this->expect_sound();
}

TYPED_TEST(MergeBooks, AnUpdateOfSeveralAlikeIsRefused) {
  this->merge({book("Um"), book("Um")}, IfKnown::create);
  EXPECT_EQ(this->merge({book("Um")}, IfKnown::update), Fates{Fate::refused});
  EXPECT_EQ(this->merge({book("Um")}, IfKnown::skip), Fates{Fate::known});
}

TYPED_TEST(MergeBooks, WhatIsOnlyTriedLeavesNothingBehind) {
  this->merge({book("Um")}, IfKnown::create);
  const std::vector<Book> before = this->living();
  const std::int64_t sequence = this->sequence();
  NewBook changed = book("Um");
  changed.fields.edit().pages = 7;
  NewBook chosen = book("Escolhido");
  chosen.id = catalog::BookId{9};
  const std::vector<NewBook> books{changed, book("Dois"), chosen, chosen, changed};
  for (const std::size_t at_once : {1U, 2U, 100U}) {
    EXPECT_EQ(this->merge(books, IfKnown::update, LoadEffect::tried, at_once),
              (Fates{Fate::updated, Fate::created, Fate::created, Fate::known, Fate::known}));
    EXPECT_EQ(this->merge(books, IfKnown::create, LoadEffect::tried, at_once),
              (Fates{Fate::created, Fate::created, Fate::created, Fate::refused, Fate::created}));
  }
  EXPECT_EQ(this->living(), before);
  EXPECT_EQ(this->sequence(), sequence);
  this->merge({book("Três")}, IfKnown::create);
  EXPECT_EQ(this->living().back().id.value, 2);
  this->expect_sound();
}

TYPED_TEST(MergeBooks, ATriedLoadLeavesNothingBehind) {
  {
    const auto loader = this->catalogue().loader(LoadEffect::tried);
    NewBook chosen = book("Escolhido");
    chosen.id = catalog::BookId{9};
    EXPECT_FALSE(loader->add(std::vector{book("Um"), chosen})[1].has_value());
    EXPECT_TRUE(loader->add(std::vector{chosen})[0].has_value());
    loader->finish();
  }
  EXPECT_TRUE(this->living().empty());
  this->expect_sound();
}

TYPED_TEST(MergeBooks, AnIdThatWasChosenIsNotGiven) {
  std::vector<NewBook> books;
  for (const std::int64_t id : {2, 3, 1}) {
    books.push_back(book("Escolhido " + std::to_string(id)));
    books.back().id = catalog::BookId{id};
  }
  for (const char* const title : {"Um", "Dois", "Três"}) books.push_back(book(title));
  EXPECT_EQ(this->merge(books, IfKnown::skip), Fates(6, Fate::created));
  EXPECT_EQ(this->living().back().id.value, 6);
  this->expect_sound();
}

TYPED_TEST(MergeBooks, AFileIsKnownByItsBytes) {
  const std::string sha256(64, 'a');
  EXPECT_FALSE(this->catalogue().imported_before(sha256).has_value());
  this->catalogue().note_import({sha256, "lista.csv", store::from_ms(1000), 6});
  this->catalogue().note_import({sha256, "outra.csv", store::from_ms(2000), 7});
  const auto before = this->catalogue().imported_before(sha256);
  ASSERT_TRUE(before.has_value());
  EXPECT_EQ(before->name, "outra.csv");
  EXPECT_EQ(before->at, store::from_ms(2000));
  EXPECT_EQ(before->books, 7);
  EXPECT_FALSE(this->catalogue().imported_before(std::string(64, 'b')).has_value());
}

}  // namespace
}  // namespace contract
