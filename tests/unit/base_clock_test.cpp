#include <gtest/gtest.h>

#include <ctime>
#include <random>
#include <string>

#include "base/clock.hpp"

namespace base_clock_test {
namespace {

using base::Instant;
using base::parse_rfc3339;
using base::to_rfc3339;
using std::chrono::milliseconds;

Instant at(std::int64_t ms) { return Instant{milliseconds{ms}}; }

TEST(Rfc3339, WritesUtcWithMilliseconds) {
  EXPECT_EQ(to_rfc3339(at(0)), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(to_rfc3339(at(-1)), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(to_rfc3339(at(951'827'696'007)), "2000-02-29T12:34:56.007Z");
  std::string out = "em ";
  base::append_rfc3339(out, at(1'795'457'045'123));
  EXPECT_EQ(out, "em 2026-11-23T18:04:05.123Z");
}

TEST(Rfc3339, ReadsOffsetsFractionsAndBareDates) {
  EXPECT_EQ(parse_rfc3339("2026-11-23T18:04:05.123Z"), at(1'795'457'045'123));
  EXPECT_EQ(parse_rfc3339("2026-11-23t18:04:05.123z"), at(1'795'457'045'123));
  EXPECT_EQ(parse_rfc3339("2026-11-23T15:04:05.123-03:00"), at(1'795'457'045'123));
  EXPECT_EQ(parse_rfc3339("2026-11-24T03:34:05.123+09:30"), at(1'795'457'045'123));
  EXPECT_EQ(parse_rfc3339("2026-11-23T18:04:05.123999999Z"), at(1'795'457'045'123));
  EXPECT_EQ(parse_rfc3339("2026-11-23T18:04:05.1Z"), at(1'795'457'045'100));
  EXPECT_EQ(parse_rfc3339("2026-11-23T18:04:05Z"), at(1'795'457'045'000));
  EXPECT_EQ(parse_rfc3339("1970-01-02"), at(86'400'000));
  EXPECT_EQ(parse_rfc3339("2016-12-31T23:59:60Z"), parse_rfc3339("2017-01-01T00:00:00Z"));
}

TEST(Rfc3339, RefusesEverythingElse) {
  for (const std::string bad : {
           "",
           "2026",
           "2026-11",
           "2026-11-2",
           "26-11-23",
           "2026-13-01",
           "2026-00-10",
           "2026-02-29",
           "2026-11-31",
           "2026-11-23T",
           "2026-11-23T18",
           "2026-11-23T18:04",
           "2026-11-23T18:04:05",
           "2026-11-23T24:00:00Z",
           "2026-11-23T18:60:00Z",
           "2026-11-23T18:04:61Z",
           "2026-11-23T18:04:05.Z",
           "2026-11-23T18:04:05.1234567890Z",
           "2026-11-23T18:04:05,1Z",
           "2026-11-23T18:04:05+3",
           "2026-11-23T18:04:05+0300",
           "2026-11-23T18:04:05+24:00",
           "2026-11-23T18:04:05+03:60",
           "2026-11-23T18:04:05Zz",
           "2026-11-23 18:04:05Z",
           " 2026-11-23",
           "2026-11-23 ",
           "0000-01-01T00:00:00+00:01",
           "9999-12-31T23:59:59-00:01",
           "-026-11-23",
           "2026-1a-23",
           "9007199254740993",
       }) {
    EXPECT_EQ(parse_rfc3339(bad), std::nullopt) << bad;
  }
}

TEST(Rfc3339, ReadsBackWhatItWrote) {
  std::mt19937_64 engine(11);
  std::uniform_int_distribution<std::int64_t> instants(-62'167'219'200'000, 253'402'300'799'999);
  for (int i = 0; i < 2000; ++i) {
    const Instant instant = at(instants(engine));
    ASSERT_EQ(parse_rfc3339(to_rfc3339(instant)), instant) << to_rfc3339(instant);
  }
  EXPECT_EQ(to_rfc3339(at(-62'167'219'200'000)), "0000-01-01T00:00:00.000Z");
  EXPECT_EQ(to_rfc3339(at(253'402'300'799'999)), "9999-12-31T23:59:59.999Z");
}

TEST(YearOf, IsTheYearInUtc) {
  EXPECT_EQ(base::year_of(at(0)), 1970);
  EXPECT_EQ(base::year_of(at(-1)), 1969);
}

TEST(SystemClock, TellsTheTimeOfTheOperatingSystem) {
  const std::time_t before = std::time(nullptr);
  const Instant now = base::SystemClock().now();
  const std::time_t after = std::time(nullptr);
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  // time() may lag behind the precise clock by a tick.
  EXPECT_GE(seconds, before - 1);
  EXPECT_LE(seconds, after + 1);
}

}  // namespace
}  // namespace base_clock_test
