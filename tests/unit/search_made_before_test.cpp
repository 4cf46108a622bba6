// What was made of shared texts, kept within a bound.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "search/index/made_before.hpp"

namespace search_made_before_test {
namespace {

struct Made {
  std::string text;
  std::size_t bytes() const noexcept { return text.size(); }
};
using MadeBefore = search::MadeBefore<Made>;

TEST(MadeBefore, MakesOfEachTextOnce) {
  MadeBefore made_before;
  int made = 0;
  const auto make = [&made] { return Made{"made " + std::to_string(++made)}; };
  EXPECT_EQ(made_before.of("a", make).text, "made 1");
  EXPECT_EQ(made_before.of("b", make).text, "made 2");
  EXPECT_EQ(made_before.of("a", make).text, "made 1");
  made_before.clear();
  EXPECT_EQ(made_before.bytes(), 0U);
  EXPECT_EQ(made_before.of("a", make).text, "made 3");
}

TEST(MadeBefore, KeepsNoMoreThanItsBound) {
  MadeBefore made_before;
  const auto make = [] { return Made{std::string(10'000, 'x')}; };
  std::size_t most = 0;
  for (int text = 0; text < 1000; ++text) {
    made_before.of(std::to_string(text), make);
    most = std::max(most, made_before.bytes());
  }
  EXPECT_LE(most, MadeBefore::bytes_max);
  EXPECT_GT(most, MadeBefore::bytes_max / 2);
  int made = 0;
  made_before.of("0", [&made] { return Made{std::to_string(++made)}; });
  EXPECT_EQ(made, 1);
}

}  // namespace
}  // namespace search_made_before_test
