#include <gtest/gtest.h>

#include <thread>

#include "support/api.hpp"

namespace api_gate_test {
namespace {

using api::AccessRules;
using catalog::AccessKey;
using catalog::Scope;
using http::Header;
using support::Answer;
using support::Api;
using support::Fields;
using support::json_at;
using support::problem_in;
using namespace std::chrono_literals;

constexpr auto dom = R"({"título":"Dom Casmurro","autor":"Machado de Assis"})";

AccessRules keyed(AccessRules::Reads reads = AccessRules::Reads::open) {
  AccessRules rules;
  rules.auth = AccessRules::Auth::keys;
  rules.reads = reads;
  return rules;
}

std::string text_of(char letter) { return "lv_" + std::string(43, letter); }
Fields bearing(const std::string& key) { return {{Header::authorization, "Bearer " + key}}; }

// A server with five keys: r may read, w write, a everything; x has expired, v was revoked.
class Keyed : public Api {
 public:
  explicit Keyed(const AccessRules& rules = keyed()) : Api({.access = rules}) {
    const auto add = [this](char letter, Scope scope) -> AccessKey& {
      AccessKey& key = keys.emplace_back();
      key.id = static_cast<std::int64_t>(keys.size());
      key.name = std::string("Chave ") + letter;
      key.digest = catalog::digest_of(text_of(letter));
      key.scope = scope;
      return key;
    };
    add('r', Scope::read);
    add('w', Scope::write);
    add('a', Scope::administer);
    add('x', Scope::administer).expires_at = clock.now() - 1ms;
    add('v', Scope::administer).revoked_at = clock.now();
    publish();
    store.put(support::named("Livro"));
  }

  void publish() {
    uses.resize(keys.size());
    std::vector<api::Keyring::Entry> entries;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (uses[i] == nullptr) {
        uses[i] = std::make_shared<std::atomic<std::int64_t>>(0);
      }
      entries.push_back({keys[i], uses[i]});
    }
    access_state.keys.set(std::make_shared<const api::Keyring>(std::move(entries)));
  }

  std::vector<AccessKey> keys;
  std::vector<api::KeyUse> uses;
};

std::string challenge(const Answer& answer) { return answer.header("WWW-Authenticate"); }

// ---- bodies ------------------------------------------------------------------------------------

std::size_t body_bytes_max(Api& api, const std::string& method, const Fields& fields) {
  const support::FakeReply head({method, "/livros", fields, ""});
  return api.dispatcher->body_bytes_max(head.request());
}

TEST(Bodies, OfWhoMayNotWriteAreNotRead) {
  Keyed api;
  const std::size_t whole = api.settings.json_body_bytes_max;
  EXPECT_EQ(body_bytes_max(api, "POST", {}), 0U);
  EXPECT_EQ(body_bytes_max(api, "PUT", bearing(text_of('r'))), 0U);
  EXPECT_EQ(body_bytes_max(api, "PATCH", bearing(text_of('x'))), 0U);
  EXPECT_EQ(body_bytes_max(api, "POST", bearing(text_of('v'))), 0U);
  EXPECT_EQ(body_bytes_max(api, "POST", {{Header::authorization, "Basic abc"}}), 0U);
  EXPECT_EQ(body_bytes_max(api, "POST", bearing(text_of('w'))), whole);
  EXPECT_EQ(body_bytes_max(api, "POST", bearing(text_of('a'))), whole);
  Api open;
  EXPECT_EQ(body_bytes_max(open, "POST", {}), whole);
}

TEST(Bodies, ThatNobodyAskedForAreTakenUpToAFewKilobytes) {
  Keyed keyed;
  Api open;
  for (const std::string method : {"GET", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "FOO"}) {
    EXPECT_EQ(body_bytes_max(keyed, method, {}), 16U * 1024) << method;
    EXPECT_EQ(body_bytes_max(open, method, {}), 16U * 1024) << method;
  }
}

TEST(Bodies, ThatAreNotReadAreAnsweredAsTheRequestWouldBe) {
  Keyed api;
  const auto refused = [&api](const Fields& fields) {
    const support::FakeReply head({"POST", "/livros", fields, ""});
    const auto answer = api.dispatcher->refuse(http::Refusal::body_too_large, head.request());
    return Answer{answer.status, answer.headers, answer.body};
  };
  const auto nobody = refused({});
  EXPECT_EQ(problem_in(nobody), "401 nao-autorizado");
  EXPECT_EQ(nobody.header("WWW-Authenticate"), "Bearer realm=\"api-livros\"");
  EXPECT_EQ(problem_in(refused(bearing(text_of('r')))), "403 sem-permissao");
  EXPECT_EQ(problem_in(refused(bearing(text_of('x')))), "401 nao-autorizado");
  EXPECT_EQ(problem_in(refused(bearing(text_of('w')))), "413 corpo-grande-demais");
}

TEST(Keys, GivenTwiceCountAsTheBetterOne) {
  Keyed api;
  for (const Scope scope : {Scope::read, Scope::administer, Scope::write}) {
    AccessKey& key = api.keys.emplace_back(api.keys.front());
    key.id = static_cast<std::int64_t>(api.keys.size());
    key.digest = catalog::digest_of(text_of('t'));
    key.scope = scope;
  }
  api.publish();
  const auto* const entry = api.access_state.keys.get()->find(catalog::digest_of(text_of('t')));
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(entry->key.scope, Scope::administer);
}

// ---- keys --------------------------------------------------------------------------------------

TEST(Keys, AreNotLookedAtOnAnOpenServer) {
  Api api;
  EXPECT_EQ(api.post("/livros", dom).status, 201U);
  EXPECT_EQ(api.post("/livros", dom, bearing("nonsense")).status, 201U);
  EXPECT_EQ(api.store.writes.back().actor, "");
}

TEST(Keys, AreNeededToWriteAndNotToRead) {
  Keyed api;
  const Answer refused = api.post("/livros", dom);
  EXPECT_EQ(problem_in(refused), "401 nao-autorizado");
  EXPECT_EQ(challenge(refused), "Bearer realm=\"api-livros\"") << "no error without a credential";
  EXPECT_EQ(problem_in(api.put("/livros/1", dom)), "401 nao-autorizado");
  EXPECT_EQ(problem_in(api.patch("/livros/1", "{}")), "401 nao-autorizado");
  EXPECT_EQ(problem_in(api.remove("/livros/1")), "401 nao-autorizado");
  EXPECT_EQ(problem_in(api.post("/livros/1/restaurar", R"({"versao":1})")), "401 nao-autorizado");
  EXPECT_TRUE(api.store.writes.empty());
  EXPECT_EQ(api.get("/livros").status, 200U);
  EXPECT_EQ(api.get("/livros/1").status, 200U);
  EXPECT_EQ(api.get("/metrics").status, 200U);
  EXPECT_EQ(api.post("/livros", dom, bearing(text_of('w'))).status, 201U);
  EXPECT_EQ(api.remove("/livros/1", bearing(text_of('a'))).status, 204U);
}

TEST(Keys, OfTooNarrowAScopeAre403) {
  Keyed api;
  const Answer refused = api.post("/livros", dom, bearing(text_of('r')));
  EXPECT_EQ(problem_in(refused), "403 sem-permissao");
  EXPECT_EQ(challenge(refused),
            "Bearer realm=\"api-livros\", error=\"insufficient_scope\", scope=\"escrever\"");
  EXPECT_NE(json_at(refused.body, "/detail").find("ler"), std::string::npos);
  EXPECT_TRUE(api.store.writes.empty());
  EXPECT_EQ(api.get("/livros/1", bearing(text_of('r'))).status, 200U);
}

TEST(Keys, ThatAreNoGoodAre401EvenWhereNoneIsNeeded) {
  Keyed api;
  api.get("/livros/1");  // kept from now on
  struct Case {
    std::string credential;
    std::string said;  // in the detail
  };
  for (const auto& [credential, said] : {
           Case{"Bearer " + text_of('z'), "desconhece"},
           Case{"Bearer " + text_of('x'), "venceu"},
           Case{"Bearer " + text_of('v'), "revogada"},
           Case{"Bearer " + text_of('w') + "w", "desconhece"},
           Case{"Bearer " + text_of('w').substr(0, 45), "desconhece"},
           Case{"Bearer " + std::string(5000, 'w'), "desconhece"},
           Case{"Bearer ", "desconhece"},
           Case{"Bearer", "envie"},
           Case{"", "envie"},
           Case{text_of('w'), "envie"},
           Case{"Bearer\t" + text_of('w'), "envie"},
       }) {
    for (const std::string target : {"/livros/1", "/livros", "/openapi.yaml", "/nada"}) {
      const Answer refused = api.get(target, {{Header::authorization, credential}});
      EXPECT_EQ(problem_in(refused), "401 nao-autorizado") << target << ' ' << credential;
      EXPECT_NE(json_at(refused.body, "/detail").find(said), std::string::npos)
          << json_at(refused.body, "/detail");
      const bool names_error = challenge(refused).find("invalid_token") != std::string::npos;
      EXPECT_EQ(names_error, said != "envie") << challenge(refused);
    }
    const Answer refused = api.post("/livros", dom, {{Header::authorization, credential}});
    EXPECT_EQ(problem_in(refused), "401 nao-autorizado") << credential;
  }
  EXPECT_TRUE(api.store.writes.empty());
}

TEST(Keys, AreTakenHoweverTheSchemeIsWritten) {
  Keyed api;
  for (const std::string scheme : {"Bearer ", "bearer ", "BEARER ", "Bearer   "}) {
    const Fields fields{{Header::authorization, scheme + text_of('w')}};
    EXPECT_EQ(api.post("/livros", dom, fields).status, 201U) << scheme;
  }
}

TEST(Keys, DoNotStandInTheWayOfProbes) {
  Keyed api(keyed(AccessRules::Reads::keyed));
  EXPECT_EQ(api.get("/healthz", bearing(text_of('z'))).status, 200U);
  EXPECT_EQ(api.get("/readyz").status, 200U);
}

TEST(Keys, AreNeededToReadWhenTheServerIsPrivate) {
  Keyed api(keyed(AccessRules::Reads::keyed));
  api.get("/livros/1", bearing(text_of('r')));
  for (const std::string target :
       {"/livros", "/livros/1", "/livros/1/versoes", "/facetas?por=autor", "/mudancas", "/isbn/1",
        "/metrics", "/nada"}) {
    EXPECT_EQ(problem_in(api.get(target)), "401 nao-autorizado") << target;
    EXPECT_EQ(problem_in(api.head(target)), "401 nao-autorizado") << target;
  }
  for (const std::string target :
       {"/", "/openapi.json", "/openapi.yaml", "/problemas", "/problemas/nao-autorizado"}) {
    EXPECT_EQ(api.get(target).status, 200U) << target;
  }
  for (const char letter : {'r', 'w', 'a'}) {
    EXPECT_EQ(api.get("/livros/1", bearing(text_of(letter))).status, 200U) << letter;
    EXPECT_EQ(api.get("/livros", bearing(text_of(letter))).status, 200U) << letter;
  }
  EXPECT_EQ(api.send({"OPTIONS", "/livros", {}, ""}).status, 204U);
}

TEST(Keys, DoNotCostAReadItsCache) {
  Keyed api(keyed(AccessRules::Reads::keyed));
  api.get("/livros/1", bearing(text_of('r')));
  const std::size_t reads = api.store.reads.size();
  const Answer answer = api.get("/livros/1", bearing(text_of('w')));
  EXPECT_EQ(answer.came, Answer::Came::prepared);
  EXPECT_EQ(api.store.reads.size(), reads);
}

TEST(Keys, SignTheHistoryAndRecordTheirUse) {
  Keyed api;
  EXPECT_EQ(api.uses[1]->load(), 0);
  ASSERT_EQ(api.post("/livros", dom, bearing(text_of('w'))).status, 201U);
  EXPECT_EQ(api.store.writes.back().actor, "Chave w");
  EXPECT_EQ(api.uses[1]->load(), api.clock.now().time_since_epoch().count());
  EXPECT_EQ(api.uses[0]->load(), 0);
  (void)api.post("/livros", dom, bearing(text_of('x')));
  EXPECT_EQ(api.uses[3]->load(), 0) << "what was refused is no use";
}

TEST(Keys, AreSwappedWhileTheServerRuns) {
  Keyed api;
  ASSERT_EQ(api.post("/livros", dom, bearing(text_of('w'))).status, 201U);
  api.keys[1].revoked_at = api.clock.now();
  api.publish();
  EXPECT_EQ(problem_in(api.post("/livros", dom, bearing(text_of('w')))), "401 nao-autorizado");
  api.keys[1].revoked_at.reset();
  api.keys[1].expires_at = api.clock.now() + 1h;
  api.publish();
  EXPECT_EQ(api.post("/livros", dom, bearing(text_of('w'))).status, 201U);
  api.clock.advance(1h);
  EXPECT_EQ(problem_in(api.post("/livros", dom, bearing(text_of('w')))), "401 nao-autorizado");
}

TEST(Keys, AnotherKeyDoesNotGetTheAnswerKeptUnderAnIdempotencyKey) {
  Keyed api;
  const auto post = [&](char letter) {
    Fields fields = bearing(text_of(letter));
    fields.emplace_back(Header::idempotency_key, "pedido 1");
    return api.post("/livros", dom, fields);
  };
  const Answer first = post('w');
  EXPECT_EQ(post('w').header("Idempotent-Replayed"), "true");
  const Answer other = post('a');
  EXPECT_EQ(other.status, 201U);
  EXPECT_EQ(other.header("Idempotent-Replayed"), "");
  EXPECT_NE(other.header("Location"), first.header("Location"));
}

TEST(Keys, AreRefusedInTheLanguageAskedFor) {
  Keyed api;
  const Answer refused = api.get("/livros", {{Header::authorization, "Bearer " + text_of('x')},
                                             {Header::accept_language, "en"}});
  EXPECT_NE(json_at(refused.body, "/detail").find("expired"), std::string::npos);
}

// ---- how often ---------------------------------------------------------------------------------

AccessRules limited() {
  AccessRules rules = keyed();
  rules.reads_rate = api::Rate{1, 60s, 3};
  rules.writes_rate = api::Rate{1, 60s, 2};
  return rules;
}

TEST(Limits, AreTelledAndThenHeld) {
  Keyed api(limited());
  for (const std::string remaining : {"2", "1", "0"}) {
    const Answer answer = api.get("/livros/1");
    EXPECT_EQ(answer.status, 200U);
    EXPECT_EQ(answer.header("RateLimit").substr(0, 13), "\"leitura\";r=" + remaining);
    EXPECT_EQ(answer.header("RateLimit-Policy"), "\"leitura\";q=3;w=180");
  }
  const Answer refused = api.get("/livros/1");
  EXPECT_EQ(problem_in(refused), "429 limite-excedido");
  EXPECT_GE(std::stoi(refused.header("Retry-After")), 59);
  EXPECT_EQ(refused.header("RateLimit").substr(0, 13), "\"leitura\";r=0");
  EXPECT_EQ(problem_in(api.get("/livros")), "429 limite-excedido");
  EXPECT_EQ(problem_in(api.get("/openapi.yaml")), "429 limite-excedido");
  EXPECT_EQ(api.get("/healthz").status, 200U) << "probes are not counted";
  EXPECT_EQ(api.get("/readyz").status, 200U);
}

TEST(Limits, CountEachKeyAndEachAddressByItself) {
  Keyed api(limited());
  for (int i = 0; i < 4; ++i) {
    (void)api.get("/livros/1");
  }
  EXPECT_EQ(api.get("/livros/1").status, 429U);
  EXPECT_EQ(api.get("/livros/1", bearing(text_of('r'))).status, 200U);
  EXPECT_EQ(api.post("/livros", dom, bearing(text_of('w'))).status, 201U);
  EXPECT_EQ(api.post("/livros", dom, bearing(text_of('w'))).status, 201U);
  EXPECT_EQ(problem_in(api.post("/livros", dom, bearing(text_of('w')))), "429 limite-excedido");
  EXPECT_EQ(api.post("/livros", dom, bearing(text_of('a'))).status, 201U);
  EXPECT_EQ(api.get("/livros/1", bearing(text_of('w'))).status, 200U) << "reads count apart";
}

Answer get_from(Api& api, const std::string& forwarded_for) {
  return api.get("/livros/1", {{Header::forwarded_for, forwarded_for}});
}

TEST(Limits, CountTheClientThatATrustedProxyNames) {
  AccessRules rules = limited();
  rules.trusted_proxies = {*http::Network::parse("127.0.0.0/8")};
  Keyed api(rules);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(get_from(api, "198.51.100.1").status, 200U);
  }
  EXPECT_EQ(get_from(api, "198.51.100.1").status, 429U);
  EXPECT_EQ(get_from(api, "203.0.113.5, 198.51.100.1").status, 429U) << "invented on the left";
  EXPECT_EQ(get_from(api, "198.51.100.2").status, 200U);
  // A /64 is one household.
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(get_from(api, "2001:db8:0:1::" + std::to_string(i)).status, 200U);
  }
  EXPECT_EQ(get_from(api, "2001:db8:0:1:ffff::").status, 429U);
  EXPECT_EQ(get_from(api, "2001:db8:0:2::").status, 200U);
}

TEST(Limits, BelieveNobodyElse) {
  Keyed api(limited());
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(get_from(api, "198.51.100." + std::to_string(i)).status, 200U);
  }
  EXPECT_EQ(get_from(api, "198.51.100.9").status, 429U);
}

TEST(Limits, HoldThoseWhoTryKeysAndNoGoodKey) {
  AccessRules rules = keyed();
  rules.failures_rate = api::Rate{1, 60s, 5};
  Keyed api(rules);
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(problem_in(api.get("/livros/1", bearing(text_of('z')))), "401 nao-autorizado");
  }
  const Answer refused = api.get("/livros/1", bearing(text_of('z')));
  EXPECT_EQ(problem_in(refused), "429 limite-excedido");
  EXPECT_NE(refused.header("Retry-After"), "");
  EXPECT_EQ(api.get("/livros/1").status, 200U);
  EXPECT_EQ(api.post("/livros", dom, bearing(text_of('w'))).status, 201U);
}

// ---- overload ----------------------------------------------------------------------------------

TEST(InFlight, IsBoundedAndWhoeverWasAcceptedIsAnswered) {
  AccessRules rules;
  rules.in_flight_max = 2;
  Api api({.access = rules});
  api.store.writes_answer = support::FakeStore::Answers::on_demand;
  const auto first = api.start({"POST", "/livros", {}, dom});
  const auto second = api.start({"POST", "/livros", {}, dom});
  const Answer refused = api.post("/livros", dom);
  EXPECT_EQ(problem_in(refused), "503 sobrecarregado");
  EXPECT_EQ(refused.header("Retry-After"), "1");
  EXPECT_EQ(api.store.writes.size(), 2U) << "nothing of the third was begun";
  EXPECT_EQ(api.get("/livros").status, 503U);
  EXPECT_NE(api.metrics.render().find("livros_overloaded_total{bound=\"in_flight\"} 2\n"),
            std::string::npos);
  EXPECT_EQ(api.get("/healthz").status, 200U);
  api.answer_next();
  EXPECT_EQ(first->answer().status, 201U);
  const auto third = api.start({"POST", "/livros", {}, dom});
  api.answer_next();
  api.answer_next();
  EXPECT_EQ(second->answer().status, 201U);
  EXPECT_EQ(third->answer().status, 201U);
  EXPECT_EQ(api.access_state.in_flight.load(), 0U);
}

TEST(InFlight, IsOverWhenTheStoreDropsARequest) {
  AccessRules rules;
  rules.in_flight_max = 1;
  Api api({.access = rules});
  api.store.writes_answer = support::FakeStore::Answers::on_demand;
  (void)api.start({"POST", "/livros", {}, dom});
  EXPECT_EQ(api.access_state.in_flight.load(), 1U);
  api.store.drop_waiting();
  EXPECT_EQ(api.access_state.in_flight.load(), 0U);
}

}  // namespace
}  // namespace api_gate_test
