#include <algorithm>
#include <fstream>

#include "contract/catalogue_model.hpp"
#include "contract/sqlite_bulk_fixture.hpp"
#include "support/random_books.hpp"

namespace contract {
namespace {

using catalog::Book;
using catalog::NewBook;
using catalog::ProblemCode;

NewBook claiming(const Book& book) {
  return {book.id, book.fields, {book.version, book.created_at, book.updated_at}};
}

// As random_books makes them, each id once, by id.
std::vector<Book> random_catalogue(std::size_t count) {
  support::RandomBooks random(99);
  std::vector<Book> books;
  for (std::size_t i = 0; i < count; ++i) {
    books.push_back(random.next());
    if (i % 3 == 0) {
      books.back().id.value = static_cast<std::int64_t>(i) + 1;
    }
  }
  std::sort(books.begin(), books.end(),
            [](const Book& left, const Book& right) { return left.id < right.id; });
  return books;
}

std::vector<NewBook> claiming_all(const std::vector<Book>& books) {
  std::vector<NewBook> claims;
  std::transform(books.begin(), books.end(), std::back_inserter(claims), claiming);
  return claims;
}

// ---- loading and scanning ----------------------------------------------------------------------

TEST_F(SqliteBulk, WhatBooksClaimIsKept) {
  const std::vector<Book> books = random_catalogue(300);
  std::vector<NewBook> shuffled = claiming_all(books);
  std::reverse(shuffled.begin(), shuffled.end());
  load(shuffled);
  EXPECT_EQ(scanned(), books);
  EXPECT_EQ(check(), store::Findings{});
}

TEST_F(SqliteBulk, ACopyOfACopyHasTheSameLiveBooks) {
  load(claiming_all(random_catalogue(100)));
  const std::vector<Book> first = scanned();
  std::filesystem::remove(file());
  load(claiming_all(first));
  EXPECT_EQ(scanned(), first);
}

TEST_F(SqliteBulk, WhatTheyDoNotClaimIsGiven) {
  load({new_book("Um"), new_book("Dois")});
  const std::vector<Book> books = scanned();
  ASSERT_EQ(books.size(), 2U);
  EXPECT_EQ(books[1].id.value, 2);
  EXPECT_EQ(books[1].version.value, 1);
  EXPECT_EQ(books[1].created_at, clock().now());
  EXPECT_EQ(books[1].updated_at, clock().now());
}

TEST_F(SqliteBulk, AClaimOfAChangeBeforeTheBookWasMadeIsRefused) {
  const base::Instant now = clock().now();
  NewBook impossible = new_book("Antes de existir");
  impossible.claims = {{}, now, now - std::chrono::hours(1)};
  NewBook changed_once = new_book("Alterado há uma hora");
  changed_once.claims.updated_at = now - std::chrono::hours(1);
  {
    auto kept = maintenance();
    const auto loader = kept.loader(store::LoadEffect::kept);
    const auto outcomes = loader->add(std::vector{impossible, changed_once});
    loader->finish();
    ASSERT_TRUE(outcomes[0].has_value());
    EXPECT_EQ(outcomes[0]->code, ProblemCode::invalid_book);
    EXPECT_EQ(outcomes[0]->errors.front().pointer, "/atualizado_em");
    EXPECT_FALSE(outcomes[1].has_value());
  }
  const std::vector<Book> books = scanned();
  ASSERT_EQ(books.size(), 1U);
  EXPECT_EQ(books[0].created_at, now - std::chrono::hours(1));
  EXPECT_EQ(check(), store::Findings{});
}

// JSON readers stop being exact at 2^53.
TEST_F(SqliteBulk, AClaimOfAVersionThatLeavesNoRoomForChangesIsRefused) {
  NewBook last = new_book("Última");
  last.claims.version = catalog::Version{catalog::claimed_version_max};
  NewBook beyond = new_book("Além");
  beyond.claims.version = catalog::Version{catalog::claimed_version_max + 1};
  {
    auto kept = maintenance();
    const auto loader = kept.loader(store::LoadEffect::kept);
    const auto outcomes = loader->add(std::vector{last, beyond});
    loader->finish();
    EXPECT_FALSE(outcomes[0].has_value());
    ASSERT_TRUE(outcomes[1].has_value());
    EXPECT_EQ(outcomes[1]->errors.front().pointer, "/versao");
  }
  open();
  EXPECT_TRUE(client().write(store::Remove{{1}}).has_value());
}

TEST_F(SqliteBulk, AnIdTwiceIsKeptOnce) {
  NewBook book = new_book("Um");
  book.id = catalog::BookId{7};
  NewBook again = new_book("Outro");
  again.id = book.id;
  auto kept = maintenance();
  const auto loader = kept.loader(store::LoadEffect::kept);
  const auto outcomes = loader->add(std::vector{book, again, new_book("Livre")});
  loader->finish();
  EXPECT_FALSE(outcomes[0].has_value());
  EXPECT_EQ(outcomes[1], catalog::problem::id_in_use({7}));
  EXPECT_FALSE(outcomes[2].has_value());
}

TEST_F(SqliteBulk, EverythingLoadedIsFoundInEveryWay) {
  FewValuedBooks random(5);
  CatalogueModel model;
  std::vector<NewBook> books;
  for (std::int64_t id = 1; id <= 200; ++id) {
    const Book book{{id}, {1}, clock().now(), clock().now(), random.next()};
    model.add(book);
    books.push_back(claiming(book));
  }
  load(books);
  open();
  catalog::Listing listing = with_title_word("mar");
  listing.order = {{catalog::SortKey::author, catalog::Direction::ascending},
                   {catalog::SortKey::title, catalog::Direction::ascending},
                   {}};
  listing.limit = 1000;
  EXPECT_EQ(list(listing).books, model.list(listing.filter, listing.order));
  listing.filter = {};
  listing.filter.isbn = isbn("9788535914849");
  EXPECT_EQ(list(listing).books, model.list(listing.filter, listing.order));
}

TEST_F(SqliteBulk, ServingGoesOnWhereLoadingStopped) {
  NewBook chosen = new_book("Escolhido");
  chosen.id = catalog::BookId{4};
  load({new_book("Um"), new_book("Dois"), chosen});
  open();
  EXPECT_EQ(created(fields("Três")).id.value, 3);
  EXPECT_EQ(created(fields("Cinco")).id.value, 5);
  EXPECT_EQ(store().sequence(), (catalog::Sequence{5}));
  close();
  EXPECT_EQ(check(), store::Findings{});
}

TEST_F(SqliteBulk, ACatalogueThatIsNotEmptyTakesMore) {
  open();
  created(fields("vivo"));
  const Book deleted = created(fields("excluído"));
  EXPECT_TRUE(client().write(store::Remove{deleted.id}).has_value());
  close();
  NewBook used = new_book("recusado");
  used.id = deleted.id;
  {
    auto kept = maintenance();
    const auto loader = kept.loader(store::LoadEffect::kept);
    const auto outcomes = loader->add(std::vector{used, new_book("carregado")});
    EXPECT_EQ(outcomes[0], catalog::problem::id_in_use(deleted.id));
    loader->finish();
  }
  EXPECT_EQ(check(), store::Findings{});
  open();
  EXPECT_EQ(ids_of(list(with_title_word("carregado")).books), std::vector<std::int64_t>{3});
  EXPECT_EQ(ids_of(list(with_title_word("vivo")).books), std::vector<std::int64_t>{1});
}

TEST_F(SqliteBulk, MoreThanOneSliceIsLoaded) {
  std::vector<NewBook> books(25'000, new_book("muitos"));
  load(books);
  EXPECT_EQ(integer_of("SELECT count(*) FROM books"), 25'000);
  EXPECT_EQ(integer_of("SELECT books FROM catalogue"), 25'000);
  EXPECT_EQ(check(), store::Findings{});
}

TEST_F(SqliteBulk, ALoadThatWasCutShortLeavesASoundCatalogue) {
  {
    auto kept = maintenance();
    const auto loader = kept.loader(store::LoadEffect::kept);
    loader->add(std::vector<NewBook>(12'000, new_book("interrompido")));
  }
  EXPECT_EQ(check(), store::Findings{});
  EXPECT_EQ(integer_of("SELECT count(*) FROM dropped_indexes"), 0);
  open();
  const std::int64_t last = store().sequence()->value;
  EXPECT_GT(last, 0);
  EXPECT_EQ(created(fields("depois")).id.value, last + 1);
  catalog::Listing listing = with_title_word("interrompido");
  listing.counting = catalog::Counting::total;
  EXPECT_EQ(list(listing).total, static_cast<std::uint64_t>(last));
  close();
  EXPECT_EQ(check(), store::Findings{});
}

// ---- checking ----------------------------------------------------------------------------------

TEST_F(SqliteBulk, CheckFindsWhatIsDamaged) {
  struct Damage {
    const char* sql;
    const char* finding;
  };
  for (const Damage& damage : {
           Damage{"UPDATE catalogue SET books = 9", "counts another number"},
           Damage{"UPDATE catalogue SET seq = 3", "newer than the catalogue"},
           Damage{"UPDATE tombstones SET seq = 1", "sequence number was given twice"},
           Damage{"INSERT INTO tombstones VALUES (1, 9, 6, 0, NULL); UPDATE catalogue SET seq = 6",
                  "both alive and deleted"},
           Damage{"DELETE FROM book_versions WHERE id = 3", "lost its last state"},
           Damage{"UPDATE books SET version = 7 WHERE id = 2", "history has a gap"},
           Damage{"INSERT INTO book_isbns VALUES ('9788535914849', 77)", "not there: book 77"},
           Damage{"DELETE FROM book_isbns", "ISBN of book 1 is not listed"},
           Damage{"UPDATE books SET duplicate_key = 0 WHERE id = 1", "likely duplicates of book 1"},
           Damage{"UPDATE books SET doc = replace(doc, 'Um', 'Outro') WHERE id = 1",
                  "likely duplicates of book 1"},
           Damage{"UPDATE books SET doc = replace(doc, '97', '98') WHERE id = 1",
                  "document of book 1 is not what"},
           Damage{"UPDATE books SET doc = doc || ' ' WHERE id = 1",
                  "document of book 1 is not what"},
           Damage{"UPDATE books SET doc = substr(doc, 1, 40) WHERE id = 2",
                  "document of book 2 is not what"},
           Damage{"UPDATE books SET doc = (SELECT doc FROM books WHERE id = 2) WHERE id = 1",
                  "document of book 1 is not what"},
           Damage{
               "UPDATE books SET doc = replace(doc, '\"versao\":2', '\"versao\":1') WHERE id = 2",
               "document of book 2 is not what"},
           Damage{"UPDATE books SET created_ms = created_ms - 1 WHERE id = 1",
                  "document of book 1 is not what"},
           Damage{"UPDATE book_versions SET doc = '{}' WHERE id = 3",
                  "document of book 3 in version 1 is not what"},
           Damage{"DROP TABLE book_isbns", "reading stopped"},
       }) {
    std::filesystem::remove(file());
    open();
    catalog::BookFields first = fields("Um");
    first.isbn = isbn("9788535914849");
    created(first);
    created(fields("Dois"));
    EXPECT_TRUE(client().write(store::Alter{{2}, with_year(1901)}).has_value());
    created(fields("Três"));
    EXPECT_TRUE(client().write(store::Remove{{3}}).has_value());
    close();
    ASSERT_EQ(check(), store::Findings{});
    run_sql(damage.sql);
    const store::Findings findings = check();
    EXPECT_TRUE(std::any_of(findings.begin(), findings.end(),
                            [&](const std::string& finding) {
                              return finding.find(damage.finding) != std::string::npos;
                            }))
        << damage.sql << ": " << testing::PrintToString(findings);
    // Whatever a document holds, the rest is checked too.
    const bool is_stopped =
        std::any_of(findings.begin(), findings.end(), [](const std::string& finding) {
          return finding.find("reading stopped") != std::string::npos;
        });
    EXPECT_EQ(is_stopped, std::string_view(damage.sql).starts_with("DROP")) << damage.sql;
  }
}

TEST_F(SqliteBulk, CheckFindsADamagedPage) {
  load(std::vector<NewBook>(500, new_book("Página")));
  {
    std::fstream stream(file(), std::ios::in | std::ios::out | std::ios::binary);
    stream.seekp(40 * 4096);
    stream << std::string(4096, '\x5A');
  }
  EXPECT_FALSE(check().empty());
}

}  // namespace
}  // namespace contract
