#include <gtest/gtest.h>

#include <algorithm>

#include "api/endpoints/openapi_document.hpp"
#include "base/version.hpp"
#include "support/api.hpp"

namespace api_service_test {
namespace {

using http::Header;
using support::Api;
using support::json_at;

// ---- start page and documents

TEST(Home, LeadsToEverythingElse) {
  Api api;
  const auto answer = api.get("/");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("Content-Type"), "application/json; charset=utf-8");
  EXPECT_EQ(json_at(answer.body, "/nome"), "API Livros");
  EXPECT_EQ(json_at(answer.body, "/versao"), base::version());
  for (const std::string name :
       {"livros", "openapi", "openapi_yaml", "docs", "problemas", "vivo", "pronto", "metricas"}) {
    const std::string target = json_at(answer.body, "/links/" + name);
    EXPECT_EQ(api.get(target).status, 200) << name << ' ' << target;
  }
}

TEST(Openapi, IsServedAsItWasBuiltIn) {
  Api api;
  const auto yaml = api.get("/openapi.yaml");
  EXPECT_EQ(yaml.body, api::openapi_yaml());
  EXPECT_EQ(yaml.header("Content-Type"), "application/vnd.oai.openapi;version=3.1");
  const auto json = api.get("/openapi.json");
  EXPECT_EQ(json.body, api::openapi_json());
  EXPECT_EQ(json.header("Content-Type"), "application/vnd.oai.openapi+json;version=3.1");
  EXPECT_EQ(json_at(json.body, "/openapi"), "3.1.0");
}

TEST(Openapi, IsGivenWhateverNameItsTypeIsAskedForBy) {
  Api api;
  for (const std::string accept :
       {"application/vnd.oai.openapi+json", "application/vnd.oai.openapi+json;version=3.1",
        "application/json", "application/yaml", "text/yaml", "text/html", "*/*"}) {
    EXPECT_EQ(api.get("/openapi.json", {{Header::accept, accept}}).status, 200) << accept;
    EXPECT_EQ(api.get("/openapi.yaml", {{Header::accept, accept}}).status, 200) << accept;
  }
}

// ---- health

TEST(Healthz, IsAliveAsLongAsItAnswers) {
  Api api;
  api.store.state = search::Health::unavailable;
  const auto answer = api.get("/healthz");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, R"({"estado":"vivo"})");
  EXPECT_EQ(answer.header("Cache-Control"), "no-store");
  EXPECT_EQ(answer.header("Content-Type"), "application/json; charset=utf-8");
}

TEST(Readyz, FollowsTheStore) {
  Api api;
  const auto ready = api.get("/readyz");
  EXPECT_EQ(ready.status, 200);
  EXPECT_EQ(ready.body, R"({"estado":"pronto"})");
  EXPECT_EQ(ready.header("Cache-Control"), "no-store");
  EXPECT_TRUE(ready.all("Retry-After").empty());
  api.store.state = search::Health::unavailable;
  const auto unavailable = api.get("/readyz");
  EXPECT_EQ(unavailable.status, 503);
  EXPECT_EQ(unavailable.body, R"({"estado":"armazenamento-indisponivel"})");
  EXPECT_EQ(unavailable.header("Retry-After"), "1");
}

TEST(Readyz, SaysThatTheIndexIsBeingMade) {
  Api api;
  api.store.state = search::Health::preparing;
  const auto preparing = api.get("/readyz");
  EXPECT_EQ(preparing.status, 503);
  EXPECT_EQ(preparing.body, R"({"estado":"preparando"})");
  EXPECT_EQ(preparing.header("Retry-After"), "1");
}

TEST(Readyz, TellsReadableFromWritable) {
  Api api;
  api.store.state = search::Health::read_only;
  const auto answer = api.get("/readyz");
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.body, R"({"estado":"somente-leitura"})");
  EXPECT_EQ(answer.header("Retry-After"), "1");
  EXPECT_EQ(api.get("/readyz?leitura=0").status, 503);
  EXPECT_EQ(api.get("/readyz?leitura=1").status, 200);
  EXPECT_EQ(api.get("/readyz?leitura=2").status, 400);
  EXPECT_EQ(api.get("/readyz?escrita=1").status, 400);
  api.store.state = search::Health::unavailable;
  EXPECT_EQ(api.get("/readyz?leitura=1").status, 503);
}

TEST(Readyz, IsNotReadyWhileTheServerDrains) {
  Api api;
  api.settings.draining = true;
  const auto answer = api.get("/readyz");
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.body, R"({"estado":"encerrando"})");
  EXPECT_EQ(answer.header("Retry-After"), "1");
  EXPECT_EQ(api.get("/healthz").status, 200);
  EXPECT_EQ(api.get("/livros").status, 200);
}

// ---- metrics

// The value of a sample by its full name, labels included; -1 when it is not there.
double sample(const std::string& text, const std::string& name) {
  const std::size_t at = text.find('\n' + name + ' ');
  return at == std::string::npos ? -1 : std::stod(text.substr(at + name.size() + 2));
}

TEST(Metrics, AreGivenToEveryScraper) {
  Api api;
  for (const std::string accept :
       {"", "*/*", "text/plain", "text/plain;version=0.0.4",
        "application/vnd.google.protobuf;q=0.7,text/plain;version=0.0.4;q=0.3",
        "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1"}) {
    const auto answer = api.get("/metrics", {{Header::accept, accept}});
    EXPECT_EQ(answer.status, 200) << accept;
    EXPECT_EQ(answer.header("Content-Type"), "text/plain; version=0.0.4; charset=utf-8");
    EXPECT_EQ(answer.header("Cache-Control"), "no-store");
  }
}

TEST(Metrics, CountRequestsByRouteAndStatus) {
  Api api;
  api.store.put(support::named("x"));
  (void)api.get("/livros/1");
  (void)api.get("/livros/1");
  (void)api.head("/livros/1");
  (void)api.get("/livros/2");
  (void)api.get("/nada");
  (void)api.remove("/livros");
  (void)api.post("/livros", R"({"título":"x","autor":null})");
  const std::string text = api.get("/metrics").body;
  const std::string item = R"(livros_http_requests_total{metodo="GET",rota="/livros/{id}")";
  EXPECT_EQ(sample(text, item + ",status=\"200\"}"), 3);
  EXPECT_EQ(sample(text, item + ",status=\"404\"}"), 1);
  EXPECT_EQ(
      sample(text, "livros_http_requests_total{metodo=\"POST\",rota=\"/livros\",status=\"201\"}"),
      1);
  // What matches no route is counted under one name, whatever the client made up.
  const std::string none = R"(livros_http_requests_total{metodo="-",rota="-")";
  EXPECT_EQ(sample(text, none + ",status=\"404\"}"), 1);
  EXPECT_EQ(sample(text, none + ",status=\"405\"}"), 1);
  EXPECT_EQ(text.find("nada"), std::string::npos);
}

TEST(Metrics, TellLatencyByRoute) {
  Api api;
  (void)api.get("/livros");
  (void)api.get("/livros");
  const std::string text = api.get("/metrics").body;
  const std::string name = "livros_http_request_duration_seconds";
  EXPECT_NE(text.find("# TYPE " + name + " histogram\n"), std::string::npos);
  EXPECT_EQ(sample(text, name + "_count{metodo=\"GET\",rota=\"/livros\"}"), 2);
  EXPECT_EQ(sample(text, name + "_bucket{metodo=\"GET\",rota=\"/livros\",le=\"+Inf\"}"), 2);
}

TEST(Metrics, TellCacheHitsAndMisses) {
  Api api;
  api.store.put(support::named("x"));
  for (int i = 0; i < 3; ++i) {
    (void)api.get("/livros/1");
    (void)api.get("/livros");
  }
  const std::string text = api.get("/metrics").body;
  EXPECT_EQ(sample(text, "livros_cache_hits_total"), 4);
  EXPECT_EQ(sample(text, "livros_cache_misses_total"), 2);
}

TEST(Metrics, CountRefusalsOfTheConnection) {
  Api api;
  const support::FakeReply partial({"", "", {}, ""});
  (void)api.dispatcher->refuse(http::Refusal::malformed, partial.request());
  EXPECT_EQ(sample(api.get("/metrics").body,
                   "livros_http_requests_total{metodo=\"-\",rota=\"-\",status=\"400\"}"),
            1);
}

// ---- access log

std::string logged(Api& api, const support::Sent& sent) {
  testing::internal::CaptureStdout();
  (void)api.start(sent);
  api.log.flush();
  return testing::internal::GetCapturedStdout();
}

TEST(AccessLog, IsOneJsonLineARequest) {
  Api api({.access_log = api::AccessLog::on});
  const std::string line = logged(
      api,
      {"GET", "/livros?limite=3", {{Header::request_id, "p-7"}, {Header::user_agent, "eu/1"}}, ""});
  EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
  EXPECT_EQ(json_at(line, "/evento"), "pedido");
  EXPECT_EQ(json_at(line, "/metodo"), "GET");
  EXPECT_EQ(json_at(line, "/alvo"), "/livros?limite=3");
  EXPECT_EQ(json_at(line, "/rota"), "/livros");
  EXPECT_EQ(json_at(line, "/status"), "200");
  EXPECT_EQ(json_at(line, "/bytes"), "2");
  EXPECT_EQ(json_at(line, "/pedido"), "p-7");
  EXPECT_EQ(json_at(line, "/cliente"), "127.0.0.1");
  EXPECT_EQ(json_at(line, "/agente"), "eu/1");
  EXPECT_GE(std::stol(json_at(line, "/duracao_us")), 0);
}

TEST(AccessLog, OfAKeptAnswerSaysTheSame) {
  Api api({.access_log = api::AccessLog::on});
  api.store.put(support::named("x"));
  for (const std::string target : {"/livros/1", "/livros"}) {
    const std::string made = logged(api, {"GET", target, {}, ""});
    const std::string prepared = logged(api, {"GET", target, {}, ""});
    for (const std::string field : {"/alvo", "/rota", "/status", "/bytes"}) {
      EXPECT_EQ(json_at(prepared, field), json_at(made, field)) << target << field;
      EXPECT_NE(json_at(prepared, field), "") << target << field;
    }
  }
}

TEST(AccessLog, AClientCannotBreakTheLine) {
  Api api({.access_log = api::AccessLog::on});
  const std::string line =
      logged(api, {"GET", "/\"\\\x01\xff", {{Header::user_agent, "a\"\t\x7f\xff"}}, ""});
  EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
  EXPECT_EQ(json_at(line, "/status"), "404") << line;
}

TEST(AccessLog, LongTargetsAreCut) {
  Api api({.access_log = api::AccessLog::on});
  const std::string line = logged(api, {"GET", '/' + std::string(5000, 'x'), {}, ""});
  EXPECT_EQ(json_at(line, "/alvo").size(), 512U);
}

TEST(AccessLog, ALongTargetIsCutBetweenCharacters) {
  Api api({.access_log = api::AccessLog::on});
  std::string target = "/";
  while (target.size() < 600) {
    target += "é";
  }
  const std::string line = logged(api, {"GET", target, {{Header::user_agent, target}}, ""});
  EXPECT_EQ(json_at(line, "/alvo"), target.substr(0, 511));
  EXPECT_EQ(json_at(line, "/agente"), target.substr(0, 511));
}

TEST(AccessLog, OfAHeadSaysThatNoBodyWasSent) {
  Api api({.access_log = api::AccessLog::on});
  EXPECT_EQ(json_at(logged(api, {"HEAD", "/livros", {}, ""}), "/bytes"), "0");
}

TEST(AccessLog, CanBeOff) {
  Api api({.access_log = api::AccessLog::off});
  EXPECT_EQ(logged(api, {"GET", "/livros", {}, ""}), "");
}

}  // namespace
}  // namespace api_service_test
