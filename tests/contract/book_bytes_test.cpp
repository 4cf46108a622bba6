// What a write answered is, byte by byte, what every later read of that version answers.
#include <algorithm>

#include "contract/store_fixture.hpp"
#include "support/random_books.hpp"

namespace contract {
namespace {

using catalog::Version;
using store::BookDocument;

class BookBytes : public StoreTest {
 protected:
  BookDocument written(store::Write write) {
    auto outcome = client().write(std::move(write));
    if (!outcome) {
      throw std::runtime_error("refused");
    }
    return std::move(outcome->book);
  }
  BookDocument written(store::Action action) {
    return written(store::Write{std::move(action), {}, {}, {}});
  }
  template <class Answer>
  Answer read(store::BookRead command) {
    auto outcome = client().read(std::move(command));
    if (!outcome) {
      throw std::runtime_error("a read failed");
    }
    return std::get<Answer>(std::move(outcome->value));
  }

  void expect_read(const BookDocument& written) {
    const catalog::BookId id = written.id;
    EXPECT_EQ(written.json, formats::write_document(book_of(written)));
    EXPECT_EQ(read<BookDocument>(store::GetBook{id}), written);
    EXPECT_EQ(read<store::Page>(store::GetBooks{{id}}).books, std::vector{written});
    EXPECT_EQ(read<store::Page>(store::ScanBooks{{id.value - 1}, 1}).books, std::vector{written});
    EXPECT_EQ(read<store::History>(store::ListVersions{id}).entries.back().book, written);
    expect_version(written);
  }
  void expect_version(const BookDocument& written) {
    EXPECT_EQ(read<store::VersionEntry>(store::GetVersion{written.id, written.version}).book,
              written);
  }

  support::RandomBooks random_{7};
};
INSTANTIATE_TEST_SUITE_P(Stores, BookBytes, testing::ValuesIn(stores_under_test()), name_of);

TEST_P(BookBytes, AreTheSameInTheAnswerToAWriteAndInEveryReadAfterIt) {
  for (int i = 0; i < 20; ++i) {
    const BookDocument first = written(store::Create{new_book(random_.next().fields)});
    const catalog::BookId id = first.id;
    expect_read(first);
    clock().advance(std::chrono::milliseconds(1));
    const BookDocument second = written(store::Replace{id, new_book(random_.next().fields)});
    expect_read(second);
    const BookDocument third = written(store::Alter{id, with_year(-777)});
    expect_read(third);
    const BookDocument fourth = written(store::Restore{id, {1}});
    expect_read(fourth);
    written(store::Remove{id});
    const BookDocument last = written(store::Restore{id, {2}});
    expect_read(last);
    for (const BookDocument& earlier : {first, second, third, fourth}) {
      expect_version(earlier);
    }
    open_store();
    expect_read(last);
    expect_version(second);
  }
}

TEST_P(BookBytes, OfAChosenIdAndOfARefusalAreTheSameToo) {
  const BookDocument book = written(store::CreateAt{{42}, new_book(random_.next().fields)});
  expect_read(book);
  EXPECT_EQ(refused(store::CreateAt{{42}, new_book("Outro")}).current, book);
  EXPECT_EQ(refused({store::Remove{{42}}, if_match({Version{9}}), {}, {}}).current, book);
}

TEST_P(BookBytes, OfAnAnswerThatIsGivenAgainAreThoseOfTheFirst) {
  const auto key = idempotency_key("chave");
  const store::Write make{store::Create{new_book(random_.next().fields)}, {}, key, {}};
  const BookDocument made = written(make);
  EXPECT_EQ(written(make), made);
  written(store::Replace{made.id, new_book("Depois")});
  EXPECT_EQ(written(make), made);
  const store::Write remove{store::Remove{made.id}, {}, idempotency_key("outra"), {}};
  const BookDocument removed = written(remove);
  EXPECT_EQ(written(remove), removed);
  open_store();
  EXPECT_EQ(written(make), made);
  EXPECT_EQ(written(remove), removed);
}

}  // namespace
}  // namespace contract
