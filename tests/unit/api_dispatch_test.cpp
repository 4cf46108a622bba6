#include <gtest/gtest.h>

#include "catalog/limits.hpp"
#include "support/api.hpp"

namespace api_dispatch_test {
namespace {

using http::Header;
using support::Api;
using support::FakeStore;
using support::json_at;
using support::problem_in;

// ---- paths and methods

TEST(Dispatch, AnUnknownPathIs404) {
  Api api;
  for (const std::string path : {"/nada", "/livros/", "/livros/1/", "/livros/1/versoes/2/3",
                                 "/LIVROS", "//livros", "/documentos"}) {
    const auto answer = api.get(path);
    EXPECT_EQ(problem_in(answer), "404 caminho-desconhecido") << path;
    EXPECT_EQ(json_at(answer.body, "/instance"), path);
  }
  EXPECT_EQ(problem_in(api.post("/nada", "{}")), "404 caminho-desconhecido");
  EXPECT_TRUE(api.store.reads.empty());
}

struct AllowCase {
  std::string path;
  std::string allow;
};

const std::vector<AllowCase> allowed{
    {"/livros", "GET, HEAD, POST, OPTIONS"},
    {"/livros/1", "GET, HEAD, PUT, PATCH, DELETE, OPTIONS"},
    {"/livros/1/versoes", "GET, HEAD, OPTIONS"},
    {"/livros/1/versoes/1", "GET, HEAD, OPTIONS"},
    {"/livros/1/restaurar", "POST, OPTIONS"},
    {"/", "GET, HEAD, OPTIONS"},
    {"/openapi.json", "GET, HEAD, OPTIONS"},
    {"/problemas/duplicado", "GET, HEAD, OPTIONS"},
    {"/healthz", "GET, HEAD, OPTIONS"},
    {"*", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"},
};

TEST(Dispatch, OptionsSaysWhatAPathTakes) {
  Api api;
  for (const auto& [path, allow] : allowed) {
    const auto answer = api.send({"OPTIONS", path, {{Header::accept, "image/png"}}, ""});
    EXPECT_EQ(answer.status, 204) << path;
    EXPECT_EQ(answer.header("Allow"), allow) << path;
    EXPECT_EQ(answer.body, "") << path;
  }
  EXPECT_EQ(problem_in(api.send({"OPTIONS", "/nada", {}, ""})), "404 caminho-desconhecido");
}

TEST(Dispatch, AnotherMethodOfAKnownPathIs405WithTheSameList) {
  Api api;
  for (const auto& [path, allow] : allowed) {
    const auto answer = api.send({"TRACE", path, {}, ""});
    EXPECT_EQ(problem_in(answer), "405 metodo-nao-permitido") << path;
    EXPECT_EQ(answer.header("Allow"), allow) << path;
  }
  EXPECT_EQ(problem_in(api.remove("/livros")), "405 metodo-nao-permitido");
  EXPECT_EQ(problem_in(api.get("/livros/1/restaurar")), "405 metodo-nao-permitido");
  EXPECT_EQ(problem_in(api.head("/livros/1/restaurar")), "405 metodo-nao-permitido");
  EXPECT_EQ(problem_in(api.post("/healthz", "{}")), "405 metodo-nao-permitido");
  EXPECT_TRUE(api.store.writes.empty());
}

TEST(Dispatch, AMethodNobodyRegisteredIs501) {
  Api api;
  for (const std::string method : {"FOO", "get", "Post"}) {
    const auto answer = api.send({method, "/livros", {}, ""});
    EXPECT_EQ(problem_in(answer), "501 metodo-desconhecido") << method;
    EXPECT_EQ(answer.header("Allow"), "GET, HEAD, POST, OPTIONS") << method;
  }
}

// ---- negotiation

TEST(Dispatch, WhatNobodyCanGiveIs406AndIsNotDone) {
  Api api;
  api.store.put(support::named("x"));
  for (const std::string accept :
       {"text/html", "application/xml, text/plain", "application/json;q=0", "image/*",
        "application/pdf", "application/json;profile=x"}) {
    for (const std::string target : {"/livros", "/livros/1", "/livros/1/versoes", "/problemas"}) {
      EXPECT_EQ(problem_in(api.get(target, {{Header::accept, accept}})),
                "406 formato-nao-disponivel")
          << target << ' ' << accept;
    }
    EXPECT_EQ(problem_in(api.post("/livros", R"({"título":"x","autor":null})",
                                  {{Header::accept, accept}})),
              "406 formato-nao-disponivel")
        << accept;
  }
  EXPECT_TRUE(api.store.reads.empty());
  EXPECT_TRUE(api.store.writes.empty());
}

TEST(Dispatch, WhereAnAnswerHasNoBodyNothingIsUnacceptable) {
  for (const std::string accept :
       {"application/problem+json", "text/html", "application/json;q=0", "*/*;q=0"}) {
    Api api;
    api.store.put(support::named("x"));
    EXPECT_EQ(api.send({"DELETE", "/livros/1", {{Header::accept, accept}}, ""}).status, 204)
        << accept;
    EXPECT_EQ(api.post("/livros", R"({"título":"x","autor":null})",
                       {{Header::accept, accept}, {Header::prefer, "return=minimal"}})
                  .status,
              201)
        << accept;
  }
}

TEST(Dispatch, JsonIsGivenToWhoeverTakesIt) {
  Api api;
  for (const std::string accept :
       {"application/json", "*/*", "application/*", "text/html, */*;q=0.1", "", "garbage",
        "APPLICATION/JSON; charset=utf-8"}) {
    const auto answer = api.get("/livros", {{Header::accept, accept}});
    EXPECT_EQ(answer.header("Content-Type"), "application/json; charset=utf-8") << accept;
  }
}

// ---- deferred answers

TEST(Dispatch, AnAnswerThatComesLaterIsTheSameAnswer) {
  Api api;
  api.store.put(support::named("Dom Casmurro"));
  const support::Fields fields{{Header::request_id, "um"}};
  const auto now = api.send({"GET", "/livros?limite=1&total=1", fields, ""});
  api.store.reads_answer = FakeStore::Answers::on_demand;
  api.store.tells_sequence = false;
  const auto reply = api.start({"GET", "/livros?limite=1&total=1", fields, ""});
  EXPECT_TRUE(reply->is_deferred());
  EXPECT_FALSE(reply->is_answered());
  api.answer_next();
  ASSERT_TRUE(reply->is_answered());
  EXPECT_EQ(reply->answer().head, now.head);
  EXPECT_EQ(reply->answer().body, now.body);
}

TEST(Dispatch, ADeferredWriteAnswersOnceItIsCommitted) {
  Api api;
  api.store.writes_answer = FakeStore::Answers::on_demand;
  const auto reply = api.start({"POST",
                                "/livros",
                                {{Header::prefer, "return=minimal"}, {Header::request_id, "w1"}},
                                R"({"título":"x","autor":null})"});
  EXPECT_FALSE(reply->is_answered());
  api.answer_next();
  ASSERT_TRUE(reply->is_answered());
  EXPECT_EQ(reply->answer().status, 201);
  EXPECT_EQ(reply->answer().header("Location"), "/livros/1");
  EXPECT_EQ(reply->answer().header("X-Catalogo-Seq"), "1");
  EXPECT_EQ(reply->answer().header("X-Request-Id"), "w1");
  EXPECT_EQ(reply->answer().header("Preference-Applied"), "return=minimal");
}

TEST(Dispatch, ManyDeferredAnswersEachReachTheirOwnRequest) {
  Api api;
  api.store.put(support::named("Um"));
  api.store.put(support::named("Dois"));
  api.store.reads_answer = FakeStore::Answers::on_demand;
  const auto first = api.start({"GET", "/livros/1", {{Header::request_id, "a"}}, ""});
  const auto second = api.start({"GET", "/livros/2", {{Header::request_id, "b"}}, ""});
  const auto third = api.start({"GET", "/livros/3", {{Header::accept_language, "en"}}, ""});
  EXPECT_EQ(api.store.waiting(), 3U);
  api.answer_next();
  EXPECT_TRUE(first->is_answered());
  EXPECT_FALSE(second->is_answered());
  api.answer_next();
  api.answer_next();
  EXPECT_EQ(json_at(first->answer().body, "/título"), "Um");
  EXPECT_EQ(first->answer().header("X-Request-Id"), "a");
  EXPECT_EQ(json_at(second->answer().body, "/título"), "Dois");
  EXPECT_EQ(second->answer().header("X-Request-Id"), "b");
  EXPECT_EQ(problem_in(third->answer()), "404 livro-nao-encontrado");
  EXPECT_EQ(third->answer().header("Content-Language"), "en");
}

TEST(Dispatch, ADeferredRefusalIsAProblemOfItsRequest) {
  Api api;
  api.store.put(support::named("Um"));
  api.store.writes_answer = FakeStore::Answers::on_demand;
  const auto reply = api.start({"DELETE", "/livros/1", {{Header::if_match, "\"1-9\""}}, ""});
  api.answer_next();
  EXPECT_EQ(problem_in(reply->answer()), "412 versao-divergente");
  EXPECT_EQ(json_at(reply->answer().body, "/livro/título"), "Um");
}

TEST(Dispatch, AnAnswerThatNeverComesLetsItsConnectionGo) {
  Api api;
  api.store.reads_answer = FakeStore::Answers::on_demand;
  const auto reply = api.start({"GET", "/livros", {}, ""});
  EXPECT_FALSE(reply->is_abandoned());
  api.store.drop_waiting();
  EXPECT_TRUE(reply->is_abandoned());
  EXPECT_FALSE(reply->is_answered());
}

// ---- a broken environment

TEST(Dispatch, AnAnswerFromAReplicaSaysHowOldItMayBe) {
  Api api;
  const store::Book book = api.store.put(support::named("x"));
  api.store.tells_sequence = false;
  api.store.read_answer =
      search::ReadAnswer{store::document_of(book), {1}, std::chrono::milliseconds(1200)};
  EXPECT_EQ(api.get("/livros/1").header("X-Catalogo-Atraso"), "2");
  EXPECT_EQ(api.get("/livros/1").header("X-Catalogo-Atraso"), "");
}

TEST(Dispatch, ALateAnswerThatCannotBeBuiltIs503AndTheServerGoesOn) {
  Api api;
  api.store.put(support::named("x"));
  api.store.reads_answer = FakeStore::Answers::on_demand;
  api.store.read_answer = search::ReadAnswer{store::History{}, {1}};
  const auto reply = api.start({"GET", "/livros/1", {}, ""});
  testing::internal::CaptureStderr();
  api.answer_next();
  EXPECT_NE(testing::internal::GetCapturedStderr().find("falha"), std::string::npos);
  EXPECT_EQ(problem_in(reply->answer()), "503 armazenamento-indisponivel");
  const auto next = api.start({"GET", "/livros/1", {}, ""});
  api.answer_next();
  EXPECT_EQ(next->answer().status, 200);
}

TEST(Dispatch, AStoreThatThrowsIs503WithoutInternalsAndTheReasonIsLogged) {
  Api api;
  api.store.put(support::named("x"));
  api.store.breaks_with = "disk I/O error at /var/lib/livros.db";
  testing::internal::CaptureStderr();
  const auto answer = api.get("/livros/1", {{Header::request_id, "quebrado-1"}});
  const std::string log = testing::internal::GetCapturedStderr();
  EXPECT_EQ(problem_in(answer), "503 armazenamento-indisponivel");
  EXPECT_EQ(answer.header("Retry-After"), "1");
  EXPECT_EQ(answer.body.find("disk"), std::string::npos);
  EXPECT_EQ(answer.body.find("livros.db"), std::string::npos);
  EXPECT_EQ(json_at(answer.body, "/pedido"), "quebrado-1");
  EXPECT_EQ(json_at(log, "/pedido"), "quebrado-1");
  EXPECT_EQ(json_at(log, "/motivo"), "disk I/O error at /var/lib/livros.db");
  EXPECT_EQ(json_at(log, "/nivel"), "error");
}

TEST(Dispatch, AfterAStoreThatThrewTheNextRequestIsServed) {
  Api api;
  api.store.put(support::named("x"));
  testing::internal::CaptureStderr();
  api.store.breaks_with = "gone";
  EXPECT_EQ(api.remove("/livros/1").status, 503);
  (void)testing::internal::GetCapturedStderr();
  EXPECT_EQ(api.get("/livros/1").status, 200);
}

TEST(Dispatch, APlanThatFailsShowsNoSequenceNumber) {
  Api api;
  api.store.put(support::named("x"));
  EXPECT_TRUE(api.get("/livros/2").all("X-Catalogo-Seq").empty());
  EXPECT_TRUE(api.put("/livros/2", "{").all("X-Catalogo-Seq").empty());
}

// ---- what the connection refuses

struct RefusalCase {
  http::Refusal refusal;
  std::string problem;
};

http::Response refuse(Api& api, http::Refusal refusal, support::Fields fields) {
  const support::FakeReply partial({"GET", "", std::move(fields), ""});
  return api.dispatcher->refuse(refusal, partial.request());
}

support::Answer seen(const http::Response& response) {
  return {response.status, response.headers, response.body};
}

TEST(Refuse, EveryReasonOfTheConnectionIsAProblem) {
  Api api;
  for (const auto& [refusal, problem] : {
           RefusalCase{http::Refusal::malformed, "400 requisicao-invalida"},
           RefusalCase{http::Refusal::slow, "408 requisicao-lenta"},
           RefusalCase{http::Refusal::body_too_large, "413 corpo-grande-demais"},
           RefusalCase{http::Refusal::target_too_long, "414 endereco-longo-demais"},
           RefusalCase{http::Refusal::expectation_failed, "417 expectativa-nao-atendida"},
           RefusalCase{http::Refusal::header_too_large, "431 cabecalho-grande-demais"},
           RefusalCase{http::Refusal::unknown_coding, "501 codificacao-desconhecida"},
           RefusalCase{http::Refusal::version_unsupported, "505 versao-http-nao-suportada"},
           RefusalCase{http::Refusal::too_many_connections, "503 sobrecarregado"},
           RefusalCase{http::Refusal::too_many_bodies, "503 sobrecarregado"},
       }) {
    EXPECT_EQ(problem_in(seen(refuse(api, refusal, {}))), problem);
  }
}

TEST(Refuse, SaysTheLimitTheLanguageAndTheRequestAsFarAsTheyAreKnown) {
  Api api;
  api.settings.json_body_bytes_max = 500;
  const auto answer = seen(refuse(api, http::Refusal::body_too_large,
                                  {{Header::accept_language, "en-GB"}, {Header::request_id, "r"}}));
  EXPECT_EQ(json_at(answer.body, "/detail"),
            "The body of the request is over the limit of 500 bytes.");
  EXPECT_EQ(json_at(answer.body, "/pedido"), "r");
  EXPECT_EQ(json_at(answer.body, "/instance"), "/");
  const auto busy = seen(refuse(api, http::Refusal::too_many_connections, {}));
  EXPECT_EQ(busy.header("Retry-After"), "1");
}

TEST(Refuse, TheBodyLimitIsTheOneOfTheSettings) {
  Api api;
  api.settings.json_body_bytes_max = 777;
  const support::FakeReply head({"POST", "/livros", {}, ""});
  EXPECT_EQ(api.dispatcher->body_bytes_max(head.request()), 777U);
}

// ---- slow readers hold too much

constexpr std::size_t large = http::small_body_bytes_max + 1;

void expect_crowded_out(const support::Answer& answer) {
  EXPECT_EQ(problem_in(answer), "503 sobrecarregado");
  EXPECT_EQ(answer.header("Retry-After"), "1");
}

TEST(Crowd, LargeAnswersAreRefusedAndSmallOnesAreNot) {
  Api api;
  api.store.put(support::named(std::string(large, 'x')));
  api.store.put(support::named("Dom Casmurro"));
  std::string created = R"({"titulo":"y","autor":"z","sinopse":")";
  for (std::size_t i = 0; i < catalog::limits::synopsis_max; ++i) {
    created += "\U0001F4DA";
  }
  created += R"("})";
  api.is_crowded = true;
  expect_crowded_out(api.get("/livros"));
  expect_crowded_out(api.get("/livros/1"));
  EXPECT_EQ(api.get("/livros/2").status, 200U);
  EXPECT_EQ(api.head("/livros").status, 200U);
  // What is done is said, however long that is.
  EXPECT_EQ(api.post("/livros", created).status, 201U);
  api.is_crowded = false;
  EXPECT_EQ(api.get("/livros").status, 200U);
  EXPECT_EQ(api.get("/livros/1").status, 200U);
}

TEST(Crowd, RefusesKeptAnswersToo) {
  Api api;
  api.store.put(support::named(std::string(large, 'x')));
  for (const std::string target : {"/livros", "/livros/1"}) {
    ASSERT_EQ(api.get(target).status, 200U);
    ASSERT_EQ(api.get(target).status, 200U);
    const std::size_t reads = api.store.reads.size();
    api.is_crowded = true;
    expect_crowded_out(api.get(target));
    EXPECT_LE(api.store.reads.size(), reads + 1) << target;
    api.is_crowded = false;
  }
}

TEST(Crowd, RefusesAnswersThatComeLater) {
  Api api;
  api.store.put(support::named(std::string(large, 'x')));
  api.store.reads_answer = FakeStore::Answers::on_demand;
  api.is_crowded = true;
  const auto reply = api.start({"GET", "/livros", {}, ""});
  api.answer_next();
  expect_crowded_out(reply->answer());
}

}  // namespace
}  // namespace api_dispatch_test
