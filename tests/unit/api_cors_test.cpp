#include <gtest/gtest.h>

#include "api/access/cors.hpp"
#include "support/api.hpp"

namespace api_cors_test {
namespace {

using http::Header;
using support::Api;

constexpr auto page = "https://app.example";

api::AccessRules allowing(std::vector<std::string> origins) {
  api::AccessRules rules;
  rules.cors_origins = std::move(origins);
  return rules;
}

TEST(Origin, IsSchemeHostAndPort) {
  for (const std::string fine :
       {"https://app.example", "http://localhost:3000", "http://[::1]:8080",
        "https://xn--caf-dma.example", "app-thing://x"}) {
    EXPECT_TRUE(api::is_origin(fine)) << fine;
  }
  for (const std::string wrong :
       {"", "*", "null", "app.example", "://x", "https://", "https://app.example/",
        "https://app.example/path", "https://App.example", "HTTPS://app.example",
        "https://app.example:443", "http://app.example:80", "https://user@app.example",
        "https://app.example:"}) {
    EXPECT_FALSE(api::is_origin(wrong)) << wrong;
  }
}

TEST(Cors, SaysNothingUnlessItIsAskedFor) {
  Api api;
  api.store.put(support::named("x"));
  for (const std::string target : {"/livros", "/livros/1"}) {
    const auto answer = api.get(target, {{Header::origin, page}});
    EXPECT_EQ(answer.head.find("Access-Control"), std::string::npos);
    EXPECT_EQ(answer.head.find("Vary: Origin"), std::string::npos);
  }
  const auto answer = api.send(
      {"OPTIONS", "/livros", {{Header::origin, page}, {Header::request_method, "POST"}}, ""});
  EXPECT_EQ(answer.status, 204U);
  EXPECT_EQ(answer.head.find("Access-Control"), std::string::npos);
}

TEST(Cors, LetsListedPagesReadEveryAnswerKeptOrNot) {
  Api api({.access = allowing({"https://other.example", page})});
  api.store.put(support::named("x"));
  for (const std::string target : {"/livros/1", "/livros/1", "/livros", "/livros", "/livros/9"}) {
    const auto answer = api.get(target, {{Header::origin, page}});
    EXPECT_EQ(answer.header("Access-Control-Allow-Origin"), page) << target;
    EXPECT_NE(answer.header("Access-Control-Expose-Headers").find("ETag, "), std::string::npos);
    EXPECT_EQ(answer.header("Access-Control-Allow-Credentials"), "");
    EXPECT_EQ(answer.all("Vary").back(), "Origin");
  }
  EXPECT_EQ(api.get("/livros/1", {{Header::origin, page}}).came, support::Answer::Came::prepared);
}

TEST(Cors, LetsPagesReadWhatASearchSaysOfItself) {
  Api api({.access = allowing({page})});
  const auto exposed =
      api.get("/livros", {{Header::origin, page}}).header("Access-Control-Expose-Headers");
  for (const std::string name : {"Link", "X-Busca", "X-Busca-Ignoradas", "X-Busca-Sugestao",
                                 "X-Proximo-Cursor", "X-Total-Count", "X-Total-Minimo"}) {
    EXPECT_NE((exposed + ",").find(" " + name + ","), std::string::npos) << name;
  }
}

TEST(Cors, LetsOtherPagesReadNothing) {
  Api api({.access = allowing({page})});
  api.store.put(support::named("x"));
  for (const std::string origin : {"https://evil.example", "https://app.example.evil.example",
                                   "null", "", "http://app.example", "https://app.example:8443"}) {
    for (const std::string target : {"/livros/1", "/livros/1"}) {
      const auto answer = api.get(target, {{Header::origin, origin}});
      EXPECT_EQ(answer.status, 200U) << "the browser keeps it from the page";
      EXPECT_EQ(answer.header("Access-Control-Allow-Origin"), "") << origin;
      EXPECT_EQ(answer.all("Vary").back(), "Origin");
    }
  }
  EXPECT_EQ(api.get("/livros/1").all("Vary").back(), "Origin") << "caches must know";
}

TEST(Cors, LetsAnyPageReadWhenThatIsSaid) {
  Api api({.access = allowing({"*"})});
  api.store.put(support::named("x"));
  for (const auto& fields : {support::Fields{}, support::Fields{{Header::origin, page}}}) {
    for (int i = 0; i < 2; ++i) {
      const auto answer = api.get("/livros/1", fields);
      EXPECT_EQ(answer.header("Access-Control-Allow-Origin"), "*");
      EXPECT_EQ(answer.head.find("Vary: Origin"), std::string::npos);
    }
  }
}

TEST(Cors, AnswersThePreflightWithWhatThePathTakes) {
  for (const std::string allowed : {page, "*"}) {
    Api api({.access = allowing({allowed})});
    const auto answer = api.send(
        {"OPTIONS", "/livros/1", {{Header::origin, page}, {Header::request_method, "PUT"}}, ""});
    EXPECT_EQ(answer.status, 204U);
    EXPECT_EQ(answer.header("Access-Control-Allow-Origin"), allowed);
    EXPECT_EQ(answer.header("Access-Control-Allow-Methods"),
              "GET, HEAD, PUT, PATCH, DELETE, OPTIONS");
    EXPECT_NE(answer.header("Access-Control-Allow-Headers").find("Authorization"),
              std::string::npos);
    EXPECT_EQ(answer.header("Access-Control-Max-Age"), "7200");
    const auto plain = api.send({"OPTIONS", "/livros/1", {{Header::origin, page}}, ""});
    EXPECT_EQ(plain.header("Access-Control-Allow-Methods"), "") << "not a preflight";
  }
}

TEST(Cors, ThePreflightOfAnotherPageIsToldNothing) {
  Api api({.access = allowing({page})});
  const auto answer =
      api.send({"OPTIONS",
                "/livros",
                {{Header::origin, "https://evil.example"}, {Header::request_method, "POST"}},
                ""});
  EXPECT_EQ(answer.status, 204U);
  EXPECT_EQ(answer.head.find("Access-Control"), std::string::npos);
}

TEST(Cors, LetsPagesReadRefusals) {
  Api api({.access = allowing({page})});
  const support::Fields fields{{Header::origin, page}};
  EXPECT_EQ(api.get("/nada", fields).header("Access-Control-Allow-Origin"), page);
  EXPECT_EQ(api.post("/livros", "{", fields).header("Access-Control-Allow-Origin"), page);
}

}  // namespace
}  // namespace api_cors_test
