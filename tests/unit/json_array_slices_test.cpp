#include <gtest/gtest.h>

#include "json/array_slices.hpp"

namespace json_array_slices_test {
namespace {

using Extent = json::ArraySlices::Extent;
using Items = std::vector<std::string_view>;

Items items_of(std::string_view text) {
  const auto slices = json::slice_array(text, 10);
  EXPECT_TRUE(slices.has_value()) << text;
  return slices ? slices->items : Items{};
}

TEST(ArraySlices, AreTheTextsOfTheItems) {
  EXPECT_EQ(items_of("[]"), Items{});
  EXPECT_EQ(items_of(" [ ] \n"), Items{});
  EXPECT_EQ(items_of(R"([1, {"a":[1,2]} ,"x,]}\"" ])"),
            (Items{"1", R"({"a":[1,2]})", R"("x,]}\"")"}));
  EXPECT_EQ(items_of(R"([[],{"b":"\\"},null])"), (Items{"[]", R"({"b":"\\"})", "null"}));
}

TEST(ArraySlices, WhatLiesBetweenTheItemsMustBeCommas) {
  struct Case {
    std::string_view text;
    json::Fault fault;
    std::size_t at;
  };
  for (const Case& one :
       {Case{"", json::Fault::empty, 0}, Case{"  ", json::Fault::empty, 2},
        Case{"[", json::Fault::syntax, 1}, Case{"[1,]", json::Fault::syntax, 3},
        Case{"[,1]", json::Fault::syntax, 1}, Case{"[1,,2]", json::Fault::syntax, 3},
        Case{"[1}", json::Fault::syntax, 2}, Case{"[1", json::Fault::syntax, 2},
        Case{"[\"a]", json::Fault::syntax, 4}, Case{"[[1]", json::Fault::syntax, 4},
        Case{"[1] 2", json::Fault::trailing_text, 4}}) {
    const auto slices = json::slice_array(one.text, 10);
    ASSERT_FALSE(slices.has_value()) << one.text;
    EXPECT_EQ(slices.error().fault, one.fault) << one.text;
    EXPECT_EQ(slices.error().byte_offset, one.at) << one.text;
  }
}

TEST(ArraySlices, OtherValuesAreNoArray) {
  for (const std::string_view text : {"{}", "1", "\"[]\"", "null"}) {
    EXPECT_EQ(json::slice_array(text, 10)->extent, Extent::no_array) << text;
  }
}

TEST(ArraySlices, StopAtTheMostThatIsWanted) {
  EXPECT_EQ(json::slice_array("[1,2]", 2)->extent, Extent::whole);
  const auto slices = json::slice_array("[1,2,3]", 2);
  EXPECT_EQ(slices->extent, Extent::too_many);
  EXPECT_EQ(slices->items.size(), 2U);
}

}  // namespace
}  // namespace json_array_slices_test
