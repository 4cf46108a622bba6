#include <algorithm>

#include "contract/store_fixture.hpp"

namespace contract {
namespace {

using catalog::BookId;
using catalog::Version;
using store::Sequence;

class PastBooks : public StoreTest {
 protected:
  store::PastPage part(store::BookRead command) {
    auto outcome = client().read(std::move(command));
    EXPECT_TRUE(outcome.has_value());
    return outcome ? std::get<store::PastPage>(std::move(outcome->value)) : store::PastPage{};
  }
  // "id.version" of every book as of that sequence number, read in parts of `limit`.
  std::string scanned(Sequence as_of, std::size_t limit) {
    std::string all;
    store::ScanPast scan{as_of, {}, limit};
    for (int parts = 0; parts < 100; ++parts) {
      const store::PastPage page = part(scan);
      EXPECT_TRUE(std::ranges::is_sorted(page.books, {}, &store::BookDocument::id));
      all += shown(page);
      if (!page.go_on_after) {
        return all;
      }
      scan.after = *page.go_on_after;
    }
    return "without end";
  }
  static std::string shown(const store::PastPage& page) {
    std::string all;
    for (const store::BookDocument& book : page.books) {
      EXPECT_EQ(book_of(book).version, book.version);
      all += std::to_string(book.id.value) + "." + std::to_string(book.version.value) + " ";
    }
    return all;
  }
};
INSTANTIATE_TEST_SUITE_P(Stores, PastBooks, testing::ValuesIn(stores_under_test()), name_of);

TEST_P(PastBooks, AreThoseThatLivedAsTheyWere) {
  for (int i = 0; i < 6; ++i) {
    created(fields("Livro"));
  }
  done(store::Remove{{2}});
  const Sequence before = done(store::Alter{{3}, with_year(1900)}).sequence;
  done(store::Alter{{1}, with_year(1900)});
  done(store::Alter{{1}, with_year(1901)});
  done(store::Alter{{3}, with_year(1901)});
  done(store::Remove{{4}});
  done(store::Restore{{2}, Version{1}});
  done(store::Remove{{5}});
  done(store::Restore{{5}, Version{1}});
  created(fields("Novo"));
  for (const std::size_t limit : {1U, 2U, 3U, 100U}) {
    EXPECT_EQ(scanned(before, limit), "1.1 3.2 4.1 5.1 6.1 ") << limit;
    EXPECT_EQ(scanned(store::newest_state, limit), "1.3 2.3 3.3 5.3 6.1 7.1 ") << limit;
    EXPECT_EQ(scanned({3}, limit), "1.1 2.1 3.1 ") << limit;
    EXPECT_EQ(scanned({0}, limit), "") << limit;
  }
  const std::vector<BookId> ids{{7}, {4}, {2}, {1}, {99}};
  store::PastPage some = part(store::GetPast{before, ids});
  std::ranges::sort(some.books, {}, &store::BookDocument::id);
  EXPECT_EQ(shown(some), "1.1 4.1 ");
  EXPECT_FALSE(some.go_on_after);
}

TEST_P(PastBooks, ManyDeletedSinceAreFoundAPartAtATime) {
  for (int i = 0; i < 40; ++i) {
    created(fields("Livro"));
  }
  const Sequence before = done(store::Alter{{40}, with_year(1900)}).sequence;
  for (int id = 5; id <= 40; ++id) {
    done(store::Remove{{id}});
  }
  const std::string whole = scanned(before, 1000);
  EXPECT_EQ(std::ranges::count(whole, ' '), 40);
  EXPECT_EQ(scanned(before, 7), whole);
  EXPECT_EQ(scanned(before, 3), whole);
}

class Duplicates : public StoreTest {
 protected:
  store::DuplicateGroups groups(store::ListDuplicates command) {
    auto outcome = client().read(std::move(command));
    EXPECT_TRUE(outcome.has_value());
    return outcome ? std::get<store::DuplicateGroups>(std::move(outcome->value))
                   : store::DuplicateGroups{};
  }
  static std::string shown(const store::DuplicateGroups& found) {
    std::string all;
    for (const auto& group : found.groups) {
      for (const store::BookDocument& book : group) {
        all += std::to_string(book.id.value) + " ";
      }
      all += "| ";
    }
    return all;
  }
  void create(std::string_view title, std::string_view digits = {}) {
    catalog::BookFields made = fields(title);
    if (!digits.empty()) {
      made.isbn = isbn(digits);
    }
    created(made);
  }
};
INSTANTIATE_TEST_SUITE_P(Stores, Duplicates, testing::ValuesIn(stores_under_test()), name_of);

TEST_P(Duplicates, ShareAnIsbnOrATitleWithAuthorAndYear) {
  using By = store::DuplicatePlace::By;
  create("Um", "9788535914849");
  create("Dois", "9788508040810");
  create("um");
  create("Outro", "9788535914849");
  create("Sozinho");
  create("DOIS", "9788508040810");
  const store::DuplicateGroups isbns = groups({{}, 10});
  EXPECT_EQ(shown(isbns), "2 6 | 1 4 | ");
  EXPECT_FALSE(isbns.next);
  const store::DuplicateGroups keys = groups({{By::key, {}}, 10});
  EXPECT_EQ(keys.groups.size(), 2U);
  EXPECT_FALSE(keys.next);
  // One at a time.
  const store::DuplicateGroups first = groups({{}, 1});
  EXPECT_EQ(shown(first), "2 6 | ");
  ASSERT_TRUE(first.next);
  const store::DuplicateGroups second = groups({*first.next, 1});
  EXPECT_EQ(shown(second), "1 4 | ");
  // Whether more follows need not be known.
  EXPECT_EQ(second.next ? shown(groups({*second.next, 1})) : "", "");
  done(store::Remove{{4}});
  EXPECT_EQ(shown(groups({{}, 10})), "2 6 | ");
}

TEST_P(Duplicates, OfALargeGroupTheFirstAreShown) {
  for (std::size_t i = 0; i < store::duplicate_group_max + 5; ++i) {
    create("Igual");
  }
  const auto found = groups({{store::DuplicatePlace::By::key, {}}, 10});
  ASSERT_EQ(found.groups.size(), 1U);
  EXPECT_EQ(found.groups.front().size(), store::duplicate_group_max);
  EXPECT_EQ(found.groups.front().front().id.value, 1);
}

}  // namespace
}  // namespace contract
