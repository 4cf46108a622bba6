#include "contract/store_fixture.hpp"

namespace contract {
namespace {

using catalog::BookId;
using catalog::ProblemCode;
using catalog::Version;
using std::chrono::seconds;
using store::Change;

class GetBook : public StoreTest {};
class RemoveBook : public StoreTest {};
class RestoreBook : public StoreTest {};
class BookHistory : public StoreTest {};
INSTANTIATE_TEST_SUITE_P(Stores, GetBook, testing::ValuesIn(stores_under_test()), name_of);
INSTANTIATE_TEST_SUITE_P(Stores, RemoveBook, testing::ValuesIn(stores_under_test()), name_of);
INSTANTIATE_TEST_SUITE_P(Stores, RestoreBook, testing::ValuesIn(stores_under_test()), name_of);
INSTANTIATE_TEST_SUITE_P(Stores, BookHistory, testing::ValuesIn(stores_under_test()), name_of);

TEST_P(GetBook, AnUnknownIdIsNotFound) {
  const store::ReadOutcome outcome = client().read(store::GetBook{{5}});
  ASSERT_FALSE(outcome.has_value());
  EXPECT_EQ(outcome.error(), catalog::problem::book_not_found({5}));
}

TEST_P(GetBook, ADeletedIdIsGone) {
  const catalog::Book book = created(fields("Breve"));
  done(store::Remove{book.id});
  EXPECT_EQ(refused(store::GetBook{book.id}), ProblemCode::book_deleted);
}

TEST_P(GetBook, SaysAsOfWhichSequenceItWasRead) {
  const Written written = done(store::Create{new_book("Agora")});
  const store::ReadOutcome outcome = client().read(store::GetBook{written.book.id});
  ASSERT_TRUE(outcome.has_value());
  EXPECT_EQ(outcome->as_of, written.sequence);
}

// ---- deleting ----------------------------------------------------------------------------------

TEST_P(RemoveBook, AnswersTheLastStateUnderTheDeletionsVersion) {
  const catalog::Book book = created(fields("Último"));
  const Written written = done(store::Remove{book.id});
  EXPECT_EQ(written.change, Change::deleted);
  EXPECT_EQ(written.book.fields, book.fields);
  EXPECT_EQ(written.book.version, Version{2});
}

TEST_P(RemoveBook, TwiceIsGoneTheSecondTime) {
  const catalog::Book book = created(fields("Uma vez"));
  const Written written = done(store::Remove{book.id});
  EXPECT_EQ(refused(store::Remove{book.id}).problem, catalog::problem::book_deleted(book.id));
  EXPECT_EQ(store().sequence().value_or(written.sequence), written.sequence);
}

TEST_P(RemoveBook, AnUnknownBookIsNotFound) {
  EXPECT_EQ(refused(store::Remove{{3}}).problem, catalog::problem::book_not_found({3}));
}

// ---- history -----------------------------------------------------------------------------------

TEST_P(BookHistory, TellsEveryVersionInOrderWithWhoWhenAndHow) {
  const base::Instant start = clock().now();
  const BookId id = done({store::Create{new_book("Um")}, {}, {}, "ana"}).book.id;
  clock().advance(seconds(1));
  done({store::Replace{id, new_book("Dois")}, {}, {}, "bia"});
  clock().advance(seconds(1));
  done({store::Remove{id}, {}, {}, "caio"});
  clock().advance(seconds(1));
  done({store::Restore{id, Version{1}}, {}, {}, {}});

  const auto told = history(id);
  ASSERT_EQ(told.size(), 4U);
  const std::vector<Change> changes{Change::created, Change::changed, Change::deleted,
                                    Change::restored};
  const std::vector<std::string> actors{"ana", "bia", "caio", ""};
  const std::vector<std::string> titles{"Um", "Dois", "", "Um"};
  for (std::size_t i = 0; i < told.size(); ++i) {
    EXPECT_EQ(told[i].version.value, static_cast<std::int64_t>(i) + 1);
    EXPECT_EQ(told[i].change, changes[i]);
    EXPECT_EQ(told[i].actor, actors[i]);
    EXPECT_EQ(told[i].at, start + seconds(i));
    ASSERT_EQ(told[i].book.has_value(), !titles[i].empty());
    if (told[i].book) {
      EXPECT_EQ(told[i].book->fields->title, titles[i]);
      EXPECT_EQ(told[i].book->version, told[i].version);
      EXPECT_EQ(told[i].book->created_at, start);
      EXPECT_EQ(told[i].book->updated_at, told[i].at);
    }
  }
}

TEST_P(BookHistory, OfANewBookIsItsOneVersion) {
  const catalog::Book book = created(fields("Único"));
  const auto told = history(book.id);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].book, book);
}

TEST_P(BookHistory, OfADeletedBookEndsWithItsDeletion) {
  const catalog::Book book = created(fields("Breve"));
  done({store::Remove{book.id}, {}, {}, "caio"});
  const auto told = history(book.id);
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[0].book, book);
  EXPECT_EQ(told[1].change, Change::deleted);
  EXPECT_EQ(told[1].actor, "caio");
  EXPECT_FALSE(told[1].book.has_value());
}

TEST_P(BookHistory, OfAnUnknownBookIsNotFound) {
  EXPECT_EQ(refused(store::ListVersions{{4}}), ProblemCode::book_not_found);
  EXPECT_EQ(refused(store::GetVersion{{4}, Version{1}}), ProblemCode::book_not_found);
}

TEST_P(BookHistory, ComesInPages) {
  const BookId id = created(fields("Um")).id;
  done(store::Replace{id, new_book("Dois")});
  done(store::Remove{id});
  done(store::Restore{id, Version{1}});
  done(store::Remove{id});
  const auto page = [&](std::int64_t after, std::size_t limit) {
    const auto outcome = client().read(store::ListVersions{id, {after}, limit});
    EXPECT_EQ(outcome->as_of.value, 5);
    const auto& told = std::get<store::History>(outcome->value);
    std::vector<std::int64_t> versions;
    for (const store::VersionEntry& entry : told.entries) {
      versions.push_back(entry.version.value);
    }
    versions.push_back(told.end == store::End::more ? -1 : 0);
    return versions;
  };
  using Versions = std::vector<std::int64_t>;
  EXPECT_EQ(page(0, 2), (Versions{1, 2, -1}));
  EXPECT_EQ(page(2, 2), (Versions{3, 4, -1}));
  EXPECT_EQ(page(4, 2), (Versions{5, 0}));
  EXPECT_EQ(page(3, 2), (Versions{4, 5, 0}));
  EXPECT_EQ(page(0, 5), (Versions{1, 2, 3, 4, 5, 0}));
  EXPECT_EQ(page(5, 5), Versions{0});
  EXPECT_EQ(page(9, 1), Versions{0});
}

TEST_P(BookHistory, EachVersionCanBeReadAlone) {
  const BookId id = created(fields("Um")).id;
  done(store::Replace{id, new_book("Dois")});
  done(store::Remove{id});
  const auto whole = [&] {
    const auto told = history(id);
    for (const VersionEntry& entry : told) {
      const VersionEntry alone = version(id, entry.version);
      EXPECT_EQ(alone.change, entry.change);
      EXPECT_EQ(alone.at, entry.at);
      EXPECT_EQ(alone.book, entry.book);
    }
    return told.size();
  };
  EXPECT_EQ(whole(), 3U);
  done(store::Restore{id, Version{2}});
  EXPECT_EQ(whole(), 4U);
}

TEST_P(BookHistory, AVersionThatNeverWasIsNotFound) {
  const BookId alive = created(fields("Vivo")).id;
  const BookId deleted = created(fields("Excluído")).id;
  done(store::Remove{deleted});
  for (const std::int64_t never : {std::int64_t{0}, std::int64_t{3}, std::int64_t{-1}}) {
    EXPECT_EQ(refused(store::GetVersion{alive, Version{never}}), ProblemCode::version_not_found);
    EXPECT_EQ(refused(store::GetVersion{deleted, Version{never}}), ProblemCode::version_not_found);
  }
}

TEST_P(BookHistory, SurvivesARestart) {
  const BookId id = created(fields("Um")).id;
  done(store::Replace{id, new_book("Dois")});
  done(store::Remove{id});
  open_store();
  EXPECT_EQ(history(id).size(), 3U);
  EXPECT_EQ(version(id, Version{1}).book->fields->title, "Um");
}

// ---- restoring ---------------------------------------------------------------------------------

TEST_P(RestoreBook, BringsAnEarlierVersionBackAsANewOne) {
  const catalog::Book first = created(fields("Primeira"));
  clock().advance(seconds(1));
  done(store::Replace{first.id, new_book("Segunda")});
  clock().advance(seconds(1));
  const Written written = done(store::Restore{first.id, Version{1}});
  EXPECT_EQ(written.change, Change::restored);
  EXPECT_EQ(written.book.fields, first.fields);
  EXPECT_EQ(written.book.version, Version{3});
  EXPECT_EQ(written.book.created_at, first.created_at);
  EXPECT_EQ(written.book.updated_at, clock().now());
  EXPECT_EQ(get(first.id), written.book);
}

TEST_P(RestoreBook, TheCurrentVersionStaysAsItIs) {
  const catalog::Book book = created(fields("Atual"));
  EXPECT_EQ(done(store::Restore{book.id, Version{1}}).book, book);
  EXPECT_EQ(history(book.id).size(), 1U);
}

TEST_P(RestoreBook, ADeletedBookLivesAgainUnderItsOldId) {
  const catalog::Book book = created(fields("Breve"));
  done(store::Remove{book.id});
  const Written written = done(store::Restore{book.id, Version{1}});
  EXPECT_EQ(written.book.id, book.id);
  EXPECT_EQ(written.book.version, Version{3});
  EXPECT_EQ(written.book.created_at, book.created_at);
  EXPECT_EQ(get(book.id), written.book);
  EXPECT_EQ(ids_of(living()), std::vector{book.id.value});
}

TEST_P(RestoreBook, TimeAndAgain) {
  const catalog::Book book = created(fields("Fênix"));
  for (std::int64_t round = 1; round <= 3; ++round) {
    done(store::Remove{book.id});
    EXPECT_EQ(done(store::Restore{book.id, Version{1}}).book.version, Version{2 * round + 1});
  }
  EXPECT_EQ(history(book.id).size(), 7U);
}

TEST_P(RestoreBook, ADeletionIsNoVersionToRestore) {
  const catalog::Book book = created(fields("Breve"));
  done(store::Remove{book.id});
  EXPECT_EQ(refused(store::Restore{book.id, Version{2}}).problem,
            catalog::problem::version_not_found({book.id, Version{2}}));
  done(store::Restore{book.id, Version{1}});
  EXPECT_EQ(refused(store::Restore{book.id, Version{2}}).problem.code,
            ProblemCode::version_not_found);
}

TEST_P(RestoreBook, UnknownBooksAndVersionsAreNotFound) {
  const catalog::Book book = created(fields("Único"));
  EXPECT_EQ(refused(store::Restore{{9}, Version{1}}).problem.code, ProblemCode::book_not_found);
  EXPECT_EQ(refused(store::Restore{book.id, Version{2}}).problem.code,
            ProblemCode::version_not_found);
}

// ---- changes of the catalogue

store::Changes changes_of(const store::ReadOutcome& outcome) {
  return outcome ? std::get<store::Changes>(outcome->value) : store::Changes{};
}

TEST_P(BookHistory, ChangesAreTheNewestOfEachBookInOrder) {
  const BookId one = done(store::Create{new_book("Um")}).book.id;
  const BookId two = done(store::Create{new_book("Dois")}).book.id;
  const BookId three = done(store::Create{new_book("Três")}).book.id;
  clock().advance(seconds(1));
  done(store::Replace{one, new_book("Um, mudado")});
  done(store::Remove{two});
  const auto all = changes_of(client().read(store::ListChanges{{0}, 10}));
  ASSERT_EQ(all.entries.size(), 3U);
  EXPECT_EQ(all.end, store::End::reached);
  const std::vector<BookId> ids{three, one, two};
  const std::vector<Change> kinds{Change::created, Change::changed, Change::deleted};
  for (std::size_t i = 0; i < all.entries.size(); ++i) {
    EXPECT_EQ(all.entries[i].id, ids[i]);
    EXPECT_EQ(all.entries[i].change, kinds[i]);
    EXPECT_EQ(all.entries[i].sequence.value, static_cast<std::int64_t>(i) + 3);
    EXPECT_EQ(all.entries[i].version.value, i == 0 ? 1 : 2);
  }
  EXPECT_EQ(all.entries[1].at, clock().now());
}

TEST_P(BookHistory, ChangesGoOnFromANumberAndTellWhetherThereAreMore) {
  for (int i = 0; i < 5; ++i) {
    done(store::Create{new_book("Livro")});
  }
  const auto outcome = client().read(store::ListChanges{{1}, 2});
  const auto page = changes_of(outcome);
  ASSERT_EQ(page.entries.size(), 2U);
  EXPECT_EQ(page.entries[0].sequence.value, 2);
  EXPECT_EQ(page.end, store::End::more);
  EXPECT_EQ(outcome->as_of.value, 5);
  EXPECT_EQ(changes_of(client().read(store::ListChanges{{3}, 2})).end, store::End::reached);
  EXPECT_TRUE(changes_of(client().read(store::ListChanges{{5}, 2})).entries.empty());
}

}  // namespace
}  // namespace contract
