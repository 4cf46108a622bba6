#include <gtest/gtest.h>

#include "web/extra_text.hpp"

namespace web_extra_text_test {
namespace {

using web::extra_rows;
using Rows = std::vector<web::ExtraRow>;

TEST(ExtraText, HasARowForEachMemberInOrder) {
  EXPECT_EQ(extra_rows(R"({"Nº":"7","Estante":"B-12","caixa":1.50,"lido":true})"),
            (Rows{{"Nº", "7"}, {"Estante", "B-12"}, {"caixa", "1.50"}, {"lido", "true"}}));
}

TEST(ExtraText, JoinsListsAndShowsWhatLiesDeeperAsJson) {
  EXPECT_EQ(extra_rows(R"({"a":["x",2,null,{"y":[1, 2]}],"b":{"c": "d"},"e":[],"f":null})"),
            (Rows{{"a", R"(x; 2; ; {"y":[1,2]})"}, {"b", R"({"c":"d"})"}, {"e", ""}, {"f", ""}}));
}

TEST(ExtraText, HasNoRowsWhereThereIsNothing) {
  EXPECT_TRUE(extra_rows("").empty());
  EXPECT_TRUE(extra_rows("{}").empty());
}

TEST(ExtraText, FindsTheTextOfAKey) {
  const Rows rows = extra_rows(R"({"a":"1"})");
  EXPECT_EQ(web::text_of(rows, "a"), "1");
  EXPECT_EQ(web::text_of(rows, "b"), "");
}

}  // namespace
}  // namespace web_extra_text_test
