#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "api/access/rate_limit.hpp"

namespace api_rate_limit_test {
namespace {

using api::Rate;
using api::RateLimiter;
using namespace std::chrono_literals;
using Says = RateLimiter::Verdict::Says;

const RateLimiter::Instant start{1000s};

// SplitMix64: to seed a larger generator for each would take seconds.
std::uint64_t client(std::uint64_t number) {
  std::uint64_t mixed = (number + 1) * 0x9E3779B97F4A7C15;
  mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9;
  mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB;
  return mixed ^ mixed >> 31;
}

int passing(RateLimiter& limiter, std::uint64_t who, RateLimiter::Instant when) {
  int passed = 0;
  while (passed < 1'000'000 && limiter.take(who, when).says == Says::pass) {
    ++passed;
  }
  return passed;
}

TEST(Rate, IsReadAsPeopleWriteIt) {
  EXPECT_EQ(Rate::parse("50/s"), (Rate{50, 1s, 50}));
  EXPECT_EQ(Rate::parse("600/min"), (Rate{600, 60s, 600}));
  EXPECT_EQ(Rate::parse("50/s:200"), (Rate{50, 1s, 200}));
  EXPECT_EQ(Rate::parse("1/min:1"), (Rate{1, 60s, 1}));
  for (const std::string wrong : {"", "50", "/s", "0/s", "50/h", "50/s:", "50/s:0", "-1/s", "5.5/s",
                                  "50/s:x", "1000001/s", "50 /s", "off"}) {
    EXPECT_EQ(Rate::parse(wrong), std::nullopt) << wrong;
  }
}

TEST(RateLimiter, LetsABurstPassAndThenTheRate) {
  RateLimiter limiter({10, 1s, 40}, start);
  EXPECT_EQ(passing(limiter, client(1), start), 40);
  EXPECT_EQ(passing(limiter, client(1), start + 99ms), 0);
  EXPECT_EQ(passing(limiter, client(1), start + 100ms), 1);
  EXPECT_EQ(passing(limiter, client(1), start + 600ms), 5);
  EXPECT_EQ(passing(limiter, client(1), start + 1h), 40) << "no more than the burst is saved up";
}

TEST(RateLimiter, CountsSlowRatesToo) {
  RateLimiter limiter({1, 60s, 1}, start);
  EXPECT_EQ(passing(limiter, client(1), start), 1);
  EXPECT_EQ(passing(limiter, client(1), start + 59s), 0);
  EXPECT_EQ(passing(limiter, client(1), start + 60s), 1);
}

TEST(RateLimiter, SaysWhatIsLeftAndHowLongToWait) {
  RateLimiter limiter({1, 1s, 4}, start);
  EXPECT_EQ(limiter.refill(), 4s);
  auto verdict = limiter.take(client(1), start);
  EXPECT_EQ(verdict.remaining, 3U);
  EXPECT_EQ(verdict.full_in, 1s);
  limiter.take(client(1), start);
  limiter.take(client(1), start);
  verdict = limiter.take(client(1), start + 500ms);
  EXPECT_EQ(verdict.says, Says::pass);
  EXPECT_EQ(verdict.remaining, 0U);
  EXPECT_EQ(verdict.full_in, 4s);
  verdict = limiter.take(client(1), start + 500ms);
  EXPECT_EQ(verdict.says, Says::wait);
  EXPECT_EQ(verdict.remaining, 0U);
  EXPECT_EQ(verdict.retry_after, 1s);
  EXPECT_EQ(verdict.full_in, 4s);
  EXPECT_EQ(limiter.take(client(1), start + 500ms + verdict.retry_after).says, Says::pass);
}

TEST(RateLimiter, CountsEachClientByItself) {
  RateLimiter limiter({10, 1s, 5}, start);
  for (std::uint64_t n = 0; n < 1000; ++n) {
    EXPECT_EQ(passing(limiter, client(n), start), 5) << n;
  }
  EXPECT_EQ(passing(limiter, client(0), start), 0);
}

TEST(RateLimiter, ForgetsThoseWithTheLeastDebtWhenThereAreTooMany) {
  RateLimiter limiter({1, 60s, 100}, start);
  EXPECT_EQ(passing(limiter, client(0), start), 100);
  for (std::uint64_t n = 1; n <= 20 * RateLimiter::clients_max; ++n) {
    EXPECT_EQ(limiter.take(client(n), start).says, Says::pass);
  }
  EXPECT_EQ(passing(limiter, client(0), start), 0) << "the one in debt is still known";
}

TEST(RateLimiter, LetsNoMorePassWhenThreadsAskAtOnce) {
  RateLimiter limiter({1, 60s, 10'000}, start);
  std::vector<int> passed(4);
  std::vector<std::thread> threads;
  threads.reserve(passed.size());
  for (int& mine : passed) {
    threads.emplace_back([&] {
      for (int i = 0; i < 5000; ++i) {
        mine += limiter.take(client(1), start).says == Says::pass ? 1 : 0;
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  const int all = passed[0] + passed[1] + passed[2] + passed[3];
  EXPECT_GE(all, 10'000);
  // Those that found the bucket taken sixteen times running pass uncounted.
  EXPECT_LE(all, 10'100);
}

TEST(RateLimiter, SurvivesAClockBeforeItsStart) {
  RateLimiter limiter({1, 1s, 1}, start);
  EXPECT_EQ(limiter.take(client(1), start - 1h).says, Says::pass);
}

}  // namespace
}  // namespace api_rate_limit_test
