#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "catalog/language_tag.hpp"
#include "catalog/relator.hpp"
#include "catalog/web_url.hpp"

namespace catalog_values_test {
namespace {

using catalog::canonical_language_tag;
using catalog::is_relator;
using catalog::is_web_url;

TEST(LanguageTag, GetsTheCaseOfRfc5646) {
  EXPECT_EQ(canonical_language_tag("PT-br"), "pt-BR");
  EXPECT_EQ(canonical_language_tag("en"), "en");
  EXPECT_EQ(canonical_language_tag("ZH-hANT-tw"), "zh-Hant-TW");
  EXPECT_EQ(canonical_language_tag("zh-yue-HK"), "yue-HK");
  EXPECT_EQ(canonical_language_tag("es-419"), "es-419");
  EXPECT_EQ(canonical_language_tag("sl-Rozaj-BISKE-1994"), "sl-rozaj-biske-1994");
  EXPECT_EQ(canonical_language_tag("de-DE-u-CO-phonebk"), "de-DE-u-co-phonebk");
  EXPECT_EQ(canonical_language_tag("X-Minha-lingua"), "x-minha-lingua");
  EXPECT_EQ(canonical_language_tag("pt-x-IN-br"), "pt-x-in-br");
  EXPECT_EQ(canonical_language_tag("grc"), "grc");
}

TEST(LanguageTag, IsTheShortestAndNewestThatALanguageIsCalledBy) {
  for (const auto& [written, kept] : std::vector<std::pair<std::string, std::string>>{
           {"por", "pt"},
           {"POR-br", "pt-BR"},
           {"eng", "en"},
           {"fre", "fr"},
           {"fra-CA", "fr-CA"},
           {"ger", "de"},
           {"deu", "de"},
           {"dut", "nl"},
           {"iw", "he"},
           {"heb", "he"},
           {"in", "id"},
           {"ji", "yi"},
           {"mo", "ro"},
           {"mol", "ro"},
           {"scr", "hr"},
           {"nb", "nb"},
           {"no-bok", "nb"},
           {"i-klingon", "tlh"},
           {"I-LUX", "lb"},
           {"i-default", "i-default"},
           {"zh-min-nan", "nan"},
           {"zh-min", "zh-min"},
           {"cel-gaulish", "cel-gaulish"},
           {"art-lojban", "jbo"},
           {"zh-cmn-Hans-CN", "cmn-Hans-CN"},
           {"chi-yue", "yue"},
           {"ar-arb", "arb"},
           {"sgn-BR", "bzs"},
           {"en-GB-oed", "en-GB-oxendict"},
           {"my-BU", "my-MM"},
           {"de-dd", "de-DE"},
           {"pt-AO1990", "pt-ao1990"},
           {"ja-Latn-hepburn-heploc", "ja-Latn-hepburn-alalc97"},
           {"en-u-co-phonebk-a-bbb", "en-a-bbb-u-co-phonebk"},
           {"grc", "grc"},
           {"kea", "kea"},
           {"zxx", "zxx"},
           {"und", "und"},
           {"xyz", "xyz"},  // perhaps registered tomorrow
       }) {
    EXPECT_EQ(canonical_language_tag(written), kept) << written;
    EXPECT_EQ(canonical_language_tag(kept), kept) << written;
  }
}

TEST(LanguageTag, RefusesWordsThatNobodyRegistered) {
  for (const std::string bad :
       {"english", "portugues", "ingles", "german", "latim", "espanol", "frances", "port",
        "pt-brasil", "pt-bra", "pt-yue", "zh-yue-cmn", "en-british", "pt-1800", "eng-usa"}) {
    EXPECT_EQ(canonical_language_tag(bad), std::nullopt) << bad;
  }
}

TEST(LanguageTag, RefusesWhatTheGrammarDoesNotKnow) {
  for (const std::string bad : {
           "",
           "p",
           "pt_BR",
           "pt-",
           "-pt",
           "pt--BR",
           "português",
           "pt-BR-BR",
           "pt-Latn-Latn",
           "pt-BR-x",
           "x",
           "x-",
           "de-u",
           "de-u-x-a",
           "de-a-bb-a-cc",
           "sl-rozaj-rozaj",
           "abcdefghi",
           "pt-abcdefghi",
           "12",
           "pt BR",
           "pt-B",
           "pt-BR;q=1",
       }) {
    EXPECT_EQ(canonical_language_tag(bad), std::nullopt) << bad;
  }
}

TEST(LanguageTag, KnowsThePrimaryLanguage) {
  EXPECT_EQ(catalog::primary_language("pt-BR"), "pt");
  EXPECT_EQ(catalog::primary_language("en"), "en");
  EXPECT_EQ(catalog::primary_language(""), "");
}

TEST(Relator, KnowsTheCodesAndNothingElse) {
  for (const std::string code : {"aut", "trl", "ill", "edt", "org", "abr", "wts", "com", "pbl"}) {
    EXPECT_TRUE(is_relator(code)) << code;
  }
  for (const std::string code : {"", "au", "auth", "AUT", "zzz", "aaa", "aut ", "abr acp", "xyz"}) {
    EXPECT_FALSE(is_relator(code)) << code;
  }
}

TEST(WebUrl, AcceptsAbsoluteHttpAndHttps) {
  for (const std::string url : {
           "http://example.org",
           "https://example.org/capas/1.jpg?x=1&y=%20#z",
           "HTTPS://EXAMPLE.ORG",
           "http://example.org:8080/",
           "http://[2001:db8::1]:80/x",
           "https://usuario@example.org/a",
           "https://livros.exemplo/ação.png",
           "http://a",
           "http://example.org:/",
       }) {
    EXPECT_TRUE(is_web_url(url)) << url;
  }
}

TEST(WebUrl, RefusesOtherSchemesMissingHostsAndUnsafeCharacters) {
  for (const std::string url : {
           "",
           "example.org",
           "//example.org",
           "ftp://example.org",
           "javascript:alert(1)",
           "data:image/png;base64,AA",
           "http:",
           "http:/",
           "http://",
           "https:///capa.jpg",
           "http://?x",
           "http://#x",
           "http://:80/",
           "http://u@/",
           "http://a b/",
           "http://a/\t",
           "http://a/<b>",
           "http://a/\"b",
           "http://a\\b",
           "http://a/{b}",
           "http://a/\u0085",
           "http://[2001:db8::1",
           "http://[]/",
           "http://[::1]x/",
           "http://a:99999/",
           "http://a:0/",
           "http://a:x/",
           "http://a:1:2/",
           " http://a",
           "https:example.org",
       }) {
    EXPECT_FALSE(is_web_url(url)) << url;
  }
}

}  // namespace
}  // namespace catalog_values_test
