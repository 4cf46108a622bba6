#include <gtest/gtest.h>

#include "catalog/limits.hpp"
#include "support/api.hpp"

namespace api_write_batch_test {
namespace {

using http::Header;
using support::Answer;
using support::Api;
using support::errors_in;
using support::json_at;
using support::problem_in;
using Texts = std::vector<std::string>;

constexpr auto address = "/livros/lote";

std::string created(std::string_view title) {
  return R"({"op":"criar","livro":{"título":")" + std::string(title) + R"(","autor":null}})";
}

std::string statuses_in(const Answer& answer) {
  std::string statuses;
  for (int i = 0;; ++i) {
    const std::string status = json_at(answer.body, "/" + std::to_string(i) + "/status");
    if (status.empty()) {
      return statuses;
    }
    statuses += (statuses.empty() ? "" : " ") + status;
  }
}

TEST(WriteBatch, AnswersEachOperationInOrderAsTheSingleRequestWouldBe) {
  Api api;
  api.store.put(support::named("Um"));
  const Answer answer =
      api.post(address, "[" + created("Dois") + R"(,{"op":"alterar","id":1,"livro":{"ano":1899}},
        {"op":"substituir","id":1,"se_versao":2,"livro":{"título":"Três","autor":null}},
        {"op":"excluir","id":1,"se_versao":2},{"op":"excluir","id":1,"se_versao":3},
        {"op":"alterar","id":1,"livro":{"ano":1900}},{"op":"restaurar","id":1,"versao":2},
        {"op":"alterar","id":99,"livro":{}},{"op":"criar","livro":{"título":7,"autor":null}},
        {"op":"restaurar","id":1,"versao":77}])");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("Content-Type"), "application/json; charset=utf-8");
  EXPECT_EQ(answer.header("X-Catalogo-Seq"), "6");
  EXPECT_EQ(statuses_in(answer), "201 200 200 412 204 410 200 404 422 422");
  EXPECT_EQ(json_at(answer.body, "/0/op"), "criar");
  EXPECT_EQ(json_at(answer.body, "/0/id"), "2");
  EXPECT_EQ(json_at(answer.body, "/0/versao"), "1");
  EXPECT_EQ(json_at(answer.body, "/0/livro/título"), "Dois");
  EXPECT_EQ(json_at(answer.body, "/1/livro/ano"), "1899");
  EXPECT_EQ(json_at(answer.body, "/3/problema/codigo"), "versao-divergente");
  EXPECT_EQ(json_at(answer.body, "/3/problema/livro/versao"), "3");
  EXPECT_EQ(json_at(answer.body, "/3/id"), "1");
  EXPECT_EQ(json_at(answer.body, "/4/versao"), "4");
  EXPECT_EQ(json_at(answer.body, "/4/livro"), "");
  EXPECT_EQ(json_at(answer.body, "/6/versao"), "5");
  EXPECT_EQ(json_at(answer.body, "/6/livro/ano"), "1899");
  EXPECT_EQ(json_at(answer.body, "/8/problema/erros/0/ponteiro"), "/título");
  EXPECT_EQ(json_at(answer.body, "/9/problema/erros/0/ponteiro"), "/versao");
}

TEST(WriteBatch, AtomicallyNothingIsDoneWhenOneIsRefused) {
  Api api;
  api.store.put(support::named("Um"));
  const Answer answer =
      api.post("/livros/lote?atomico=1", "[" + created("Dois") + "," + created("Três") + "," +
                                             R"({"op":"alterar","id":1,"livro":{"ano":1899}},
        {"op":"excluir","id":1,"se_versao":1},{"op":"excluir","id":99}])");
  EXPECT_EQ(problem_in(answer), "409 lote-recusado");
  EXPECT_EQ(errors_in(answer), Texts{"/3 operacao-recusada"});
  EXPECT_EQ(json_at(answer.body, "/problema/codigo"), "versao-divergente");
  EXPECT_EQ(json_at(answer.body, "/problema/livro/versao"), "2");
  EXPECT_EQ(json_at(api.get("/livros/1").body, "/versao"), "1");
  EXPECT_EQ(problem_in(api.get("/livros/2")), "404 livro-nao-encontrado");
}

TEST(WriteBatch, AtomicallyABadBookIsPointedAtWithItsMember) {
  Api api;
  const Answer answer = api.post(
      "/livros/lote?atomico=1",
      "[" + created("Um") + R"(,{"op":"criar","livro":{"título":"Dois","autor":null,"ano":"x"}}])",
      {{Header::accept_language, "en"}});
  EXPECT_EQ(problem_in(answer), "409 lote-recusado");
  EXPECT_EQ(errors_in(answer), (Texts{"/1 operacao-recusada", "/1/livro/ano tipo-invalido"}));
  EXPECT_EQ(problem_in(api.get("/livros/1")), "404 livro-nao-encontrado");
}

TEST(WriteBatch, WhatIsNoBatchRefusesTheWhole) {
  struct Case {
    std::string body;
    std::string problem;
    Texts errors;
  };
  const std::string id = R"({"op":"excluir","id":)";
  for (const Case& one :
       {Case{"", "400 json-invalido", {}},
        Case{"[" + created("a") + ",{]", "400 json-invalido", {}},
        Case{"[{\"op\":\"criar\",\"op\":\"criar\"}]", "400 chave-duplicada", {}},
        Case{"{}", "422 livro-invalido", {" tipo-invalido"}},
        Case{"[1]", "422 livro-invalido", {"/0 tipo-invalido"}},
        Case{"[{}]", "422 livro-invalido", {"/0/op obrigatorio"}},
        Case{R"([{"op":"apagar","id":1}])", "422 livro-invalido", {"/0/op valor-invalido"}},
        Case{R"([{"op":["criar"]}])", "422 livro-invalido", {"/0/op valor-invalido"}},
        Case{R"([{"op":"criar"}])", "422 livro-invalido", {"/0/livro obrigatorio"}},
        Case{R"([{"op":"alterar","livro":{}}])", "422 livro-invalido", {"/0/id obrigatorio"}},
        Case{"[" + id + "\"1\"}]", "422 livro-invalido", {"/0/id tipo-invalido"}},
        Case{"[" + id + "1.5}]", "422 livro-invalido", {"/0/id tipo-invalido"}},
        Case{"[" + id + "1,\"livro\":{}}]", "422 livro-invalido", {"/0/livro chave-desconhecida"}},
        Case{"[" + id + "1,\"se_versão\":1}]",
             "422 livro-invalido",
             {"/0/se_versão chave-desconhecida"}},
        Case{"[" + id + "1,\"se_versao\":true}]",
             "422 livro-invalido",
             {"/0/se_versao tipo-invalido"}},
        Case{R"([{"op":"restaurar","id":null,"versao":0}])",
             "422 livro-invalido",
             {"/0/id obrigatorio"}},
        Case{R"([{"op":"restaurar","id":1,"versao":null}])",
             "422 livro-invalido",
             {"/0/versao obrigatorio"}},
        Case{R"([{"op":"excluir","id":null,"livro":null}])",
             "422 livro-invalido",
             {"/0/id obrigatorio"}},
        Case{R"([{"op":"restaurar","id":1}])", "422 livro-invalido", {"/0/versao obrigatorio"}}}) {
    Api api;
    const Answer answer = api.post(address, one.body);
    EXPECT_EQ(problem_in(answer), one.problem) << one.body;
    EXPECT_EQ(errors_in(answer), one.errors) << one.body;
    EXPECT_TRUE(api.store.groups.empty());
  }
}

TEST(WriteBatch, AnUnknownOperationIsQuotedAsItWasWritten) {
  Api api;
  const auto said = [&](const std::string& op) {
    return support::json_at(api.post(address, "[{\"op\":" + op + "}]").body, "/erros/0/mensagem");
  };
  EXPECT_NE(said(R"("apagar")").find("“apagar”"), std::string::npos) << said(R"("apagar")");
  EXPECT_NE(said("7").find("“7”"), std::string::npos) << said("7");
}

TEST(WriteBatch, HasAtMostAThousandOperationsAndNotAllOfItsErrorsAreTold) {
  Api api;
  std::string many;
  for (int i = 0; i <= 1000; ++i) {
    many += (i == 0 ? "[" : ",") + std::string(R"({"op":"excluir","id":1})");
  }
  const Answer answer = api.post(address, many + "]");
  EXPECT_EQ(problem_in(answer), "422 livro-invalido");
  EXPECT_EQ(errors_in(answer), Texts{" itens-demais"});
  EXPECT_EQ(api.post(address, many.substr(0, many.rfind(",{")) + "]").status, 200);
  std::string wrong = "[{}";
  for (int i = 1; i < 1000; ++i) {
    wrong += ",{}";
  }
  EXPECT_EQ(errors_in(api.post(address, wrong + "]")).size(), catalog::limits::errors_max);
  EXPECT_EQ(api.post(address, "[]").body, "[]");
}

TEST(WriteBatch, AnIdMayBeGivenBesideOrInsideTheBook) {
  Api api;
  const Answer answer = api.post(address, R"([
    {"op":"criar","id":7,"livro":{"título":"a","autor":null}},
    {"op":"criar","livro":{"id":8,"título":"b","autor":null}},
    {"op":"criar","id":9,"livro":{"id":10,"título":"c","autor":null}},
    {"op":"criar","id":0,"livro":{"título":"d","autor":null}},
    {"op":"excluir","id":0,"livro":null},{"op":"excluir","id":99999999999999999999},
    {"op":"substituir","id":7,"livro":{"id":8,"título":"e","autor":null}}])");
  EXPECT_EQ(statuses_in(answer), "201 201 422 422 404 404 422");
  EXPECT_EQ(json_at(answer.body, "/0/id"), "7");
  EXPECT_EQ(json_at(answer.body, "/1/id"), "8");
}

TEST(WriteBatch, MinimalLeavesTheBooksOutAndDuplicatesAreNamed) {
  Api api;
  api.store.put(support::named("Um", "Ninguém"));
  const std::string body = R"([{"op":"criar","livro":{"título":"Um","autor":"Ninguém"}}])";
  const Answer answer = api.post(address, body, {{Header::prefer, "return=minimal"}});
  EXPECT_EQ(answer.body, R"([{"op":"criar","status":201,"id":2,"versao":1,"duplicados":[1]}])");
  EXPECT_EQ(answer.header("Preference-Applied"), "return=minimal");
  const Answer refused = api.post("/livros/lote?duplicado=recusar", body);
  EXPECT_EQ(statuses_in(refused), "409");
  EXPECT_EQ(json_at(refused.body, "/0/problema/candidatos"), "[1,2]");
}

TEST(WriteBatch, TheSameKeyIsAnsweredTheSame) {
  Api api;
  const support::Fields key{{Header::idempotency_key, "k"}};
  const std::string body = "[" + created("Um") + R"(,{"op":"excluir","id":99}])";
  const Answer first = api.post(address, body, key);
  const Answer again = api.post(address, body, key);
  EXPECT_EQ(again.header("Idempotent-Replayed"), "true");
  EXPECT_EQ(statuses_in(again), "201 404");
  EXPECT_EQ(json_at(again.body, "/0/livro"), json_at(first.body, "/0/livro"));
  EXPECT_EQ(again.header("X-Catalogo-Seq"), first.header("X-Catalogo-Seq"));
  EXPECT_EQ(problem_in(api.post(address, "[" + created("Dois") + "]", key)),
            "422 chave-reutilizada");
  EXPECT_EQ(problem_in(api.get("/livros/2")), "404 livro-nao-encontrado");
}

TEST(WriteBatch, WhereIfMatchIsRequiredEachChangeNamesItsVersion) {
  Api api;
  api.settings.if_match = api::IfMatch::required;
  const Answer answer = api.post(address, "[" + created("Um") + R"(,
    {"op":"alterar","id":1,"livro":{"ano":1}},
    {"op":"alterar","id":1,"se_versao":1,"livro":{"ano":1}},
    {"op":"excluir","id":1},{"op":"excluir","id":1,"se_versao":2},
    {"op":"restaurar","id":1,"versao":2}])");
  EXPECT_EQ(statuses_in(answer), "201 428 200 428 204 200");
}

TEST(WriteBatch, ParametersAreChecked) {
  Api api;
  EXPECT_EQ(problem_in(api.post("/livros/lote?atomico=sim", "[]")), "400 parametro-invalido");
  EXPECT_EQ(problem_in(api.post("/livros/lote?atomica=1", "[]")), "400 parametro-desconhecido");
  EXPECT_EQ(problem_in(api.post(address, "[]", {{Header::idempotency_key, ""}})),
            "400 parametro-invalido");
  EXPECT_EQ(problem_in(api.get(address)), "405 metodo-nao-permitido");
}

TEST(WriteBatch, HasALargerBodyThanOneBookWhoseOperationsDoNot) {
  Api api;
  support::FakeReply reply({"POST", address, {}, {}});
  EXPECT_EQ(api.dispatcher->body_bytes_max(reply.asked()), api::batch_body_bytes_max);
  api.settings.json_body_bytes_max = 200;
  EXPECT_EQ(api.post(address, "[" + created("a") + "," + created("b") + "]").status, 200);
  EXPECT_EQ(problem_in(api.post(address, "[" + created(std::string(200, 'x')) + "]")),
            "413 corpo-grande-demais");
}

}  // namespace
}  // namespace api_write_batch_test
