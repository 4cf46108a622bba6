#include <gtest/gtest.h>

#include "api/access/hosts.hpp"
#include "support/api.hpp"

namespace api_hosts_test {
namespace {

using http::Header;
using support::Api;
using support::ApiOptions;
using support::Fields;
using support::json_at;
using support::problem_in;

constexpr auto book = R"({"título":"x","autor":null})";

TEST(Hosts, AdmitOnlyWhatNobodyCanPointElsewhereAndWhatIsNamed) {
  const api::Hosts plain({});
  for (const std::string host :
       {"localhost", "LocalHost:8080", "localhost.", "localhost.:80", "livros.localhost",
        "a.b.localhost:1", "127.0.0.1", "127.0.0.1:8080", "10.1.2.3", "203.0.113.9:80", "[::1]",
        "[::1]:8080", "[2001:db8::7]:443", "[::ffff:127.0.0.1]"}) {
    EXPECT_TRUE(plain.admits(host)) << host;
  }
  for (const std::string host :
       {"mau.exemplo", "localhost.mau.exemplo", "localhostx", "xlocalhost", ".localhost", "",
        ":8080", "127.0.0.1.mau.exemplo", "127.1", "2130706433", "0x7f.0.0.1", "127.0.0.1%41",
        "::1", "[::1", "livros", "instances:8080", "127.0.0.256", "localhost..",
        "localhost:80:80"}) {
    EXPECT_FALSE(plain.admits(host)) << host;
  }
  const api::Hosts named({"Catalogo.Exemplo", "livros"});
  for (const std::string host : {"catalogo.exemplo", "CATALOGO.exemplo.:8443", "livros:8080"}) {
    EXPECT_TRUE(named.admits(host)) << host;
  }
  EXPECT_FALSE(named.admits("www.catalogo.exemplo"));
  EXPECT_TRUE(api::Hosts({"*"}).admits("mau.exemplo"));
}

TEST(Hosts, AreNamedWithoutAPort) {
  for (const std::string name : {"catalogo.exemplo", "livros", "a_b", "xn--ls8h", "*"}) {
    EXPECT_TRUE(api::is_host_name(name)) << name;
  }
  for (const std::string name : {"", "a:80", "http://a", "*.a", ".a", "a b", "a/"}) {
    EXPECT_FALSE(api::is_host_name(name)) << name;
  }
}

TEST(Origins, AreTheServersOwnWhenTheyNameTheHostThatWasAsked) {
  for (const auto& [origin, host] : {std::pair{"http://localhost:8080", "localhost:8080"},
                                     {"http://LOCALHOST", "localhost:80"},
                                     {"https://a.exemplo", "a.exemplo"},
                                     {"https://a.exemplo", "a.exemplo:443"},
                                     {"http://[::1]:8080", "[::1]:8080"}}) {
    EXPECT_TRUE(api::is_own_origin(origin, host)) << origin;
  }
  for (const auto& [origin, host] : {std::pair{"http://localhost:3000", "localhost:8080"},
                                     {"null", "localhost"},
                                     {"", ""},
                                     {"http://", ""},
                                     {"ftp://localhost", "localhost"},
                                     {"https://a.exemplo", "a.exemplo:80"},
                                     {"http://a.exemplo.mau", "a.exemplo"},
                                     {"http://127.0.0.1:8080", "localhost:8080"}}) {
    EXPECT_FALSE(api::is_own_origin(origin, host)) << origin;
  }
}

// ---- through the dispatcher --------------------------------------------------------------------

TEST(OpenServer, AnswersNoNameThatItDoesNotKnow) {
  Api api;
  api.store.put(support::named("x"));
  (void)api.get("/livros/1");  // kept from now on
  for (const std::string target : {"/livros/1", "/livros", "/", "/healthz", "/metrics", "/nada"}) {
    const auto answer = api.get(target, {{Header::host, "mau.exemplo"}});
    EXPECT_EQ(problem_in(answer), "421 nome-recusado") << target;
    EXPECT_NE(json_at(answer.body, "/detail").find("mau.exemplo"), std::string::npos);
  }
  EXPECT_EQ(problem_in(api.post("/livros", book, {{Header::host, "mau.exemplo"}})),
            "421 nome-recusado");
  EXPECT_EQ(problem_in(api.send({"OPTIONS", "/livros", {{Header::host, "mau.exemplo"}}, ""})),
            "421 nome-recusado");
  for (const std::string host : {"localhost:8080", "127.0.0.1:8080", "localhost:8080"}) {
    EXPECT_EQ(api.get("/livros/1", {{Header::host, host}}).status, 200) << host;
    EXPECT_EQ(api.get("/livros/1", {{Header::host, "mau.exemplo"}}).status, 421);
  }
}

TEST(OpenServer, IsCalledByNoNameInHttp10Only) {
  Api api;
  EXPECT_EQ(api.get("/livros").status, 200);
  EXPECT_EQ(problem_in(api.get("/livros", {{Header::host, ""}})), "421 nome-recusado");
}

TEST(OpenServer, IsCalledAsItsOwnerAllows) {
  ApiOptions options;
  options.access.allowed_hosts = {"catalogo.exemplo"};
  Api named(options);
  EXPECT_EQ(named.get("/livros", {{Header::host, "catalogo.exemplo:8080"}}).status, 200);
  EXPECT_EQ(named.get("/livros", {{Header::host, "mau.exemplo"}}).status, 421);
  options.access.allowed_hosts = {"*"};
  Api any(options);
  EXPECT_EQ(any.get("/livros", {{Header::host, "mau.exemplo"}}).status, 200);
  ApiOptions keyed;
  keyed.access.auth = api::AccessRules::Auth::keys;
  Api with_keys(keyed);
  EXPECT_EQ(with_keys.get("/livros", {{Header::host, "mau.exemplo"}}).status, 200);
}

struct PageCase {
  std::string about;
  Fields fields;
  bool is_admitted;
};

TEST(OpenServer, TakesChangesFromItsOwnPagesAndFromNoOthers) {
  ApiOptions options;
  options.access.cors_origins = {"https://app.exemplo"};
  for (const auto& [about, fields, is_admitted] : {
           PageCase{"curl", {}, true},
           PageCase{"typed", {{Header::sec_fetch_site, "none"}}, true},
           PageCase{"another site", {{Header::sec_fetch_site, "cross-site"}}, false},
           PageCase{"another site, oddly", {{Header::sec_fetch_site, " Cross-Site;x=1"}}, false},
           PageCase{"a foreign origin", {{Header::origin, "https://mau.exemplo"}}, false},
           PageCase{"no origin that is told", {{Header::origin, "null"}}, false},
           PageCase{
               "another port",
               {{Header::origin, "http://localhost:3000"}, {Header::sec_fetch_site, "same-site"}},
               false},
           PageCase{
               "its own page",
               {{Header::origin, "http://localhost:8080"}, {Header::sec_fetch_site, "same-origin"}},
               true},
           PageCase{
               "own origin of another site",
               {{Header::origin, "http://localhost:8080"}, {Header::sec_fetch_site, "cross-site"}},
               false},
           PageCase{
               "an allowed page",
               {{Header::origin, "https://app.exemplo"}, {Header::sec_fetch_site, "cross-site"}},
               true},
       }) {
    Api api(options);
    api.store.put(support::named("x"));
    Fields sent = fields;
    sent.emplace_back(Header::host, "localhost:8080");
    for (const auto& answer :
         {api.post("/livros", book, sent), api.patch("/livros/1", R"({"ano":1})", sent),
          api.put("/livros/1", book, sent), api.remove("/livros/1", sent)}) {
      EXPECT_EQ(answer.status != 403, is_admitted) << about << answer.status;
      if (!is_admitted) {
        EXPECT_EQ(problem_in(answer), "403 origem-recusada") << about;
      }
    }
    EXPECT_EQ(api.get("/livros", sent).status, 200) << about;
  }
}

TEST(OpenServer, ForAnybodysPagesTakesThemAll) {
  ApiOptions options;
  options.access.cors_origins = {"*"};
  Api api(options);
  EXPECT_EQ(api.post("/livros", book,
                     {{Header::origin, "https://mau.exemplo"},
                      {Header::sec_fetch_site, "cross-site"},
                      {Header::host, "localhost"}})
                .status,
            201);
}

TEST(OpenServer, RefusesBeforeTheBody) {
  Api api;
  for (const Fields& fields :
       {Fields{{Header::host, "mau.exemplo"}}, Fields{{Header::origin, "https://mau.exemplo"}}}) {
    const support::FakeReply head({"POST", "/livros", fields, ""});
    EXPECT_EQ(api.dispatcher->body_bytes_max(head.request()), 0U);
  }
}

}  // namespace
}  // namespace api_hosts_test
