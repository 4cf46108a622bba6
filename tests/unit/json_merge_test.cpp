#include <gtest/gtest.h>

#include <string>

#include "json/merge.hpp"

namespace json_merge_test {
namespace {

std::string merged(std::string_view target, std::string_view patch) {
  const auto result = json::merge_patch({target, patch});
  EXPECT_TRUE(result.has_value());
  return result ? *result : "";
}

// The examples of RFC 7396, appendix A.
TEST(MergePatch, FollowsTheExamplesOfItsRfc) {
  EXPECT_EQ(merged(R"({"a":"b"})", R"({"a":"c"})"), R"({"a":"c"})");
  EXPECT_EQ(merged(R"({"a":"b"})", R"({"b":"c"})"), R"({"a":"b","b":"c"})");
  EXPECT_EQ(merged(R"({"a":"b"})", R"({"a":null})"), R"({})");
  EXPECT_EQ(merged(R"({"a":"b","b":"c"})", R"({"a":null})"), R"({"b":"c"})");
  EXPECT_EQ(merged(R"({"a":["b"]})", R"({"a":"c"})"), R"({"a":"c"})");
  EXPECT_EQ(merged(R"({"a":"c"})", R"({"a":["b"]})"), R"({"a":["b"]})");
  EXPECT_EQ(merged(R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})"), R"({"a":{"b":"d"}})");
  EXPECT_EQ(merged(R"({"a":[{"b":"c"}]})", R"({"a":[1]})"), R"({"a":[1]})");
  EXPECT_EQ(merged(R"(["a","b"])", R"(["c","d"])"), R"(["c","d"])");
  EXPECT_EQ(merged(R"({"a":"b"})", R"(["c"])"), R"(["c"])");
  EXPECT_EQ(merged(R"({"a":"foo"})", "null"), "null");
  EXPECT_EQ(merged(R"({"a":"foo"})", R"("bar")"), R"("bar")");
  EXPECT_EQ(merged(R"({"e":null})", R"({"a":1})"), R"({"e":null,"a":1})");
  EXPECT_EQ(merged("[1,2]", R"({"a":"b","c":null})"), R"({"a":"b"})");
  EXPECT_EQ(merged("{}", R"({"a":{"bb":{"ccc":null}}})"), R"({"a":{"bb":{}}})");
}

TEST(MergePatch, KeepsOrderAndSpelling) {
  EXPECT_EQ(merged(R"({ "z": 1.500, "a": "\u00e9", "m": 1E5 })", R"({"n": 10.0, "a": "\/"})"),
            R"({"z":1.500,"a":"\/","m":1E5,"n":10.0})");
}

TEST(MergePatch, ComparesKeysInNfc) {
  EXPECT_EQ(merged("{\"e\xCC\x81\":1}", R"({"é":2})"), "{\"e\xCC\x81\":2}");
}

TEST(MergePatch, KeepsNullsInsideArrays) {
  EXPECT_EQ(merged("{}", R"({"a":[null,{"b":null}]})"), R"({"a":[null,{"b":null}]})");
}

TEST(MergePatch, SaysWhichTextIsNotJson) {
  EXPECT_EQ(json::merge_patch({"{", "{}"}).error().fault, json::Fault::syntax);
  EXPECT_EQ(json::merge_patch({"{}", "{} x"}).error().fault, json::Fault::trailing_text);
}

TEST(MergePatch, TwoLargeObjectsDoNotCostTheirProduct) {
  std::string target = "{";
  std::string patch = "{";
  for (int i = 0; i < 20'000; ++i) {
    target += (i == 0 ? "\"a" : ",\"a") + std::to_string(i) + "\":1";
    patch += (i == 0 ? "\"b" : ",\"b") + std::to_string(i) + "\":1";
  }
  EXPECT_EQ(merged(target + "}", patch + "}").size(), target.size() + patch.size() + 1);
}

TEST(DepthOf, CountsLevelsOfContainers) {
  const auto depth = [](std::string_view text) {
    json::Document document;
    return json::depth_of(*document.parse(text));
  };
  EXPECT_EQ(depth("1"), 0U);
  EXPECT_EQ(depth("{}"), 1U);
  EXPECT_EQ(depth(R"({"a":[]})"), 2U);
  EXPECT_EQ(depth(R"([1,{"a":[{}]},[]])"), 4U);
}

TEST(Minified, DropsWhiteSpaceOutsideStringsOnly) {
  json::Document document;
  std::string out;
  json::append_minified(out, *document.parse(" { \"a b\" : [ 1 , \" x \" ,\n null ] } "));
  EXPECT_EQ(out, R"({"a b":[1," x ",null]})");
}

}  // namespace
}  // namespace json_merge_test
