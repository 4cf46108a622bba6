#include <gtest/gtest.h>

#include "support/api.hpp"

namespace api_alter_book_test {
namespace {

using http::Header;
using Kind = store::Condition::Kind;
using support::Api;
using support::errors_in;
using support::json_at;
using support::problem_in;
using Texts = std::vector<std::string>;

void put_one(Api& api) {
  catalog::BookFields fields = support::named("Quincas Borba");
  fields.year = 1891;
  fields.series = catalog::Series{"Obras", "2"};
  fields.extra = R"({"estante":"B"})";
  api.store.put(fields);
}

TEST(AlterBook, ChangesWhatThePatchNamesAndNothingElse) {
  Api api;
  put_one(api);
  api.clock.advance(std::chrono::milliseconds(5));
  const auto answer =
      api.patch("/livros/1", R"({"ano":1892,"local":"Rio","serie":{"volume":null}})");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(
      answer.body,
      R"({"id":1,"versao":2,"título":"Quincas Borba","autor":"Machado de Assis",)"
      R"("local":"Rio","ano":1892,"serie":{"nome":"Obras"},"extra":{"estante":"B"},)"
      R"("criado_em":"2026-05-01T12:00:00.000Z","atualizado_em":"2026-05-01T12:00:00.005Z"})");
  EXPECT_EQ(answer.header("ETag"), "\"1-2\"");
  EXPECT_EQ(answer.header("X-Catalogo-Seq"), "2");
  EXPECT_EQ(api.get("/livros/1").body, answer.body);
}

TEST(AlterBook, NullRemovesAMemberAndMakesAnAuthorUnknown) {
  Api api;
  put_one(api);
  const auto answer =
      api.patch("/livros/1", R"({"ano":null,"autor":null,"extra":{"estante":null}})");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(json_at(answer.body, "/autor"), "null");
  EXPECT_EQ(json_at(answer.body, "/ano"), "");
  EXPECT_EQ(json_at(answer.body, "/extra"), "{}");
}

TEST(AlterBook, SendsTheStoreThePatchAsData) {
  Api api;
  (void)api.patch("/livros/7", R"({"ano":1892,"cdd":null,"título":"x"})");
  const auto& alter = api.store.last_action<store::Alter>();
  EXPECT_EQ(alter.id.value, 7);
  EXPECT_EQ(alter.patch->set, (catalog::FieldSet{catalog::Field::year, catalog::Field::title}));
  EXPECT_EQ(alter.patch->removed, catalog::FieldSet{catalog::Field::cdd});
  EXPECT_EQ(alter.patch->values.year, 1892);
  EXPECT_EQ(api.store.writes.back().precondition, store::Precondition{});
}

TEST(AlterBook, TakesMergePatchesAndPlainJsonButNothingElse) {
  Api api;
  put_one(api);
  for (const std::string type : {"application/merge-patch+json", "application/json",
                                 "Application/Merge-Patch+JSON; charset=utf-8"}) {
    EXPECT_EQ(api.patch("/livros/1", "{}", {{Header::content_type, type}}).status, 200) << type;
  }
  for (const std::string type : {"application/json-patch+json", "text/json"}) {
    const auto answer = api.patch("/livros/1", "{}", {{Header::content_type, type}});
    EXPECT_EQ(problem_in(answer), "415 tipo-nao-suportado") << type;
    EXPECT_EQ(answer.header("Accept"), "application/json, application/merge-patch+json") << type;
  }
}

TEST(AlterBook, IfNoneMatchProtectsTheVersionsItNames) {
  Api api;
  put_one(api);
  const std::string body = R"({"ano":1892})";
  for (const std::string field : {"*", "\"1-1\"", "W/\"1-1\"", R"("1-7", "1-1-gzip")"}) {
    EXPECT_EQ(problem_in(api.patch("/livros/1", body, {{Header::if_none_match, field}})),
              "412 versao-divergente")
        << field;
  }
  EXPECT_EQ(api.patch("/livros/1", body, {{Header::if_none_match, R"("1-7", "2-1")"}}).status, 200);
}

TEST(AlterBook, StaleIfMatchAnswers412AndKeepsTheBook) {
  Api api;
  put_one(api);
  ASSERT_EQ(api.patch("/livros/1", R"({"ano":1892})").status, 200);
  const std::string before = api.get("/livros/1").body;
  const auto answer = api.patch("/livros/1", R"({"ano":1893})", {{Header::if_match, "\"1-1\""}});
  EXPECT_EQ(problem_in(answer), "412 versao-divergente");
  EXPECT_EQ(json_at(answer.body, "/livro"), before);
  EXPECT_EQ(answer.header("ETag"), "\"1-2\"");
  EXPECT_EQ(api.store.writes.back().precondition.match.numbers, std::vector<std::int64_t>{1});
  EXPECT_EQ(api.get("/livros/1").body, before);
}

TEST(AlterBook, A412NamesTheFieldsThatBothSidesTouch) {
  Api api;
  put_one(api);
  ASSERT_EQ(
      api.patch("/livros/1", R"({"ano":1892,"local":"Rio","cdd":"869","serie":{"nome":"Outras"},)"
                             R"("extra":{"estante":"C"},"autor":null})")
          .status,
      200);
  struct Case {
    std::string patch;
    std::string conflict;
  };
  for (const auto& [patch, conflict] : {
           Case{R"({"ano":1893})", R"(["ano"])"},
           Case{R"({"edicao":"2"})", "[]"},
           Case{R"({"ano":1893,"edicao":"2"})", R"(["ano"])"},
           Case{R"({"cdd":null})", R"(["cdd"])"},
           Case{R"({"serie":{"volume":"3"}})", R"(["serie"])"},
           Case{R"({"serie":null})", R"(["serie"])"},
           Case{R"({"extra":{"sala":1}})", R"(["extra"])"},
           Case{R"({"autor":"x","local":"y"})", R"(["autor","local"])"},
           Case{"{}", "[]"},
       }) {
    const auto answer = api.patch("/livros/1", patch, {{Header::if_match, "\"1-1\""}});
    EXPECT_EQ(problem_in(answer), "412 versao-divergente") << patch;
    EXPECT_EQ(json_at(answer.body, "/campos_em_conflito"), conflict) << patch;
  }
}

TEST(AlterBook, ATagOfAnEncodedAnswerIsGoodForAWrite) {
  Api api;
  put_one(api);
  EXPECT_EQ(api.patch("/livros/1", R"({"ano":1})", {{Header::if_match, "\"1-1-zstd\""}}).status,
            200);
}

TEST(AlterBook, ADemandedIfMatchThatIsMissingIs428EvenForABadBody) {
  Api api;
  put_one(api);
  api.settings.if_match = api::IfMatch::required;
  EXPECT_EQ(problem_in(api.patch("/livros/1", R"({"ano":1})")), "428 precondicao-exigida");
  EXPECT_TRUE(api.store.writes.empty());
  EXPECT_EQ(api.patch("/livros/1", R"({"ano":1})", {{Header::if_match, "*"}}).status, 200);
}

TEST(AlterBook, AMalformedIfMatchIs400) {
  Api api;
  put_one(api);
  EXPECT_EQ(problem_in(api.patch("/livros/1", "{}", {{Header::if_match, "1-1"}})),
            "400 parametro-invalido");
  EXPECT_TRUE(api.store.writes.empty());
}

TEST(AlterBook, OfAMissingBookIs404AndOfADeletedOne410) {
  Api api;
  EXPECT_EQ(problem_in(api.patch("/livros/1", "{}")), "404 livro-nao-encontrado");
  put_one(api);
  ASSERT_EQ(api.remove("/livros/1").status, 204);
  EXPECT_EQ(problem_in(api.patch("/livros/1", "{}")), "410 livro-excluido");
  EXPECT_EQ(problem_in(api.patch("/livros/-1", "{}")), "404 livro-nao-encontrado");
}

TEST(AlterBook, TheTitleCannotBeRemovedAndEveryErrorIsNamed) {
  Api api;
  put_one(api);
  EXPECT_EQ(errors_in(api.patch("/livros/1", R"({"título":null})")), Texts{"/título obrigatorio"});
  const auto answer = api.patch("/livros/1", R"({"paginas":-1,"colecao":"x"})");
  EXPECT_EQ(problem_in(answer), "422 livro-invalido");
  EXPECT_EQ(errors_in(answer), (Texts{"/paginas fora-da-faixa", "/colecao chave-desconhecida"}));
  EXPECT_TRUE(api.store.writes.empty());
}

TEST(AlterBook, WhatOnlyTheStoreCanJudgeIsAnsweredLikeTheRest) {
  Api api;
  put_one(api);
  const auto claim = api.patch("/livros/1", R"({"versao":9})");
  EXPECT_EQ(problem_in(claim), "422 livro-invalido");
  EXPECT_EQ(errors_in(claim), Texts{"/versao somente-leitura"});
  EXPECT_EQ(api.patch("/livros/1", R"({"versao":1,"id":1})").status, 200);
  EXPECT_EQ(errors_in(api.patch("/livros/1", R"({"serie":{"nome":null}})")),
            Texts{"/serie/nome obrigatorio"});
}

TEST(AlterBook, TextThatIsNotStrictJsonIs400) {
  Api api;
  put_one(api);
  EXPECT_EQ(problem_in(api.patch("/livros/1", "{\"ano\":01}")), "400 json-invalido");
  EXPECT_EQ(problem_in(api.patch("/livros/1", R"({"ano":1,"ano":2})")), "400 chave-duplicada");
  EXPECT_EQ(problem_in(api.patch("/livros/1?x=1", "{}")), "400 parametro-desconhecido");
}

}  // namespace
}  // namespace api_alter_book_test
