// What a store hands over to the one that follows it in the same process, and how much of it waits.
#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "store/change_queue.hpp"

namespace store_change_queue_test {
namespace {

using store::ChangeQueue;
using store::OwnChange;

std::vector<OwnChange> commit(std::int64_t first, std::size_t count, std::size_t bytes = 1) {
  std::vector<OwnChange> changes(count);
  for (OwnChange& change : changes) {
    change.entry.sequence = {first++};
    change.bytes = bytes;
  }
  return changes;
}

std::vector<std::int64_t> taken(ChangeQueue& queue) {
  std::vector<std::int64_t> sequences;
  for (const auto& changes : queue.take()) {
    for (const OwnChange& change : changes) {
      sequences.push_back(change.entry.sequence.value);
    }
  }
  return sequences;
}

TEST(ChangeQueue, KeepsWhatIsPushedWhileItIsOpen) {
  ChangeQueue queue;
  EXPECT_FALSE(queue.is_open());
  queue.push(commit(1, 2));
  EXPECT_EQ(taken(queue), std::vector<std::int64_t>{});
  queue.open([] {});
  EXPECT_TRUE(queue.is_open());
  queue.push(commit(3, 2));
  queue.push({});
  queue.push(commit(5, 1));
  EXPECT_EQ(taken(queue), (std::vector<std::int64_t>{3, 4, 5}));
  EXPECT_EQ(taken(queue), std::vector<std::int64_t>{});
  queue.push(commit(6, 1));
  queue.close();
  EXPECT_EQ(taken(queue), std::vector<std::int64_t>{});
  queue.push(commit(7, 1));
  EXPECT_EQ(taken(queue), std::vector<std::int64_t>{});
}

TEST(ChangeQueue, WakesItsTakerOnceWhenManyWait) {
  ChangeQueue queue;
  int woken = 0;
  queue.open([&] { ++woken; });
  queue.push(commit(1, ChangeQueue::many - 1));
  EXPECT_EQ(woken, 0);
  queue.push(commit(ChangeQueue::many, 1));
  queue.push(commit(ChangeQueue::many + 1, 1));
  EXPECT_EQ(woken, 1);
  EXPECT_EQ(taken(queue).size(), ChangeQueue::many + 1);
  queue.push(commit(1, ChangeQueue::many));
  EXPECT_EQ(woken, 2);
  queue.close();
  queue.push(commit(1, ChangeQueue::many));
  EXPECT_EQ(woken, 2);
}

TEST(ChangeQueue, DropsTheOlderOnesWhenItIsFull) {
  ChangeQueue queue;
  queue.open([] {});
  queue.push(commit(1, ChangeQueue::changes_max));
  queue.push(commit(9001, 1));
  EXPECT_EQ(taken(queue), std::vector<std::int64_t>{9001});
  queue.push(commit(1, 3, ChangeQueue::bytes_max / 4));
  queue.push(commit(4, 2, ChangeQueue::bytes_max / 4));
  EXPECT_EQ(taken(queue), (std::vector<std::int64_t>{4, 5}));
}

TEST(ChangeQueue, LeavesACommitOutThatIsLargerThanAllOfIt) {
  ChangeQueue queue;
  queue.open([] {});
  queue.push(commit(1, 1));
  queue.push(commit(2, ChangeQueue::changes_max + 1));
  EXPECT_EQ(taken(queue), std::vector<std::int64_t>{});
  queue.push(commit(2, 1, ChangeQueue::bytes_max + 1));
  EXPECT_EQ(taken(queue), std::vector<std::int64_t>{});
  queue.push(commit(3, 1));
  EXPECT_EQ(taken(queue), std::vector<std::int64_t>{3});
}

}  // namespace
}  // namespace store_change_queue_test
