#include <algorithm>

#include "contract/store_fixture.hpp"

namespace contract {
namespace {

using catalog::BookId;
using catalog::Version;

class Deletions : public StoreTest {
 protected:
  store::Deletions read(store::ListDeletions command) {
    auto outcome = client().read(command);
    EXPECT_TRUE(outcome.has_value());
    return outcome ? std::get<store::Deletions>(std::move(outcome->value)) : store::Deletions{};
  }
};
INSTANTIATE_TEST_SUITE_P(Stores, Deletions, testing::ValuesIn(stores_under_test()), name_of);

TEST_P(Deletions, ComeInTheirOrderPartByPart) {
  for (int i = 0; i < 9; ++i) {
    created(fields("Livro " + std::to_string(i)));
  }
  std::vector<store::DeletionPlace> expected;
  for (const std::int64_t id : {7, 2, 5, 3}) {
    const Written gone = done(store::Remove{{id}});
    expected.push_back({gone.book.updated_at.time_since_epoch().count(), {id}});
  }
  const auto is_before = [](const store::DeletionPlace& left, const store::DeletionPlace& right) {
    return std::pair(left.at_ms, left.id) < std::pair(right.at_ms, right.id);
  };
  std::ranges::sort(expected, is_before);
  for (const std::size_t limit : {1U, 2U, 3U, 4U, 100U}) {
    store::ListDeletions list{{}, limit};
    std::vector<BookId> ids;
    for (int parts = 0; parts < 5; ++parts) {
      const store::Deletions part = read(list);
      EXPECT_LE(part.entries.size(), limit);
      for (const store::Deletion& one : part.entries) {
        ids.push_back(one.id);
        ASSERT_TRUE(one.last);
        EXPECT_EQ(book_of(*one.last).fields->title, "Livro " + std::to_string(one.id.value - 1));
        EXPECT_EQ(one.last->version, Version{1});
        EXPECT_EQ(one.version, Version{2});
        list.after = {one.at.time_since_epoch().count(), one.id};
      }
      if (part.end == store::End::reached) {
        break;
      }
    }
    std::vector<BookId> in_order;
    for (const store::DeletionPlace& place : expected) {
      in_order.push_back(place.id);
    }
    EXPECT_EQ(ids, in_order) << limit;
  }
  EXPECT_TRUE(read({{expected.back()}, 10}).entries.empty());
  EXPECT_TRUE(read({{INT64_MAX, {INT64_MAX}}, 10}).entries.empty());
}

TEST_P(Deletions, ThatWereUndoneAreNone) {
  created(fields("Volta"));
  EXPECT_TRUE(read({{}, 10}).entries.empty());
  done(store::Remove{{1}});
  EXPECT_EQ(read({{}, 10, BookId{1}}).entries.size(), 1U);
  EXPECT_TRUE(read({{}, 10, BookId{2}}).entries.empty());
  done(store::Restore{{1}, Version{1}});
  EXPECT_TRUE(read({{}, 10}).entries.empty());
  EXPECT_TRUE(read({{}, 10, BookId{1}}).entries.empty());
  done(store::Remove{{1}});
  const store::Deletions again = read({{}, 10, BookId{1}});
  ASSERT_EQ(again.entries.size(), 1U);
  EXPECT_EQ(again.entries.front().version, Version{4});
  EXPECT_EQ(again.entries.front().last->version, Version{3});
}

}  // namespace
}  // namespace contract
