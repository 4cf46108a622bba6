#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <string>

#include "json/reader.hpp"
#include "json/writer.hpp"

namespace json_writer_test {
namespace {

std::string written(std::string_view text) {
  std::string out;
  json::append_string(out, text);
  return out;
}

TEST(JsonString, EscapesWhatRfc8259DemandsAndNothingElse) {
  EXPECT_EQ(written(""), R"("")");
  EXPECT_EQ(written("título — “日本” 😀 /"), R"("título — “日本” 😀 /")");
  EXPECT_EQ(written("\"\\\b\f\n\r\t"), R"("\"\\\b\f\n\r\t")");
  EXPECT_EQ(written(std::string("\0\x01\x1F\x7F", 4)), "\"\\u0000\\u0001\\u001f\x7F\"");
}

TEST(JsonString, FindsTheEscapeAtEveryPosition) {
  for (std::size_t size = 1; size < 40; ++size) {
    for (std::size_t i = 0; i < size; ++i) {
      std::string text(size, 'a');
      text[i] = '\n';
      ASSERT_EQ(written(text),
                '"' + std::string(i, 'a') + "\\n" + std::string(size - i - 1, 'a') + '"');
    }
  }
}

TEST(JsonString, IsReadBackAsItWas) {
  std::mt19937 engine(4);
  for (int i = 0; i < 3000; ++i) {
    std::string text;
    for (std::size_t size = engine() % 40; size > 0; --size) {
      const auto pick = engine() % 8;
      text += pick == 0 ? std::string(1, static_cast<char>(engine() % 0x80))
                        : (pick == 1 ? std::string("é") : std::string(1, 'x'));
    }
    json::Document document;
    const auto value = document.parse(written(text));
    ASSERT_TRUE(value.has_value());
    ASSERT_EQ(value->text(), text);
  }
}

TEST(JsonInteger, WritesTheExtremes) {
  std::string out;
  json::append_integer(out, INT64_MIN);
  out += ' ';
  json::append_integer(out, UINT64_MAX);
  out += ' ';
  json::append_integer(out, 0);
  EXPECT_EQ(out, "-9223372036854775808 18446744073709551615 0");
}

TEST(JsonObject, PutsCommasBetweenMembers) {
  std::string out = "x";
  json::Object empty(out);
  empty.end();
  json::Object object(out);
  object.member(R"(,"a":)");
  out += "null";
  object.string("b\"", "c");
  object.integer("d", 7);
  object.key("e");
  json::Array array(out);
  array.item();
  out += "1";
  array.item();
  json::Array nothing(out);
  nothing.end();
  array.end();
  object.end();
  EXPECT_EQ(out, R"(x{}{"a":null,"b\"":"c","d":7,"e":[1,[]]})");
}

}  // namespace
}  // namespace json_writer_test
