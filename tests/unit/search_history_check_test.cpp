// Whether a catalogue still has the changes that an index has followed.
#include <gtest/gtest.h>

#include <chrono>
#include <utility>
#include <vector>

#include "search/follow/history_check.hpp"

namespace search_history_check_test {
namespace {

using search::HistoryCheck;
using store::ChangeEntry;
using Verdict = HistoryCheck::Verdict;

ChangeEntry change(std::int64_t sequence, std::int64_t book, std::int64_t version,
                   std::int64_t at = 0) {
  return {.sequence = {sequence},
          .change = version == 1 ? store::Change::created : store::Change::changed,
          .id = {book},
          .version = {version},
          .at = base::Instant{std::chrono::milliseconds(at)}};
}

store::Changes listed(std::vector<ChangeEntry> entries, store::End end = store::End::reached) {
  return {std::move(entries), end};
}

store::ReadAnswer answer(std::vector<ChangeEntry> entries) {
  return {listed(std::move(entries)), catalog::Sequence{9}};
}

// Books 1 to 3 were made and book 1 was changed last.
HistoryCheck followed_four() {
  HistoryCheck check;
  const std::vector<ChangeEntry> changes{change(2, 2, 1), change(3, 3, 1), change(4, 1, 2)};
  check.follow(changes);
  return check;
}
constexpr catalog::Sequence four{4};

TEST(HistoryCheck, AsksForTheNewestChangeToo) {
  EXPECT_EQ(HistoryCheck().ask_after(four).value, 3);
  EXPECT_EQ(followed_four().ask_after(four).value, 3);
  EXPECT_EQ(followed_four().look_back_after().value, 1);
}

TEST(HistoryCheck, IsSureWhereTheNewestChangeIsListed) {
  const HistoryCheck check = followed_four();
  EXPECT_EQ(check.judge(answer({change(4, 1, 2)}), four), Verdict::same);
  EXPECT_EQ(check.judge(answer({change(4, 1, 2), change(5, 9, 1)}), four), Verdict::same);
}

TEST(HistoryCheck, TellsAnotherChangeOfTheSameNumber) {
  const HistoryCheck check = followed_four();
  EXPECT_EQ(check.judge(answer({change(4, 7, 1)}), four), Verdict::other);
  EXPECT_EQ(check.judge(answer({change(4, 1, 2, 99)}), four), Verdict::other);
  EXPECT_EQ(check.judge(answer({change(5, 7, 1)}), four), Verdict::other);
}

TEST(HistoryCheck, TellsACatalogueThatHasNotComeSoFar) {
  const store::ReadAnswer earlier{listed({}), catalog::Sequence{3}};
  EXPECT_EQ(followed_four().judge(earlier, four), Verdict::other);
}

TEST(HistoryCheck, IsUnsureWhereTheBookHasChangedSince) {
  const store::ReadAnswer since = answer({change(5, 1, 3)});
  EXPECT_EQ(followed_four().judge(since, four), Verdict::unsure);
  HistoryCheck alone;
  alone.follow_only(change(4, 1, 2));
  EXPECT_EQ(alone.judge(since, four), Verdict::same) << "there is nothing to look back at";
}

TEST(HistoryCheck, LooksBackAtWhatBecameOfTheOtherBooks) {
  const HistoryCheck check = followed_four();
  const ChangeEntry hot = change(6, 1, 4);
  EXPECT_FALSE(check.differs(listed({change(2, 2, 1), change(3, 3, 1), hot}), four));
  EXPECT_FALSE(check.differs(listed({change(2, 2, 1), change(5, 3, 2), hot}), four))
      << "book 3 has changed since";
  EXPECT_TRUE(check.differs(listed({change(2, 2, 1), hot}), four)) << "book 3 was never made";
  EXPECT_TRUE(check.differs(listed({change(2, 2, 1), change(3, 8, 1), hot}), four))
      << "another book has its number";
  EXPECT_TRUE(check.differs(listed({change(2, 2, 1), change(5, 3, 1, 99), hot}), four))
      << "another book 3";
}

TEST(HistoryCheck, DoesNotMissWhatMayStandOnTheNextPage) {
  const HistoryCheck check = followed_four();
  EXPECT_FALSE(check.differs(listed({change(2, 2, 1)}, store::End::more), four));
  EXPECT_TRUE(check.differs(listed({change(2, 8, 1)}, store::End::more), four));
}

TEST(HistoryCheck, KeepsABoundedNumber) {
  HistoryCheck check;
  const auto many = static_cast<std::int64_t>(HistoryCheck::kept_max) + 10;
  for (std::int64_t n = 1; n <= many; ++n) {
    const ChangeEntry one = change(n, n, 1);
    check.follow({&one, 1});
  }
  EXPECT_EQ(check.look_back_after().value, 10);
  EXPECT_EQ(check.ask_after({many}).value, many - 1);
}

}  // namespace
}  // namespace search_history_check_test
