// What is asked on conditions (RFC 9110 section 13), on every kind of route.
#include <gtest/gtest.h>

#include "http/http_date.hpp"
#include "support/api.hpp"

namespace api_conditions_test {
namespace {

using http::Header;
using support::Api;
using support::problem_in;

constexpr auto book = R"({"título":"x","autor":null})";

TEST(Conditions, OfAReadAreHeldOnEveryRoute) {
  Api api;
  api.store.put(support::named("x"));
  struct Case {
    std::string target;
    std::string etag;  // empty: it has none
  };
  for (const auto& [target, etag] :
       {Case{"/livros/1", "\"1-1\""}, Case{"/livros", "\"s1\""}, Case{"/livros?ano=1", "\"s1\""},
        Case{"/livros/1/versoes", "\"1-1\""}, Case{"/livros/1/versoes/1", "\"1-1\""},
        Case{"/mudancas", "\"s1\""}, Case{"/", ""}, Case{"/openapi.json", ""},
        Case{"/problemas", ""}, Case{"/healthz", ""}, Case{"/metrics", ""}}) {
    for (const bool is_head : {false, true}) {
      const auto ask = [&](const support::Fields& fields) {
        return is_head ? api.head(target, fields) : api.get(target, fields);
      };
      const auto refused = ask({{Header::if_match, "\"9-9\""}});
      EXPECT_EQ(refused.status, 412) << target;
      EXPECT_EQ(refused.header("ETag"), etag) << target;
      // If-Match goes first.
      EXPECT_EQ(ask({{Header::if_match, "\"9-9\""}, {Header::if_none_match, "*"}}).status, 412);
      EXPECT_EQ(ask({{Header::if_match, "*"}}).status, 200) << target;
      EXPECT_EQ(ask({{Header::if_match, "*"}, {Header::if_none_match, "*"}}).status,
                etag.empty() ? 200 : 304)
          << target;
      EXPECT_EQ(ask({{Header::if_none_match, "*"}}).status, 304) << target;
      EXPECT_EQ(ask({{Header::if_match, "9-9"}}).status, 400) << target;
      if (!etag.empty()) {
        EXPECT_EQ(ask({{Header::if_match, "\"x\", " + etag}}).status, 200) << target;
        EXPECT_EQ(ask({{Header::if_match, "W/" + etag}}).status, 412) << target;
      }
    }
  }
  const auto answer = api.get("/livros/1", {{Header::if_match, "\"9-9\""}});
  EXPECT_EQ(problem_in(answer), "412 precondicao-nao-atendida");
}

TEST(Conditions, SayNothingOfWhatIsNotThere) {
  Api api;
  EXPECT_EQ(api.get("/livros/9", {{Header::if_match, "\"9-9\""}}).status, 404);
  EXPECT_EQ(api.get("/nada", {{Header::if_match, "\"9-9\""}}).status, 404);
  EXPECT_EQ(api.put("/livros/9", book, {{Header::if_match, "\"9-9\""}}).status, 404);
}

TEST(Conditions, OfANewBookAreHeldAgainstTheCatalogue) {
  struct Case {
    Header header;
    std::string field;
    unsigned status;
  };
  for (const auto& [header, field, status] :
       {Case{Header::if_match, "\"9-9\"", 412U}, Case{Header::if_match, "\"s1\"", 412U},
        Case{Header::if_match, "W/\"s2\"", 412U}, Case{Header::if_match, "\"s2\"", 201U},
        Case{Header::if_match, "\"s2-gzip\"", 201U}, Case{Header::if_match, "*", 201U},
        Case{Header::if_match, "s2", 400U}, Case{Header::if_none_match, "*", 412U},
        Case{Header::if_none_match, "\"s2\"", 412U}, Case{Header::if_none_match, "\"s1\"", 201U},
        Case{Header::if_none_match, "\"1-1\"", 201U}}) {
    Api api;
    api.store.put(support::named("x"));
    api.store.put(support::named("y"));
    EXPECT_EQ(api.post("/livros", book, {{header, field}}).status, status) << field;
  }
}

TEST(Conditions, OfADateHoldForASecond) {
  Api api;
  api.store.put(support::named("x"));  // at 2026-05-01T12:00:00Z
  struct Case {
    std::string date;
    bool holds;
  };
  for (const auto& [date, holds] :
       {Case{"Fri, 01 May 2026 12:00:00 GMT", true}, Case{"Fri, 01 May 2026 12:00:01 GMT", true},
        Case{"Fri, 01 May 2026 11:59:59 GMT", false}, Case{"Sun Nov  6 08:49:37 1994", false},
        Case{"Sunday, 06-Nov-94 08:49:37 GMT", false}, Case{"amanhã", true}, Case{"", true}}) {
    EXPECT_EQ(api.get("/livros/1", {{Header::if_unmodified_since, date}}).status, holds ? 200 : 412)
        << date;
    EXPECT_EQ(api.patch("/livros/1", "{}", {{Header::if_unmodified_since, date}}).status,
              holds ? 200 : 412)
        << date;
  }
  // Beside If-Match it says nothing.
  EXPECT_EQ(api.patch("/livros/1", R"({"ano":1})",
                      {{Header::if_unmodified_since, "Sun, 06 Nov 1994 08:49:37 GMT"},
                       {Header::if_match, "\"1-1\""}})
                .status,
            200);
}

TEST(HttpDate, IsReadInItsThreeForms) {
  using std::chrono::sys_seconds;
  const sys_seconds now{std::chrono::seconds(1'780'000'000)};  // 2026
  const sys_seconds then{std::chrono::seconds(784'111'777)};
  for (const std::string text : {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
                                 "Sun Nov  6 08:49:37 1994", " Sun, 06 Nov 1994 08:49:37 GMT "}) {
    EXPECT_EQ(http::parse_http_date(text, now), then) << text;
  }
  EXPECT_GT(http::parse_http_date("Friday, 06-Nov-70 08:49:37 GMT", now), now);
  for (const std::string text :
       {"", "Sun", "Sun, 06 Nov 1994 08:49:37", "Sun, 32 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:49:37 GMT", "Xyz, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 06 Nov -994 08:49:37 GMT", "784111777",
        "Sun, 06 Nov 1994 08:49:37 GMTx", "1994-11-06T08:49:37Z"}) {
    EXPECT_EQ(http::parse_http_date(text, now), std::nullopt) << text;
  }
}

// ---- what changes nothing ----------------------------------------------------------------------

TEST(NoChange, WritesNothingAndKeepsTheTag) {
  Api api;
  api.store.put(support::named("x"));
  const std::string read = api.get("/livros/1").body;
  const auto expect_same = [&](const support::Answer& answer, const std::string& about) {
    EXPECT_EQ(answer.status, 200) << about;
    EXPECT_EQ(answer.body, read) << about;
    EXPECT_EQ(answer.header("ETag"), "\"1-1\"") << about;
    EXPECT_EQ(answer.header("X-Catalogo-Seq"), "1") << about;
  };
  expect_same(api.put("/livros/1", read), "PUT");
  for (const std::string patch : {"{}", R"({"titulo":" x "})", R"({"ano":null})", R"({"id":1})"}) {
    expect_same(api.patch("/livros/1", patch), patch);
  }
  expect_same(api.post("/livros/1/restaurar", R"({"versao":1})"), "restaurar");
  EXPECT_EQ(api.patch("/livros/1", "{}", {{Header::if_match, "\"1-9\""}}).status, 412);
}

// ---- addresses ---------------------------------------------------------------------------------

TEST(Addresses, OfABookAndAVersionAreOneEach) {
  Api api;
  api.store.put(support::named("x"));
  (void)api.get("/livros/1");
  for (const std::string target :
       {"/livros/01", "/livros/+1", "/livros/1.0", "/livros/0x1", "/livros/0000000000000001",
        "/livros/%301", "/livros/1%20", "/livros/01/versoes", "/livros/1/versoes/01",
        "/livros/1/versoes/0", "/livros/1/versoes/-1"}) {
    EXPECT_EQ(api.get(target).status, 404) << target;
  }
  EXPECT_EQ(api.get("/livros/%31").status, 200);
  EXPECT_EQ(api.remove("/livros/01").status, 404);
}

TEST(AcceptPatch, IsToldWhereABookMayBePatched) {
  Api api;
  const std::string types = "application/json, application/merge-patch+json";
  const auto options = [&api](const std::string& target) {
    return api.send({"OPTIONS", target, {}, ""}).header("Accept-Patch");
  };
  EXPECT_EQ(options("/livros/1"), types);
  EXPECT_EQ(options("/livros"), "");
  EXPECT_EQ(options("*"), "");
  EXPECT_EQ(
      api.patch("/livros/1", "{}", {{Header::content_type, "text/plain"}}).header("Accept-Patch"),
      types);
  EXPECT_EQ(
      api.put("/livros/1", "{}", {{Header::content_type, "text/plain"}}).header("Accept-Patch"),
      "");
}

// ---- before the body ---------------------------------------------------------------------------

TEST(Heads, AreAnsweredAtOnceWhereNoBodyCouldHelp) {
  support::ApiOptions options;
  options.access.writes_rate = api::Rate::parse("1/min:1");
  Api api(options);
  const auto status = [&api](const std::string& method, const std::string& target,
                             support::Fields fields) {
    const support::FakeReply head({method, target, std::move(fields), ""});
    const auto answer = api.dispatcher->answer_to_head(head.request());
    return answer ? answer->status : 100;
  };
  const support::Fields json{{Header::content_type, "application/json"}};
  EXPECT_EQ(status("POST", "/livros", json), 100U);
  EXPECT_EQ(status("POST", "/nada", json), 404U);
  EXPECT_EQ(status("PUT", "/livros/04", json), 404U);
  EXPECT_EQ(status("DELETE", "/livros", json), 405U);
  EXPECT_EQ(status("FOO", "/livros", json), 501U);
  EXPECT_EQ(status("POST", "/livros", {{Header::content_type, "text/plain"}}), 415U);
  EXPECT_EQ(status("POST", "/livros", {}), 415U);
  EXPECT_EQ(status("GET", "/livros", {}), 415U);
  EXPECT_EQ(status("POST", "/livros", {json[0], {Header::accept, "text/html"}}), 406U);
  EXPECT_EQ(status("POST", "/livros", {json[0], {Header::host, "mau.exemplo"}}), 421U);
  EXPECT_EQ(status("POST", "/livros", {json[0], {Header::origin, "http://mau.exemplo"}}), 403U);
  EXPECT_EQ(status("POST", "/livros?x=1", json), 400U);
  EXPECT_EQ(status("PATCH", "/livros/1", {json[0], {Header::if_match, "1"}}), 400U);
  EXPECT_EQ(api.post("/livros", book).status, 201);  // the only one of this minute
  EXPECT_EQ(status("POST", "/livros", json), 429U);
}

TEST(Heads, ThatPassAreNotCounted) {
  support::ApiOptions options;
  options.access.writes_rate = api::Rate::parse("1/min:1");
  Api api(options);
  const support::FakeReply head(
      {"POST", "/livros", {{Header::content_type, "application/json"}}, ""});
  for (int i = 0; i < 3; ++i) {
    EXPECT_FALSE(api.dispatcher->answer_to_head(head.request()));
  }
  EXPECT_EQ(api.post("/livros", book).status, 201);
}

}  // namespace
}  // namespace api_conditions_test
