#include <gtest/gtest.h>

#include "http/conditional.hpp"

namespace http_conditional_test {

using http::parse_tag_condition;

TEST(EntityTags, AreParsedWithTheirQuotes) {
  const auto only = [](const char* text) { return parse_tag_condition(text)->tags.at(0); };
  EXPECT_EQ(only("\"\"").opaque, "\"\"");
  EXPECT_FALSE(only("\"7-3\"").is_weak);
  EXPECT_TRUE(only("W/\"a,b\\\"").is_weak);
  EXPECT_EQ(only("\"a,b\\\"").opaque, "\"a,b\\\"");
  for (const char* text :
       {"", "a", "\"a", "a\"", "w/\"a\"", "W/ \"a\"", "\"a\"b", "\"a b\"", R"("a""b")"}) {
    EXPECT_FALSE(parse_tag_condition(text)) << text;
  }
}

TEST(TagCondition, ReadsListsAndTheAsterisk) {
  const auto condition = parse_tag_condition(R"( "1" , W/"2",, "3,4")");
  ASSERT_TRUE(condition);
  ASSERT_EQ(condition->tags.size(), 3U);
  EXPECT_TRUE(condition->tags[1].is_weak);
  EXPECT_EQ(condition->tags[2].opaque, "\"3,4\"");
  EXPECT_FALSE(condition->is_any);
  EXPECT_TRUE(parse_tag_condition("*")->is_any);
}

TEST(TagCondition, RefusesWhatIsNoList) {
  for (const char* field : {"", " ", ",", "7-3", "\"7-3", R"("1" "2")", "*, \"1\"", "\"1\", *",
                            "\"1\";q=1", "W/7-3", "\"1\",x", "\"7-3\", broken"}) {
    EXPECT_FALSE(parse_tag_condition(field)) << field;
  }
}

}  // namespace http_conditional_test
