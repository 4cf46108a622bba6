#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "api/answer/sign_in.hpp"
#include "support/api.hpp"

namespace api_session_test {
namespace {

using api::AccessRules;
using catalog::Scope;
using http::Header;
using support::Answer;
using support::Api;
using support::Fields;
using support::json_at;
using support::problem_in;
using namespace std::chrono_literals;

constexpr auto form_type = "application/x-www-form-urlencoded";
constexpr auto dom = R"({"título":"Dom Casmurro","autor":"Machado de Assis"})";

AccessRules keyed(AccessRules::Reads reads = AccessRules::Reads::open) {
  AccessRules rules;
  rules.auth = AccessRules::Auth::keys;
  rules.reads = reads;
  return rules;
}

std::string text_of(char letter) { return "lv_" + std::string(43, letter); }

// A server with two keys: r may read, w write.
class Keyed : public Api {
 public:
  explicit Keyed(const AccessRules& rules = keyed()) : Api({.access = rules}) {
    add('r', Scope::read);
    add('w', Scope::write);
    publish();
    store.put(support::named("Livro"));
  }
  void publish() { access_state.keys.set(std::make_shared<const api::Keyring>(entries)); }
  std::vector<api::Keyring::Entry> entries;

 private:
  void add(char letter, Scope scope) {
    catalog::AccessKey key;
    key.id = static_cast<std::int64_t>(entries.size() + 1);
    key.name = std::string("Chave ") + letter;
    key.digest = catalog::digest_of(text_of(letter));
    key.scope = scope;
    entries.push_back({key, std::make_shared<std::atomic<std::int64_t>>(0)});
  }
};

Fields own_form(Fields more = {}) {
  more.emplace_back(Header::content_type, form_type);
  more.emplace_back(Header::sec_fetch_site, "same-origin");
  return more;
}
Fields carrying(char letter, Fields more = {}) {
  more.emplace_back(Header::cookie, "livros_tema=claro; livros_chave=" + text_of(letter));
  return more;
}
bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

// ---- signing in

TEST(SignIn, ByAFormLeavesACookieAndGoesBack) {
  Keyed api;
  const auto answer =
      api.post("/sessao", "chave=" + text_of('w') + "&volta=%2Flivro%2F1%2Feditar", own_form());
  EXPECT_EQ(answer.status, 303);
  EXPECT_EQ(answer.header("Location"), "/livro/1/editar");
  EXPECT_EQ(answer.header("Set-Cookie"),
            "livros_chave=" + text_of('w') + "; HttpOnly; SameSite=Lax; Path=/");
  EXPECT_EQ(answer.header("Cache-Control"), "no-store");
}

TEST(SignIn, ByJsonIs204AndLastsWhenAsked) {
  Keyed api;
  const auto answer = api.post("/sessao", R"({"chave":")" + text_of('r') + R"(","lembrar":true})",
                               {{Header::content_type, "application/json"}});
  EXPECT_EQ(answer.status, 204);
  EXPECT_TRUE(holds(answer.header("Set-Cookie"), "; Max-Age=2592000"));
}

TEST(SignIn, BehindAProxyWithTlsIsForThisHostAlone) {
  AccessRules rules = keyed();
  rules.trusted_proxies = {*http::Network::parse("127.0.0.0/8")};
  Keyed api(rules);
  const Fields by_tls{{Header::forwarded_for, "203.0.113.7"}, {Header::forwarded_proto, "https"}};
  const std::string body = "chave=" + text_of('w');
  EXPECT_EQ(api.post("/sessao", body, own_form(by_tls)).header("Set-Cookie"),
            "__Host-livros_chave=" + text_of('w') + "; HttpOnly; SameSite=Lax; Path=/; Secure");
  // A proxy that names no client speaks of the scheme all the same.
  EXPECT_TRUE(api.post("/sessao", body, own_form({{Header::forwarded_proto, "https"}}))
                  .header("Set-Cookie")
                  .ends_with("; Secure"));
  Keyed untrusting;
  EXPECT_TRUE(untrusting.post("/sessao", body, own_form(by_tls))
                  .header("Set-Cookie")
                  .starts_with("livros_chave="));
}

TEST(SignIn, WithAWrongKeySaysSoWhereItWasGiven) {
  Keyed api;
  const auto page = api.post("/sessao", "chave=lv_nada&volta=%2Facervo", own_form());
  EXPECT_EQ(page.status, 401);
  EXPECT_EQ(page.header("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(page.header("Set-Cookie"), "");
  EXPECT_TRUE(holds(page.body, R"(name="volta" value="/acervo")"));
  EXPECT_TRUE(holds(page.body, R"(aria-invalid="true")"));
  EXPECT_EQ(problem_in(api.post("/sessao", R"({"chave":"lv_nada"})")), "401 nao-autorizado");
  EXPECT_EQ(problem_in(api.post("/sessao", R"({"chave":""})")), "401 nao-autorizado");
  for (const std::string body : {"{}", R"({"chave":1})", R"({"chave":"x","nome":"y"})", "[]",
                                 R"({"chave":"x","lembrar":"sim"})"}) {
    EXPECT_EQ(api.post("/sessao", body).status, 422) << body;
  }
  EXPECT_EQ(api.post("/sessao", R"({"chave":)").status, 400);
  EXPECT_EQ(api.post("/sessao", "x", {{Header::content_type, "text/plain"}}).status, 415);
}

TEST(SignIn, CountsItsFailures) {
  AccessRules rules = keyed();
  rules.failures_rate = api::Rate{3, 60s, 3};
  Keyed api(rules);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(api.post("/sessao", "chave=lv_nada", own_form()).status, 401);
  }
  const auto answer = api.post("/sessao", "chave=lv_nada", own_form());
  EXPECT_EQ(answer.status, 429);
  EXPECT_NE(answer.header("Retry-After"), "");
  EXPECT_EQ(api.post("/sessao", "chave=" + text_of('w'), own_form()).status, 303);
}

TEST(SignIn, LeadsToNoOtherHost) {
  for (const std::string target :
       {"https://mal.example/", "//mal.example/", "/\\mal.example", "mal", "", "/sessao"}) {
    EXPECT_EQ(api::path_of_this_host(target), "/") << target;
  }
  EXPECT_EQ(api::path_of_this_host("/busca?q=ação\r\nX: y"), "/busca?q=a%C3%A7%C3%A3o%0D%0AX:%20y");
}

TEST(SignIn, IsNotForPagesOfOthers) {
  Keyed api;
  const std::string body = "chave=" + text_of('w');
  for (const Fields& foreign :
       {Fields{{Header::sec_fetch_site, "cross-site"}},
        Fields{{Header::sec_fetch_site, "same-site"}},
        Fields{{Header::origin, "https://mal.example"}}, Fields{{Header::origin, "null"}}}) {
    Fields fields = foreign;
    fields.emplace_back(Header::content_type, form_type);
    fields.emplace_back(Header::host, "livros.example");
    const auto answer = api.post("/sessao", body, fields);
    EXPECT_EQ(answer.status, 403);
    EXPECT_EQ(answer.header("Set-Cookie"), "");
    EXPECT_EQ(api.remove("/sessao", foreign).status, 403);
  }
}

TEST(SignIn, IsUnknownToAnOpenServer) {
  Api api;
  EXPECT_EQ(api.post("/sessao", R"({"chave":"lv_x"})").status, 404);
  EXPECT_EQ(api.get("/entrar").status, 404);
  EXPECT_EQ(json_at(api.get("/sessao").body, "/entrou"), "false");
  api.store.put(support::named("x"));
  const auto page = api.get("/livro/1");
  EXPECT_FALSE(holds(page.body, "/entrar"));
}

// ---- the cookie

TEST(SessionCookie, StandsForTheKeyInReads) {
  Keyed api(keyed(AccessRules::Reads::keyed));
  EXPECT_EQ(api.get("/livros/1").status, 401);
  EXPECT_EQ(api.get("/livros/1", carrying('r')).status, 200);
  EXPECT_EQ(api.get("/livro/1", carrying('r')).status, 200);
  const auto who = api.get("/sessao", carrying('r'));
  EXPECT_EQ(json_at(who.body, "/entrou"), "true");
  EXPECT_EQ(json_at(who.body, "/nome"), "Chave r");
  EXPECT_EQ(json_at(who.body, "/escopo"), "ler");
}

TEST(SessionCookie, OfAPrivateCatalogueIsAskedForByThePage) {
  Keyed api(keyed(AccessRules::Reads::keyed));
  const auto page = api.get("/busca?q=a%20b");
  EXPECT_EQ(page.status, 401);
  EXPECT_TRUE(holds(page.body, R"(name="volta" value="/busca?q=a%20b")"));
  EXPECT_FALSE(holds(page.body, R"(Livro")"));
  const auto start = api.get("/", {{Header::accept, "text/html"}});
  EXPECT_EQ(start.status, 401);
  EXPECT_TRUE(holds(start.body, R"(data-testid="form-chave")"));
  EXPECT_EQ(api.get("/").status, 200);
  // What was kept for one who may is not given to one who may not.
  EXPECT_EQ(api.get("/livro/1", carrying('r')).status, 200);
  EXPECT_EQ(api.get("/livro/1", carrying('r')).came, Answer::Came::prepared);
  EXPECT_EQ(api.get("/livro/1").status, 401);
}

TEST(SessionCookie, ChangesNothingButForPagesOfThisHost) {
  Keyed api;
  EXPECT_EQ(problem_in(api.post("/livros", dom, carrying('w'))), "401 nao-autorizado");
  EXPECT_EQ(
      api.post("/livros", dom, carrying('w', {{Header::sec_fetch_site, "cross-site"}})).status,
      401);
  EXPECT_EQ(api.post("/livros", dom, carrying('w', {{Header::sec_fetch_site, "same-site"}})).status,
            401);
  EXPECT_EQ(api.post("/livros", dom,
                     carrying('w', {{Header::origin, "http://mal.example"},
                                    {Header::host, "livros.example"}}))
                .status,
            401);
  EXPECT_EQ(api.post("/livros", dom,
                     carrying('w', {{Header::origin, "http://livros.example"},
                                    {Header::host, "livros.example"}}))
                .status,
            201);
  EXPECT_EQ(
      api.post("/livros", dom, carrying('w', {{Header::sec_fetch_site, "same-origin"}})).status,
      201);
  EXPECT_EQ(problem_in(
                api.post("/livros", dom, carrying('r', {{Header::sec_fetch_site, "same-origin"}}))),
            "403 sem-permissao");
}

TEST(SessionCookie, YieldsToAuthorization) {
  Keyed api;
  const Fields both = carrying('w', {{Header::sec_fetch_site, "same-origin"},
                                     {Header::authorization, "Bearer " + text_of('r')}});
  EXPECT_EQ(api.post("/livros", dom, both).status, 403);
}

TEST(SessionCookie, EndsWithItsKey) {
  Keyed api(keyed(AccessRules::Reads::keyed));
  EXPECT_EQ(api.get("/livro/1", carrying('r')).status, 200);
  api.entries[0].key.revoked_at = api.clock.now();
  api.publish();
  EXPECT_EQ(api.get("/livro/1", carrying('r')).status, 401);
  Keyed open;
  open.entries[0].key.revoked_at = open.clock.now();
  open.publish();
  EXPECT_EQ(open.get("/livro/1", carrying('r')).status, 200);
  EXPECT_EQ(json_at(open.get("/sessao", carrying('r')).body, "/entrou"), "false");
}

TEST(SessionCookie, IsTakenBack) {
  Keyed api;
  const Fields own{{Header::sec_fetch_site, "same-origin"}};
  EXPECT_EQ(api.remove("/sessao", own).header("Set-Cookie"),
            "livros_chave=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0");
  const auto by_form = api.post("/sessao", "sair=1", own_form());
  EXPECT_EQ(by_form.status, 303);
  EXPECT_TRUE(holds(by_form.header("Set-Cookie"), "Max-Age=0"));
}

TEST(SessionCookie, LetsTheBodyOfAWriteBeRead) {
  Keyed api;
  const auto most = [&](const std::string& target, const Fields& fields) {
    const support::FakeReply head({"POST", target, fields, ""});
    return api.dispatcher->body_bytes_max(head.request());
  };
  EXPECT_EQ(most("/livros", carrying('w')), 0U);
  EXPECT_EQ(most("/livros", carrying('w', {{Header::sec_fetch_site, "same-origin"}})),
            api.settings.json_body_bytes_max);
  EXPECT_EQ(most("/sessao", {}), api::sign_in_body_bytes_max);
}

TEST(SessionCookie, ShowsInPagesThatAreKeptApart) {
  Keyed api;
  const auto out = api.get("/livro/1");
  const auto in = api.get("/livro/1", carrying('w'));
  EXPECT_TRUE(holds(out.body, ">Entrar</a>"));
  EXPECT_TRUE(holds(in.body, ">Sair</a>"));
  EXPECT_NE(out.header("ETag"), in.header("ETag"));
  EXPECT_EQ(api.get("/livro/1").body, out.body);
  EXPECT_TRUE(holds(api.get("/entrar", carrying('w')).body, "Chave w"));
  EXPECT_TRUE(holds(api.get("/importar").body, R"(href="/entrar?volta=/importar")"));
  EXPECT_FALSE(holds(api.get("/importar", carrying('w')).body, "entre-antes"));
}

TEST(StatusPage, ShowsKeysToWhoAdministersAlone) {
  Keyed api;
  api.settings.known_keys = [&api] { return api.access_state.keys.known(); };
  api.entries[1].key.scope = Scope::administer;
  api.publish();
  const auto shown = api.get("/estado", carrying('w'));
  EXPECT_TRUE(holds(shown.body, R"(>Chave r</td><td role="cell" data-nome="Alcance">ler</td>)"));
  EXPECT_FALSE(holds(shown.body, text_of('w')));
  EXPECT_FALSE(holds(api.get("/estado", carrying('r')).body, "Chave r"));
}

}  // namespace
}  // namespace api_session_test
