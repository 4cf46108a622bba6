// Covers that the store keeps: named by a version of a book, kept as long as versions are.
#include "catalog/own_cover.hpp"
#include "contract/store_fixture.hpp"

namespace contract {
namespace {

using catalog::ProblemCode;
using catalog::Version;

store::CoverPtr image(char letter, std::size_t bytes = 100) {
  return std::make_shared<const store::Cover>(
      store::Cover{std::string(catalog::cover_hash_size, letter), catalog::ImageType::png,
                   "\x89PNG\r\n\x1A\n" + std::string(1, '\0') + std::string(bytes, letter)});
}

class Covers : public StoreTest {
 protected:
  store::Cover cover(const store::CoverPtr& wanted) {
    const auto outcome = client().read(store::GetCover{{1}, wanted->hash});
    EXPECT_TRUE(outcome.has_value());
    return outcome ? std::get<store::Cover>(outcome->value) : store::Cover{};
  }
};
INSTANTIATE_TEST_SUITE_P(Stores, Covers, testing::ValuesIn(stores_under_test()), name_of);

TEST_P(Covers, ChangeTheBookThatNamesThem) {
  const catalog::Book book = created(fields("Dom Casmurro"));
  const auto first = image('a', 4'000'000);
  const Written written = done(store::SetCover{book.id, first});
  EXPECT_EQ(written.change, store::Change::changed);
  EXPECT_EQ(written.book.version, Version{2});
  EXPECT_EQ(written.book.fields->cover, catalog::own_cover_address(book.id, first->hash));
  EXPECT_EQ(get(book.id), written.book);
  EXPECT_EQ(cover(first), *first);
  // The same once more changes nothing.
  EXPECT_EQ(done(store::SetCover{book.id, first}).book.version, Version{2});
}

TEST_P(Covers, AreThereForEveryVersionThatNamesThem) {
  const catalog::Book book = created(fields("Dom Casmurro"));
  done(store::SetCover{book.id, image('a')});
  done(store::SetCover{book.id, image('b')});
  EXPECT_EQ(done(store::RemoveCover{book.id}).book.fields->cover, "");
  EXPECT_EQ(refused(store::RemoveCover{book.id}).problem.code, ProblemCode::cover_not_found);
  const Written back = done(store::Restore{book.id, Version{2}});
  EXPECT_EQ(back.book.fields->cover, catalog::own_cover_address(book.id, image('a')->hash));
  done(store::Remove{book.id});
  EXPECT_EQ(refused(store::SetCover{book.id, image('c')}).problem.code, ProblemCode::book_deleted);
  done(store::Restore{book.id, Version{3}});
  EXPECT_EQ(history(book.id).size(), 7U);
  close_store();
  open_store();
  EXPECT_EQ(cover(image('a')), *image('a'));
  EXPECT_EQ(cover(image('b')), *image('b'));
  EXPECT_EQ(refused(store::GetCover{book.id, image('c')->hash}), ProblemCode::cover_not_found);
}

TEST_P(Covers, AreWrittenOnConditionsAndOnceForAKey) {
  const catalog::Book book = created(fields("Dom Casmurro"));
  const store::Write stale{store::SetCover{book.id, image('a')}, if_match({Version{9}}), {}, {}};
  EXPECT_EQ(refused(stale).problem.code, ProblemCode::version_conflict);
  EXPECT_EQ(refused(store::GetCover{book.id, image('a')->hash}), ProblemCode::cover_not_found);
  const store::Write keyed{store::SetCover{book.id, image('a')}, if_match({Version{1}}),
                           idempotency_key("capa"), "ana"};
  EXPECT_EQ(done(keyed).origin, store::Written::Origin::executed);
  const Written again = done(keyed);
  EXPECT_EQ(again.origin, store::Written::Origin::replayed);
  EXPECT_EQ(again.book.version, Version{2});
  EXPECT_EQ(history(book.id).back().actor, "ana");
  const store::Write removal{store::RemoveCover{book.id}, if_match({Version{1}}), {}, {}};
  EXPECT_EQ(refused(removal).problem.code, ProblemCode::version_conflict);
}

TEST_P(Covers, AreNamedByABodyOnlyWhereTheBookNamesThemAlready) {
  const catalog::Book book = created(fields("Dom Casmurro"));
  done(store::SetCover{book.id, image('a')});
  catalog::BookFields same = get(book.id).fields;
  same.year = 1899;
  EXPECT_EQ(done(store::Replace{book.id, new_book(same)}).book.version, Version{3});
  EXPECT_EQ(get(book.id).fields->cover, same.cover);
  catalog::BookFields other = same;
  other.cover = catalog::own_cover_address(book.id, image('b')->hash);
  EXPECT_EQ(refused(store::Replace{book.id, new_book(other)}).problem.code,
            ProblemCode::invalid_book);
  EXPECT_EQ(refused(store::Create{new_book(same)}).problem.code, ProblemCode::invalid_book);
  EXPECT_EQ(refused(store::CreateAt{{9}, new_book(same)}).problem.code, ProblemCode::invalid_book);
  EXPECT_EQ(get(book.id).version, Version{3});
}

TEST_P(Covers, OfOneImageAreOneForManyBooks) {
  const catalog::Book one = created(fields("Um"));
  const catalog::Book two = created(fields("Dois"));
  done(store::SetCover{one.id, image('a')});
  done(store::SetCover{two.id, image('a')});
  done(store::RemoveCover{one.id});
  EXPECT_EQ(cover(image('a')), *image('a'));
  EXPECT_NE(get(two.id).fields->cover, "");
}

}  // namespace
}  // namespace contract
