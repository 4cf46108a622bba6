#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "base/expected.hpp"

namespace base_expected_test {
namespace {

using base::Expected;
using base::Unexpected;

using Number = Expected<int, std::string>;

Number half_of(int number) {
  if (number % 2 != 0) {
    return Unexpected<std::string>{std::to_string(number) + " is odd"};
  }
  return number / 2;
}

TEST(Expected, HoldsAValueOrTheReasonWhyThereIsNone) {
  const Number two = half_of(4);
  ASSERT_TRUE(two.has_value());
  EXPECT_TRUE(two);
  EXPECT_EQ(*two, 2);
  const Number none = half_of(3);
  ASSERT_FALSE(none.has_value());
  EXPECT_FALSE(none);
  EXPECT_EQ(none.error(), "3 is odd");
}

TEST(Expected, TheValueCanBeChangedAndReachedThrough) {
  Expected<std::string, int> text = "abc";
  *text += 'd';
  EXPECT_EQ(text->size(), 4U);
  const auto& seen = text;
  EXPECT_EQ(*seen, "abcd");
  EXPECT_EQ(seen->front(), 'a');
}

TEST(Expected, ValuesAndErrorsThatOnlyMoveMoveOut) {
  Expected<std::unique_ptr<int>, std::unique_ptr<int>> value = std::make_unique<int>(1);
  const std::unique_ptr<int> one = *std::move(value);
  EXPECT_EQ(*one, 1);
  Expected<std::string, std::unique_ptr<int>> error =
      Unexpected<std::unique_ptr<int>>{std::make_unique<int>(2)};
  const std::unique_ptr<int> two = std::move(error).error();
  EXPECT_EQ(*two, 2);
}

TEST(Expected, TheSameTypeOnBothSidesStaysTwoThings) {
  using Same = Expected<std::string, std::string>;
  EXPECT_TRUE(Same("x").has_value());
  EXPECT_FALSE(Same(Unexpected<std::string>{"x"}).has_value());
}

TEST(Expected, AnErrorIsConvertedToTheErrorTypeOfTheResult) {
  const Expected<int, std::string> failed = Unexpected<const char*>{"why"};
  EXPECT_EQ(failed.error(), "why");
}

TEST(ExpectedDeathTest, TakingWhatIsNotThereIsABugThatStopsTheProcess) {
  EXPECT_DEATH((void)*half_of(3), "expected.hpp");
  EXPECT_DEATH((void)half_of(4).error(), "expected.hpp");
}

}  // namespace
}  // namespace base_expected_test
