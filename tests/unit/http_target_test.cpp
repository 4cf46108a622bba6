#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "base/percent.hpp"
#include "http/target.hpp"

namespace http_target_test {

using http::decode_path_part;
using http::decode_query_part;

namespace {

std::vector<std::pair<std::string, std::string>> fields(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> result;
  http::QueryReader reader(query);
  while (const auto field = reader.next()) {
    result.emplace_back(field->key, field->value);
  }
  return result;
}

using Fields = std::vector<std::pair<std::string, std::string>>;

}  // namespace

TEST(PercentDecoding, DecodesEscapesInEitherCase) {
  EXPECT_EQ(decode_path_part("caf%C3%a9%20%2F"), "café /");
  EXPECT_EQ(decode_path_part(""), "");
}

TEST(PercentDecoding, PlusIsASpaceInAQueryOnly) {
  EXPECT_EQ(decode_path_part("a+b"), "a+b");
  EXPECT_EQ(decode_query_part("a+b%2B"), "a b+");
}

TEST(PercentDecoding, RefusesBadEscapes) {
  for (const char* raw : {"%", "%4", "a%", "%4g", "%g4", "%%41", "% 1", "%-1", "%+1"}) {
    EXPECT_FALSE(decode_path_part(raw)) << raw;
    EXPECT_FALSE(decode_query_part(raw)) << raw;
  }
}

TEST(PercentDecoding, RefusesNulAndInvalidUtf8) {
  for (const char* raw :
       {"%00", "a%00b", "%ff", "%C3", "%C3%28", "%ED%A0%80", "%C0%AF", "%F4%90%80%80"}) {
    EXPECT_FALSE(decode_query_part(raw)) << raw;
  }
}

TEST(PercentDecoding, DecodesOnceOnly) { EXPECT_EQ(decode_query_part("%2541"), "%41"); }

TEST(PercentEncoding, KeepsOnlyUnreservedCharactersAndComesBack) {
  EXPECT_EQ(base::percent_encode("aZ09-._~"), "aZ09-._~");
  EXPECT_EQ(base::percent_encode("a b/é\"%"), "a%20b%2F%C3%A9%22%25");
  EXPECT_EQ(decode_path_part(base::percent_encode("título: \"x\"")), "título: \"x\"");
}

TEST(Query, IsReadInOrderWithoutDecoding) {
  EXPECT_EQ(fields("a=1&b=%20&a=2"), (Fields{{"a", "1"}, {"b", "%20"}, {"a", "2"}}));
}

TEST(Query, SplitsAtTheFirstEqualsSignAndSkipsEmptyFields) {
  EXPECT_EQ(fields("&&a=b=c&&d&=e&"), (Fields{{"a", "b=c"}, {"d", ""}, {"", "e"}}));
  EXPECT_EQ(fields(""), Fields{});
}

}  // namespace http_target_test
