#include <gtest/gtest.h>

#include "base/ascii.hpp"

namespace {

TEST(Ascii, FoldsLettersOfAsciiAlone) {
  EXPECT_EQ(base::lower_case("ÁBC-xyz 09[`@"), "Ábc-xyz 09[`@");
  EXPECT_TRUE(base::equal_ignoring_case("Text/HTML", "tEXT/html"));
  EXPECT_FALSE(base::equal_ignoring_case("@", "`"));
  EXPECT_FALSE(base::equal_ignoring_case("abc", "ab"));
  EXPECT_TRUE(base::begins_ignoring_case("ISBN-13: 978", "isbn"));
  EXPECT_FALSE(base::begins_ignoring_case("IS", "isbn"));
}

TEST(Ascii, KnowsLettersAndDigits) {
  for (int byte = 0; byte < 256; ++byte) {
    const char c = static_cast<char>(byte);
    const bool is_one = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
                        (byte >= 'A' && byte <= 'Z');
    EXPECT_EQ(base::is_letter_or_digit(c), is_one) << byte;
  }
}

}  // namespace
