#include <gtest/gtest.h>

#include <array>
#include <string>

#include "http/negotiate.hpp"

namespace http_negotiate_test {

using http::choose_coding;
using http::choose_language;
using http::choose_media_type;
using http::Coding;

namespace {

constexpr std::array<std::string_view, 3> offered{"application/json", "application/marc",
                                                  "text/plain"};
constexpr std::array<std::string_view, 2> languages{"pt", "en"};

TEST(AcceptLanguage, TellsTheLanguageThatIsWantedMost) {
  using http::preferred_language;
  EXPECT_EQ(preferred_language("pt-BR,pt;q=0.9,en;q=0.8"), "pt");
  EXPECT_EQ(preferred_language("en;q=0.3, FR-ca;q=0.7"), "FR");
  EXPECT_EQ(preferred_language("*, es;q=0.1"), "es");
  for (const char* none : {"", "*", "en;q=0", "x", "a1-b", "abcdefghi", "\"en\"", ",,", "en;q=2"}) {
    EXPECT_EQ(preferred_language(none), "") << none;
  }
}

}  // namespace

TEST(Accept, WithoutAPreferenceTheFirstOfferIsTaken) {
  for (const char* accept : {"", "*/*", "*/*;q=0.1", "nonsense", "a/b;q=x", "/"}) {
    EXPECT_EQ(choose_media_type(accept, offered), 0U) << accept;
  }
}

TEST(Accept, TheHighestWeightWins) {
  EXPECT_EQ(choose_media_type("application/json;q=0.5, application/marc;q=0.9", offered), 1U);
  EXPECT_EQ(choose_media_type("text/plain, */*;q=0.8", offered), 2U);
  EXPECT_EQ(choose_media_type("text/html, application/xhtml+xml, */*;q=0.8", offered), 0U);
}

TEST(Accept, TheClosestRangeDecidesTheWeight) {
  EXPECT_EQ(choose_media_type("application/*;q=0.9, application/json;q=0.1", offered), 1U);
  EXPECT_EQ(choose_media_type("*/*, application/*;q=0.2", offered), 2U);
  EXPECT_EQ(choose_media_type("*/*;q=0.5, application/json;q=0", offered), 1U);
}

TEST(Accept, NothingAcceptableIsNothing) {
  for (const char* accept : {"image/png", "application/json;q=0", "text/html;q=1",
                             "application/json;version=2", "*/*;q=0", "tex/*"}) {
    EXPECT_EQ(choose_media_type(accept, offered), std::nullopt) << accept;
  }
}

TEST(Accept, CaseBlanksAndCharsetDoNotMatter) {
  EXPECT_EQ(choose_media_type("Application/MARC ; Charset=UTF-8 ; Q=0.3", offered), 1U);
}

// It says how errors are taken; what else is there decides as if it stood alone.
TEST(Accept, ProblemJsonIsDisregarded) {
  for (const char* accept :
       {"application/problem+json", "Application/Problem+JSON;q=0.1",
        "application/problem+json;q=0", "application/problem+json;charset=utf-8",
        "application/problem+json, application/json", "application/problem+json, */*;q=0.1",
        "application/problem+json, nonsense"}) {
    EXPECT_EQ(choose_media_type(accept, offered), 0U) << accept;
  }
  EXPECT_EQ(choose_media_type("application/problem+json, text/plain", offered), 2U);
  EXPECT_EQ(choose_media_type("application/problem+json, text/html", offered), std::nullopt);
}

TEST(AcceptEncoding, AbsentMeansIdentityAndEmptyToo) {
  EXPECT_EQ(choose_coding({}), Coding::identity);
  EXPECT_EQ(choose_coding(""), Coding::identity);
}

TEST(AcceptEncoding, CompressedIsPreferredAndZstdFirst) {
  EXPECT_EQ(choose_coding("gzip"), Coding::gzip);
  EXPECT_EQ(choose_coding("x-gzip"), Coding::gzip);
  EXPECT_EQ(choose_coding("gzip, deflate, br, zstd"), Coding::zstd);
  EXPECT_EQ(choose_coding("ZSTD;q=0.2, GZIP;q=0.8"), Coding::gzip);
  EXPECT_EQ(choose_coding("*"), Coding::zstd);
  EXPECT_EQ(choose_coding("zstd;q=0, *"), Coding::gzip);
  EXPECT_EQ(choose_coding("gzip, identity"), Coding::gzip);
}

TEST(AcceptEncoding, IdentityIsTakenWhenPreferredOrNothingElseFits) {
  EXPECT_EQ(choose_coding("gzip;q=0.5, identity"), Coding::identity);
  EXPECT_EQ(choose_coding("br"), Coding::identity);
  EXPECT_EQ(choose_coding("gzip;q=0, zstd;q=0"), Coding::identity);
  EXPECT_EQ(choose_coding("identity;q=0.1, *;q=0"), Coding::identity);
}

TEST(AcceptEncoding, RefusingIdentityTooLeavesNothing) {
  EXPECT_EQ(choose_coding("identity;q=0"), std::nullopt);
  EXPECT_EQ(choose_coding("*;q=0"), std::nullopt);
  EXPECT_EQ(choose_coding("br, identity;q=0"), std::nullopt);
  EXPECT_EQ(choose_coding("gzip, identity;q=0"), Coding::gzip);
}

TEST(AcceptLanguage, PicksByWeightThenByTheClientsOrder) {
  EXPECT_EQ(choose_language("en-US,en;q=0.9,pt;q=0.8", languages), 1U);
  EXPECT_EQ(choose_language("pt-BR,pt;q=0.9,en;q=0.8", languages), 0U);
  EXPECT_EQ(choose_language("en, pt", languages), 1U);
  EXPECT_EQ(choose_language("pt;q=0, *", languages), 1U);
  EXPECT_EQ(choose_language("pt-BR;q=0.1, *;q=0.5", languages), 1U);
  EXPECT_EQ(choose_language("*", languages), 0U);
  EXPECT_EQ(choose_language("fr, *;q=0.5", languages), 0U);
  EXPECT_EQ(choose_language("pt;q=0, en;q=0, *", languages), 0U);
  EXPECT_EQ(choose_language("en;q=0.5, pt;q=0.6", languages), 0U);
}

TEST(AcceptLanguage, FallsBackToTheFirst) {
  for (const char* accept : {"", "fr", "*", "en;q=0", "en;q=abc", "english", "fr, *;q=0.5"}) {
    EXPECT_EQ(choose_language(accept, languages), 0U) << accept;
  }
  EXPECT_EQ(choose_language("fr, en;q=0.1", languages), 1U);
}

}  // namespace http_negotiate_test
