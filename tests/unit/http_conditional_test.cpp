#include <gtest/gtest.h>

#include "http/conditional.hpp"

using http::Comparison;
using http::EntityTag;
using http::match_tags;
using http::parse_tag_condition;
using http::TagMatch;

namespace {

constexpr EntityTag strong{.opaque = "\"7-3\"", .is_weak = false};
constexpr EntityTag weak{.opaque = "\"7-3\"", .is_weak = true};

}  // namespace

// RFC 9110 section 8.8.3.2, the whole table.
TEST(EntityTags, CompareStronglyAndWeakly) {
  constexpr EntityTag other{.opaque = "\"7-4\"", .is_weak = false};
  EXPECT_FALSE(same_entity(weak, weak, Comparison::strong));
  EXPECT_TRUE(same_entity(weak, weak, Comparison::weak));
  EXPECT_FALSE(same_entity(weak, strong, Comparison::strong));
  EXPECT_TRUE(same_entity(weak, strong, Comparison::weak));
  EXPECT_FALSE(same_entity(strong, other, Comparison::weak));
  EXPECT_TRUE(same_entity(strong, strong, Comparison::strong));
}

TEST(EntityTags, AreParsedWithTheirQuotes) {
  EXPECT_EQ(http::parse_entity_tag("\"\"")->opaque, "\"\"");
  EXPECT_TRUE(http::parse_entity_tag("W/\"a,b\\\"")->is_weak);
  EXPECT_EQ(http::parse_entity_tag("\"a,b\\\"")->opaque, "\"a,b\\\"");
  for (const char* text :
       {"", "a", "\"a", "a\"", "w/\"a\"", "W/ \"a\"", "\"a\"b", "\"a b\"", "\"a\" ", R"("a""b")"}) {
    EXPECT_FALSE(http::parse_entity_tag(text)) << text;
  }
}

TEST(TagCondition, ReadsListsAndTheAsterisk) {
  const auto condition = parse_tag_condition(R"( "1" , W/"2",, "3,4")");
  ASSERT_TRUE(condition);
  ASSERT_EQ(condition->tags.size(), 3U);
  EXPECT_TRUE(condition->tags[1].is_weak);
  EXPECT_EQ(condition->tags[2].opaque, "\"3,4\"");
  EXPECT_TRUE(parse_tag_condition("*")->names(strong, Comparison::strong));
  EXPECT_FALSE(condition->names(strong, Comparison::weak));
}

TEST(TagCondition, RefusesWhatIsNoList) {
  for (const char* field : {"", " ", ",", "7-3", "\"7-3", R"("1" "2")", "*, \"1\"", "\"1\", *",
                            "\"1\";q=1", "W/7-3", "\"1\",x"}) {
    EXPECT_FALSE(parse_tag_condition(field)) << field;
    EXPECT_EQ(match_tags(field, strong, Comparison::weak), TagMatch::malformed) << field;
  }
}

TEST(MatchTags, AgreesWithTheParsedCondition) {
  EXPECT_EQ(match_tags("\"7-3\"", strong, Comparison::strong), TagMatch::yes);
  EXPECT_EQ(match_tags("\"1\", W/\"7-3\"", strong, Comparison::weak), TagMatch::yes);
  EXPECT_EQ(match_tags("\"1\", W/\"7-3\"", strong, Comparison::strong), TagMatch::no);
  EXPECT_EQ(match_tags("*", weak, Comparison::strong), TagMatch::yes);
  EXPECT_EQ(match_tags("\"7-3\", broken", strong, Comparison::weak), TagMatch::malformed);
}
