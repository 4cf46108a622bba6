#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "json/merge.hpp"
#include "json/reader.hpp"
#include "json/token.hpp"

namespace json_reader_test {
namespace {

using json::Document;
using json::Fault;
using json::Kind;

json::Error error_of(std::string_view text) {
  Document document;
  const auto value = document.parse(text);
  EXPECT_FALSE(value.has_value()) << text;
  return value ? json::Error{Fault::syntax, 0, "accepted"} : value.error();
}

std::string minified(std::string_view text) {
  Document document;
  const auto value = document.parse(text);
  EXPECT_TRUE(value.has_value()) << text;
  std::string out;
  if (value) {
    json::append_minified(out, *value);
  }
  return out;
}

std::string repeated(std::string_view text, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    out += text;
  }
  return out;
}

TEST(JsonReader, HandsOutEveryKindOfValue) {
  Document document;
  const auto value =
      document.parse(R"( {"n":null,"t":true,"f":false,"i":-12,"d":1.50e+3,"s":"a\u00e9\n",)"
                     R"("a":[1,[],{}],"o":{"k":"v"}} )");
  ASSERT_TRUE(value.has_value());
  EXPECT_EQ(value->kind(), Kind::object);
  EXPECT_EQ(value->member("n")->kind(), Kind::null);
  EXPECT_TRUE(value->member("t")->is_true());
  EXPECT_FALSE(value->member("f")->is_true());
  EXPECT_EQ(value->member("i")->integer(), -12);
  EXPECT_EQ(value->member("d")->integer(), std::nullopt);
  EXPECT_EQ(value->member("d")->source(), "1.50e+3");
  EXPECT_EQ(value->member("s")->text(), "aé\n");
  EXPECT_EQ(value->member("s")->source(), R"("a\u00e9\n")");
  std::vector<Kind> kinds;
  for (const json::Value item : value->member("a")->items()) {
    kinds.push_back(item.kind());
  }
  EXPECT_EQ(kinds, (std::vector<Kind>{Kind::number, Kind::array, Kind::object}));
  EXPECT_EQ(value->member("o")->member("k")->text(), "v");
  EXPECT_EQ(value->member("zz"), std::nullopt);
  EXPECT_TRUE(value->member("s")->items().empty());
  EXPECT_TRUE(value->member("a")->members().empty());
}

TEST(JsonReader, ReadsScalarsAndEmptyContainersAlone) {
  EXPECT_EQ(minified(" 1 "), "1");
  EXPECT_EQ(minified("\"x\""), "\"x\"");
  EXPECT_EQ(minified("null"), "null");
  EXPECT_EQ(minified(" [ ] "), "[]");
  EXPECT_EQ(minified("{ }"), "{}");
}

TEST(JsonReader, SaysWhatIsWrong) {
  EXPECT_EQ(error_of("").fault, Fault::empty);
  EXPECT_EQ(error_of(" \n ").fault, Fault::empty);
  EXPECT_EQ(error_of("{} x").fault, Fault::trailing_text);
  EXPECT_EQ(error_of("{}}").fault, Fault::trailing_text);
  EXPECT_EQ(error_of("{},{}").fault, Fault::trailing_text);
  EXPECT_EQ(error_of("1 2").fault, Fault::trailing_text);
  EXPECT_EQ(error_of("{}]").fault, Fault::trailing_text);
  EXPECT_EQ(error_of("{\"a\":\"\xFF\"}").fault, Fault::invalid_utf8);
  EXPECT_EQ(error_of("{\"a").fault, Fault::unclosed_string);
  EXPECT_EQ(error_of("{\"a\":\"x\ny\"}").fault, Fault::control_character);
  EXPECT_EQ(error_of(std::string("[\"a\0\"]", 6)).fault, Fault::control_character);
  EXPECT_EQ(error_of(R"(["\x"])").fault, Fault::bad_escape);
  EXPECT_EQ(error_of(R"(["\u12g4"])").fault, Fault::bad_escape);
  EXPECT_EQ(error_of(R"({"\x":1})").fault, Fault::bad_escape);
  EXPECT_EQ(error_of("[nul]").fault, Fault::bad_literal);
  EXPECT_EQ(error_of("[nulll]").fault, Fault::bad_literal);
  EXPECT_EQ(error_of("[True]").fault, Fault::syntax);
  EXPECT_EQ(error_of("[truefalse]").fault, Fault::bad_literal);
  EXPECT_EQ(error_of(std::string("[1\0]", 4)).fault, Fault::bad_number);
}

TEST(JsonReader, RefusesWhatIsAlmostJson) {
  struct Case {
    std::string_view text;
    Fault fault;
  };
  for (const auto& [bad, fault] : std::initializer_list<Case>{
           {"{", Fault::syntax},
           {"}", Fault::syntax},
           {"[", Fault::trailing_text},
           {"]", Fault::syntax},
           {R"({"a"})", Fault::syntax},
           {R"({"a":})", Fault::syntax},
           {R"({"a":1,})", Fault::syntax},
           {"{,}", Fault::syntax},
           {R"({"a" 1})", Fault::syntax},
           {"{a:1}", Fault::syntax},
           {"{'a':1}", Fault::syntax},
           {"[1,]", Fault::syntax},
           {"[,1]", Fault::syntax},
           {"[1 2]", Fault::syntax},
           {"[1:2]", Fault::syntax},
           {R"(["a":1])", Fault::syntax},
           {R"({"a":1 "b":2})", Fault::syntax},
           {"[[1]", Fault::trailing_text},
           {R"({"a":[1})", Fault::syntax},
           {R"({"a":1])", Fault::syntax},
           {"{1:2}", Fault::syntax},
           {"{null:1}", Fault::syntax},
           {R"(["x" "y"])", Fault::syntax},
           {R"(["x"1])", Fault::syntax},
           {"// x\n1", Fault::syntax},
           {"[NaN]", Fault::syntax},
           {"[Infinity]", Fault::syntax},
           {"[-]", Fault::bad_number},
           {"[01]", Fault::bad_number},
           {"[1.]", Fault::bad_number},
           {"[.5]", Fault::syntax},
           {"[+1]", Fault::syntax},
           {"[1e]", Fault::bad_number},
           {"[1e+]", Fault::bad_number},
           {"[0x10]", Fault::bad_number},
           {"[1_000]", Fault::bad_number},
           {"[--1]", Fault::bad_number},
           {"\xEF\xBB\xBF{}", Fault::syntax},
           {"undefined", Fault::syntax},
           {R"({"a":"b":"c"})", Fault::syntax},
           {"],[", Fault::syntax},
       }) {
    EXPECT_EQ(error_of(bad).fault, fault) << bad;
  }
}

TEST(JsonReader, RefusesLoneSurrogatesInValuesAndKeys) {
  EXPECT_EQ(minified(R"(["\ud83d\ude00"])"), R"(["\ud83d\ude00"])");
  for (const std::string bad : {R"(["\ud800"])", R"(["\udc00"])", R"(["\ud800x"])",
                                R"(["\ud800\n"])", R"(["\ud800\u0041"])", R"(["\ud800\ud800"])",
                                R"(["\udc00\ud800"])", R"({"\udfff":1})", R"(["\\\ud800"])"}) {
    EXPECT_EQ(error_of(bad).fault, Fault::lone_surrogate) << bad;
  }
  EXPECT_EQ(minified(R"(["\\ud800"])"), R"(["\\ud800"])");
}

TEST(JsonReader, RefusesTheSameKeyTwiceWhateverItsForm) {
  for (const std::string bad : {R"({"a":1,"b":2,"a":3})", R"({"x":{"título":1,"ti\u0301tulo":2}})",
                                "{\"x\":{\"título\":1,\"ti\xCC\x81tulo\":2}}",
                                R"([{"a":1},{"\u0061":1,"a":2}])", R"({"":1,"":2})"}) {
    EXPECT_EQ(error_of(bad).fault, Fault::duplicate_key) << bad;
  }
  EXPECT_EQ(error_of(R"([0,{"x":{"a/b":1,"a/b":2}}])").pointer, "/1/x/a~1b");
  EXPECT_EQ(minified(R"({"a":{"a":1},"b":{"a":1}})"), R"({"a":{"a":1},"b":{"a":1}})");
}

TEST(JsonReader, FindsADuplicateAmongManyKeys) {
  std::string text = "{";
  for (int i = 0; i < 5000; ++i) {
    text += "\"k" + std::to_string(i) + "\":0,";
  }
  EXPECT_EQ(minified(text + "\"fim\":0}"), text + "\"fim\":0}");
  const auto error = error_of(text + "\"k77\":0}");
  EXPECT_EQ(error.fault, Fault::duplicate_key);
  EXPECT_EQ(error.pointer, "/k77");
  EXPECT_EQ(error.byte_offset, text.size());
}

TEST(JsonReader, HandsOutKeysInNfcAndTheirSourceAsSent) {
  Document document;
  const auto value = document.parse("{\"ti\xCC\x81tulo\":1}");
  ASSERT_TRUE(value.has_value());
  const json::Member member = *value->members().begin();
  EXPECT_EQ(member.key, "título");
  EXPECT_EQ(member.key_source(), "\"ti\xCC\x81tulo\"");
}

TEST(JsonReader, StopsAtItsDepth) {
  const auto nested = [](std::size_t depth) { return repeated("[", depth) + repeated("]", depth); };
  EXPECT_EQ(minified(nested(json::depth_max)), nested(json::depth_max));
  EXPECT_EQ(error_of(nested(json::depth_max + 1)).fault, Fault::too_deep);
  EXPECT_EQ(error_of(nested(100'000)).fault, Fault::too_deep);
  EXPECT_EQ(error_of(repeated("[", 100'000)).fault, Fault::too_deep);
  EXPECT_EQ(error_of(repeated("{\"a\":", 100'000)).fault, Fault::too_deep);
}

TEST(JsonReader, ErrorsPointIntoTheText) {
  EXPECT_EQ(error_of("{\"a\":\"ok\",\"b\":\"\xFF\"}").byte_offset, 15U);
  EXPECT_EQ(error_of("{\"a\":\"x\ny\"}").byte_offset, 7U);
  EXPECT_EQ(error_of(R"({"a":[1,2,x]})").pointer, "/a/2");
  EXPECT_EQ(error_of(R"({"a":01})").byte_offset, 5U);
  EXPECT_EQ(error_of(R"({"a":"\ud800"})").byte_offset, 6U);
  EXPECT_EQ(error_of("{\"a\":1} x").byte_offset, 8U);
}

TEST(JsonReader, IntegersAreExactOrNotAtAll) {
  const auto integer = [](std::string_view text) {
    Document document;
    const auto value = document.parse(text);
    return value ? value->integer() : std::nullopt;
  };
  EXPECT_EQ(integer("9007199254740993"), 9'007'199'254'740'993);
  EXPECT_EQ(integer("-9223372036854775808"), INT64_MIN);
  EXPECT_EQ(integer("9223372036854775808"), std::nullopt);
  EXPECT_EQ(integer("-0"), 0);
  EXPECT_EQ(integer("1.0"), std::nullopt);
  EXPECT_EQ(integer("1e3"), std::nullopt);
  EXPECT_EQ(integer("\"1\""), std::nullopt);
  Document document;
  EXPECT_TRUE(document.parse(repeated("9", 5000))->is_integer());
}

TEST(JsonReader, ReadsOneTextAfterAnother) {
  Document document;
  EXPECT_TRUE(document.parse("[" + repeated("\"abcdefgh\",", 2000) + "1]").has_value());
  // What is left of a longer text in the buffer must not matter.
  EXPECT_FALSE(document.parse("[1").has_value());
  EXPECT_FALSE(document.parse("[\"abc\"").has_value());
  const auto value = document.parse("[1]");
  ASSERT_TRUE(value.has_value());
  EXPECT_EQ((*value->items().begin()).integer(), 1);
}

TEST(JsonReader, DocumentsNest) {
  Document outer;
  const auto value = outer.parse(R"(["fora"])");
  {
    Document inner;
    ASSERT_TRUE(inner.parse(R"(["dentro"])").has_value());
  }
  Document next;
  ASSERT_TRUE(next.parse(R"(["depois"])").has_value());
  EXPECT_EQ((*value->items().begin()).text(), "fora");
}

TEST(JsonReader, ReadsAMegabyte) {
  const std::string text = "\"" + std::string(1024 * 1024, 'x') + "\"";
  EXPECT_EQ(minified(text), text);
  EXPECT_EQ(minified("[" + repeated("0,", 500'000) + "0]").size(), 1'000'003U);
}

// Every cut and every changed byte of a text with everything in it: no crash, and what is accepted
// is accepted again when written out.
TEST(JsonReader, SurvivesDamagedTexts) {
  const std::string good =
      R"({"a":[1,-2.5e3,"x\u00e9\"",{"b":null,"ç":[true,false]}],"d":{},"e":"日本😀","f":[[]]})";
  std::mt19937 engine(9);
  static constexpr std::string_view bytes = "{}[]:,\"\\ \n0-1tfnue.\xFF\xC3";
  for (std::size_t i = 0; i < good.size(); ++i) {
    error_of(good.substr(0, i));
  }
  for (int i = 0; i < 5000; ++i) {
    std::string text = good;
    for (std::size_t changes = 1 + engine() % 3; changes > 0; --changes) {
      text[engine() % text.size()] = bytes[engine() % bytes.size()];
    }
    Document document;
    const auto value = document.parse(text);
    if (value) {
      std::string out;
      json::append_minified(out, *value);
      ASSERT_EQ(minified(out), out) << text;
    } else {
      ASSERT_LE(value.error().byte_offset, text.size());
    }
  }
}

TEST(JsonPointer, EscapesTildesAndSlashes) {
  std::string pointer;
  json::append_pointer(pointer, "a/b~c");
  json::append_pointer(pointer, "");
  EXPECT_EQ(pointer, "/a~1b~0c/");
}

TEST(JsonNumber, FollowsTheGrammar) {
  for (const char* good : {"0", "-0", "10", "-1.25", "1e5", "1E-05", "0.0e+0"}) {
    EXPECT_TRUE(json::is_number(good)) << good;
  }
  for (const char* bad :
       {"", "-", "00", "01", "-01", "1.", ".1", "1e", "1e+", "+1", "1.2.3", "1a"}) {
    EXPECT_FALSE(json::is_number(bad)) << bad;
  }
}

}  // namespace
}  // namespace json_reader_test
