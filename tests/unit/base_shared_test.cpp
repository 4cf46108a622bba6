#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "base/shared.hpp"

namespace base_shared_test {
namespace {

using Text = base::Shared<std::string>;

TEST(Shared, AnEditLeavesTheOtherHoldersTheirValue) {
  Text one = std::string("um");
  const Text other = one;
  one.edit() += " e outro";
  EXPECT_EQ(*one, "um e outro");
  EXPECT_EQ(*other, "um");
}

TEST(Shared, ACopyIsTheSameValueInThePlace) {
  const Text one = std::string("um");
  const Text other = one;
  EXPECT_EQ(&*one, &*other);
}

TEST(Shared, EqualIsWhatHasTheSameValue) {
  EXPECT_EQ(Text(std::string("um")), Text(std::string("um")));
  EXPECT_NE(Text(std::string("um")), Text(std::string("dois")));
  EXPECT_EQ(Text(), Text(std::string()));
}

TEST(Shared, WithoutAValueItIsADefaultOneAlsoBehindAMove) {
  Text one = std::string("um");
  const Text other = std::move(one);
  EXPECT_EQ(*other, "um");
  EXPECT_EQ(*one, "");  // NOLINT(bugprone-use-after-move): this is what is tested
  EXPECT_EQ(Text()->size(), 0U);
}

}  // namespace
}  // namespace base_shared_test
