#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "http/media_type.hpp"
#include "http/message.hpp"
#include "http/prefer.hpp"
#include "http/syntax.hpp"

namespace http_syntax_test {
namespace {

std::vector<std::string> members(std::string_view list) {
  std::vector<std::string> result;
  http::ListReader reader(list);
  while (const auto member = reader.next()) {
    result.emplace_back(*member);
  }
  return result;
}

}  // namespace

TEST(ListReader, SplitsAtCommasOutsideQuotes) {
  EXPECT_EQ(members("a, b ,,c"), (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(members(R"("a,\",b", c)"), (std::vector<std::string>{R"("a,\",b")", "c"}));
  EXPECT_EQ(members(R"(a "b,c)"), (std::vector<std::string>{R"(a "b,c)"}));
  EXPECT_TRUE(members(" , \t,").empty());
}

TEST(Weights, HaveAtMostThreeDigits) {
  EXPECT_EQ(http::parse_weight("0"), 0U);
  EXPECT_EQ(http::parse_weight("0.05"), 50U);
  EXPECT_EQ(http::parse_weight("1.000"), 1000U);
  EXPECT_EQ(http::parse_weight("0."), 0U);
  for (const char* text : {"", ".5", "2", "1.001", "0.0001", "-0", "0,5", "01", "0.x"}) {
    EXPECT_FALSE(http::parse_weight(text)) << text;
  }
}

TEST(Weights, AreFoundBehindParameters) {
  const auto item = http::parse_weighted("a/b; c=d ;q=0.5;e=f");
  ASSERT_TRUE(item);
  EXPECT_EQ(item->item, "a/b");
  EXPECT_EQ(item->weight, 500U);
  EXPECT_EQ(http::parse_weighted("a/b;qq=1;c=d")->weight, 1000U);
  EXPECT_FALSE(http::parse_weighted(";q=1"));
  EXPECT_FALSE(http::parse_weighted("a;q=1.5"));
}

TEST(MediaType, ComesLowerCasedWithItsCharset) {
  const auto media = http::parse_media_type(R"(Application/JSON ; a="b;c" ;CHARSET="UTF-8")");
  ASSERT_TRUE(media);
  EXPECT_EQ(media->essence, "application/json");
  EXPECT_EQ(media->charset, "utf-8");
  EXPECT_EQ(http::parse_media_type("text/plain")->charset, "");
  EXPECT_EQ(http::parse_media_type("text/plain;")->essence, "text/plain");
}

TEST(MediaType, RefusesWhatIsNone) {
  for (const char* text :
       {"", "json", "/json", "application/", "a b/c", "a/b c", "a/b;c", "a/b;c=", "a/b;=c",
        "a/b;c=\"d", "a/b;charset=x;charset=y", "application/json, text/plain"}) {
    EXPECT_FALSE(http::parse_media_type(text)) << text;
  }
}

TEST(Prefer, ReturnMinimalIsFoundAmongOthers) {
  for (const char* prefer : {"return=minimal", "Return = Minimal", "a, return=minimal; x=y",
                             "return=\"minimal\"", "return=minimal, return=representation"}) {
    EXPECT_TRUE(http::prefers_minimal(prefer)) << prefer;
  }
  for (const char* prefer : {"", "return", "return=representation", "returns=minimal",
                             "return=representation, return=minimal", "x=\"return=minimal\""}) {
    EXPECT_FALSE(http::prefers_minimal(prefer)) << prefer;
  }
}

TEST(Methods, AreKnownRegisteredOrUnknownAndCaseMatters) {
  EXPECT_EQ(http::method_of("GET"), http::Method::get);
  EXPECT_EQ(http::method_of("DELETE"), http::Method::del);
  EXPECT_EQ(http::method_of("TRACE"), http::Method::other);
  EXPECT_EQ(http::method_of("VERSION-CONTROL"), http::Method::other);
  EXPECT_EQ(http::method_of("get"), http::Method::unknown);
  EXPECT_EQ(http::method_of("PURGE"), http::Method::unknown);
  EXPECT_EQ(http::method_of(""), http::Method::unknown);
}

TEST(StatusLine, HasTheReasonOrTheBareCode) {
  EXPECT_EQ(http::status_line(200), "200 OK");
  EXPECT_EQ(http::status_line(507), "507 Insufficient Storage");
  EXPECT_EQ(http::status_line(299), "299 ");
  EXPECT_EQ(http::status_line(999), "999 ");
}

TEST(Response, KeepsItsFieldsAsFinishedLines) {
  http::Response response;
  response.add("A", "b").add("C", "");
  EXPECT_EQ(response.headers, "A: b\r\nC: \r\n");
}

TEST(ResponseDeathTest, AFieldThatWouldSplitTheAnswerIsABug) {
  http::Response response;
  EXPECT_DEATH(response.add("A", "b\r\nSet-Cookie: c"), "");
}

}  // namespace http_syntax_test
