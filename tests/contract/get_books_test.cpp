#include <algorithm>
#include <numeric>

#include "contract/store_fixture.hpp"

namespace contract {
namespace {

using catalog::BookId;
using Ids = std::vector<std::int64_t>;

std::vector<BookId> book_ids(const Ids& ids) {
  std::vector<BookId> made;
  std::transform(ids.begin(), ids.end(), std::back_inserter(made),
                 [](std::int64_t id) { return BookId{id}; });
  return made;
}

class GetBooks : public StoreTest {
 protected:
  Ids found(const Ids& asked) {
    const auto outcome = client().read(store::GetBooks{book_ids(asked)});
    return outcome ? ids_of(std::get<store::Page>(outcome->value).books) : Ids{-1};
  }
  catalog::Sequence as_of(const Ids& asked) {
    return client().read(store::GetBooks{book_ids(asked)})->as_of;
  }
  void fill(std::size_t books) {
    std::size_t answered = 0;
    for (std::size_t i = 0; i < books; ++i) {
      client().session().write({store::Create{new_book("Livro")}, {}, {}, {}},
                               [&](const store::WriteOutcome& outcome) {
                                 EXPECT_TRUE(outcome.has_value());
                                 ++answered;
                               });
    }
    client().loop().run_until([&] { return answered == books; });
  }
};
INSTANTIATE_TEST_SUITE_P(Stores, GetBooks, testing::ValuesIn(stores_under_test()), name_of);

TEST_P(GetBooks, ComeInTheOrderAskedWithoutThoseUnknownOrDeleted) {
  fill(5);
  done(store::Remove{{2}});
  done(store::Replace{{4}, new_book("Mudado")});
  EXPECT_EQ(found({5, 2, 99, 1, catalog::book_id_max, 4}), (Ids{5, 1, 4}));
  EXPECT_EQ(found({2, 99}), Ids{});
  const auto outcome = client().read(store::GetBooks{book_ids({4})});
  EXPECT_EQ(book_of(std::get<store::Page>(outcome->value).books.front()), get({4}));
}

TEST_P(GetBooks, AskedForTwiceComeTwice) {
  fill(3);
  EXPECT_EQ(found({3, 1, 3, 3}), (Ids{3, 1, 3, 3}));
}

TEST_P(GetBooks, AsManyAsMayBeAskedForComeAtOnce) {
  fill(store::get_books_max);
  Ids every(store::get_books_max);
  std::iota(every.rbegin(), every.rend(), 1);
  EXPECT_EQ(found(every), every);
}

TEST_P(GetBooks, TellExactlyWhenThatWas) {
  EXPECT_EQ(as_of({}).value, 0);
  fill(2);
  EXPECT_EQ(as_of({1, 2}).value, 2);
  const catalog::Sequence removed = done(store::Remove{{1}}).sequence;
  EXPECT_EQ(as_of({}), removed);
  EXPECT_EQ(as_of({1}), removed);
  EXPECT_EQ(as_of({2}), removed);
}

// More ids than one statement asks for, and single books in between.
TEST_P(GetBooks, ThatWaitTogetherAreEachAnsweredTheirOwn) {
  fill(150);
  std::size_t answered = 0;
  for (std::int64_t first = 1; first <= 20; ++first) {
    Ids asked(first % 3 == 0 ? 0 : 5 * static_cast<std::size_t>(first));
    std::iota(asked.begin(), asked.end(), first);
    client().session().read(store::GetBooks{book_ids(asked)},
                            [&answered, asked](const store::ReadOutcome& outcome) {
                              ASSERT_TRUE(outcome.has_value());
                              EXPECT_EQ(ids_of(std::get<store::Page>(outcome->value).books), asked);
                              ++answered;
                            });
    client().session().read(
        store::GetBook{{first}}, [&answered, first](const store::ReadOutcome& outcome) {
          ASSERT_TRUE(outcome.has_value());
          EXPECT_EQ(std::get<store::BookDocument>(outcome->value).id.value, first);
          ++answered;
        });
  }
  client().loop().run_until([&] { return answered == 40; });
}

// ---- within the call ---------------------------------------------------------------------------

class BookAtOnce : public StoreTest {};
INSTANTIATE_TEST_SUITE_P(Stores, BookAtOnce, testing::ValuesIn(stores_under_test()), name_of);

TEST_P(BookAtOnce, IsTheOneThatIsReadOrNone) {
  store::Session& session = client().session();
  EXPECT_FALSE(session.book_at_once({1}));
  const catalog::Book book = created(fields("Antes"));
  const bool is_given = session.book_at_once(book.id).has_value();
  EXPECT_EQ(is_given, GetParam().name == "sqlite");
  for (const std::string_view title : {"Depois", "Por fim"}) {
    done(store::Replace{book.id, new_book(title)});
    const auto outcome = client().read(store::GetBook{book.id});
    const auto& read = std::get<store::BookDocument>(outcome->value);
    const auto at_once = session.book_at_once(book.id);
    ASSERT_EQ(at_once.has_value(), is_given);
    if (is_given) {
      EXPECT_EQ(at_once->json, read.json);
      EXPECT_EQ(at_once->id, read.id);
      EXPECT_EQ(at_once->version, read.version);
    }
  }
  done(store::Remove{book.id});
  EXPECT_FALSE(session.book_at_once(book.id));
  EXPECT_FALSE(session.book_at_once({9}));
}

}  // namespace
}  // namespace contract
