#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "store/sqlite/write_queue.hpp"

namespace sqlite_write_queue_test {
namespace {

using sqlite::Admission;
using sqlite::Job;
using sqlite::MaintenanceStep;
using sqlite::RecentJobs;
using sqlite::WriteQueue;

using namespace std::chrono_literals;

// Longer than any test may last.
constexpr std::chrono::milliseconds ages = 60min;

class WriteQueueTest : public testing::Test {
 protected:
  void push() {
    Job job{{store::Remove{{1}}, {}, {}, {}}, {}, {}};
    ASSERT_EQ(queue_.push(job), Admission::accepted);
  }
  void push_step() {
    MaintenanceStep step{"test", [](sqlite::Connection&) {}, {}};
    ASSERT_EQ(queue_.push(step), Admission::accepted);
  }

  base::Metrics metrics_;
  base::Gauge& depth_ = metrics_.gauge({"depth", "Jobs"});
  WriteQueue queue_{100, depth_};
};

TEST_F(WriteQueueTest, TakesAllThatWaits) {
  push();
  push();
  EXPECT_EQ(depth_.value(), 2);
  EXPECT_EQ(queue_.take({2, ages}).jobs.size(), 2U);
  EXPECT_EQ(depth_.value(), 0);
}

TEST_F(WriteQueueTest, WaitsForTheJobsThatAreExpected) {
  push();
  std::thread others([this] {
    std::this_thread::sleep_for(5ms);
    push();
    push();
  });
  EXPECT_EQ(queue_.take({3, ages}).jobs.size(), 3U);
  others.join();
}

TEST_F(WriteQueueTest, WaitsNoLongerThanIsSaid) {
  push();
  EXPECT_EQ(queue_.take({2, 1ms}).jobs.size(), 1U);
}

TEST_F(WriteQueueTest, KeepsNothingElseWaiting) {
  push();
  push_step();
  const WriteQueue::Taken taken = queue_.take({2, ages});
  EXPECT_EQ(taken.jobs.size(), 1U);
  EXPECT_EQ(taken.maintenance_steps.size(), 1U);
}

TEST_F(WriteQueueTest, AStepThatComesMeanwhileEndsTheWait) {
  push();
  std::thread other([this] {
    std::this_thread::sleep_for(5ms);
    push_step();
  });
  EXPECT_EQ(queue_.take({2, ages}).jobs.size(), 1U);
  other.join();
}

TEST_F(WriteQueueTest, ClosingEndsTheWait) {
  push();
  std::thread other([this] {
    std::this_thread::sleep_for(5ms);
    queue_.close();
  });
  const WriteQueue::Taken taken = queue_.take({2, ages});
  EXPECT_TRUE(taken.closed);
  EXPECT_EQ(taken.jobs.size(), 1U);
  other.join();
}

TEST(RecentJobs, ExpectAsManyAsCameTogetherLatelyUpToABound) {
  RecentJobs recent;
  EXPECT_EQ(recent.expected().jobs, 1U);
  recent.add(5);
  recent.add(1);
  EXPECT_EQ(recent.expected().jobs, 5U);
  recent.add(20);
  EXPECT_EQ(recent.expected().jobs, RecentJobs::jobs_max);
}

TEST(RecentJobs, ExpectNobodyOnceAClientHasWrittenAlone) {
  RecentJobs recent;
  recent.add(20);
  for (std::size_t turn = 1; turn < RecentJobs::turns; ++turn) {
    recent.add(1);
    EXPECT_EQ(recent.expected().jobs, RecentJobs::jobs_max) << turn;
  }
  recent.add(1);
  EXPECT_EQ(recent.expected().jobs, 1U);
}

}  // namespace
}  // namespace sqlite_write_queue_test
