#include <gtest/gtest.h>

#include "support/api.hpp"

namespace api_history_test {
namespace {

using http::Header;
using Kind = store::Condition::Kind;
using support::Api;
using support::errors_in;
using support::json_at;
using support::problem_in;
using Texts = std::vector<std::string>;

// Created, changed a second later, deleted another second later.
void put_a_storied_book(Api& api) {
  api.store.put(support::named("Um"));
  api.clock.advance(std::chrono::seconds(1));
  ASSERT_EQ(api.patch("/livros/1", R"({"título":"Dois"})").status, 200);
  api.clock.advance(std::chrono::seconds(1));
  ASSERT_EQ(api.remove("/livros/1").status, 204);
}

constexpr std::string_view first_entry =
    R"({"versao":1,"tipo":"criado","em":"2026-05-01T12:00:00.000Z",)"
    R"("livro":{"id":1,"versao":1,"título":"Um","autor":"Machado de Assis",)"
    R"("criado_em":"2026-05-01T12:00:00.000Z","atualizado_em":"2026-05-01T12:00:00.000Z"}})";
constexpr std::string_view last_entry =
    R"({"versao":3,"tipo":"excluido","em":"2026-05-01T12:00:02.000Z"})";

TEST(ListVersions, TellsEveryVersionOldestFirstDeletionsToo) {
  Api api;
  put_a_storied_book(api);
  const auto answer = api.get("/livros/1/versoes");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(json_at(answer.body, "/0"), first_entry);
  EXPECT_EQ(json_at(answer.body, "/1/tipo"), "alterado");
  EXPECT_EQ(json_at(answer.body, "/1/livro/título"), "Dois");
  EXPECT_EQ(json_at(answer.body, "/2"), last_entry);
  EXPECT_EQ(json_at(answer.body, "/3"), "");
  EXPECT_EQ(answer.header("ETag"), "\"1-3\"");
  EXPECT_EQ(answer.header("X-Catalogo-Seq"), "3");
  EXPECT_EQ(answer.header("Content-Type"), "application/json; charset=utf-8");
  EXPECT_EQ(answer.header("Cache-Control"), "no-cache");
  EXPECT_EQ(api.store.last_read<store::ListVersions>().id.value, 1);
}

TEST(ListVersions, CostsNothingWhileNothingChanges) {
  Api api;
  put_a_storied_book(api);
  const auto answer = api.get("/livros/1/versoes", {{Header::if_none_match, "\"1-3\""}});
  EXPECT_EQ(answer.status, 304);
  EXPECT_EQ(answer.body, "");
  EXPECT_EQ(answer.header("ETag"), "\"1-3\"");
  EXPECT_EQ(api.head("/livros/1/versoes").status, 200);
}

TEST(ListVersions, OfABookThatNeverWasIs404) {
  Api api;
  EXPECT_EQ(problem_in(api.get("/livros/1/versoes")), "404 livro-nao-encontrado");
  EXPECT_EQ(problem_in(api.get("/livros/x/versoes")), "404 livro-nao-encontrado");
}

TEST(ListVersions, ComeInPagesThatSayWhereTheNextOneBegins) {
  Api api;
  put_a_storied_book(api);
  const auto first = api.get("/livros/1/versoes?limite=2");
  EXPECT_EQ(json_at(first.body, "/0/versao"), "1");
  EXPECT_EQ(json_at(first.body, "/1/versao"), "2");
  EXPECT_EQ(json_at(first.body, "/2"), "");
  EXPECT_EQ(first.header("Link"), "</livros/1/versoes?desde=2&limite=2>; rel=\"next\"");
  EXPECT_EQ(first.header("X-Proximo-Cursor"), "2");
  EXPECT_EQ(first.header("ETag"), "\"1-2+\"");
  const auto second = api.get("/livros/1/versoes?desde=2&limite=2");
  EXPECT_EQ(json_at(second.body, "/0"), last_entry);
  EXPECT_EQ(json_at(second.body, "/1"), "");
  EXPECT_EQ(second.header("Link"), "");
  EXPECT_EQ(second.header("X-Proximo-Cursor"), "");
  EXPECT_EQ(second.header("ETag"), "\"1-3\"");
  EXPECT_EQ(api.get("/livros/1/versoes?desde=3").body, "[]");
}

TEST(ListVersions, ATagOfTheLastPageIsNotThatOfAFullOne) {
  Api api;
  api.store.put(support::named("Um"));
  const auto alone = api.get("/livros/1/versoes?limite=1").header("ETag");
  EXPECT_EQ(alone, "\"1-1\"");
  ASSERT_EQ(api.patch("/livros/1", R"({"título":"Dois"})").status, 200);
  const auto followed =
      api.get("/livros/1/versoes?limite=1", {{Header::if_none_match, std::string(alone)}});
  EXPECT_EQ(followed.status, 200);
  EXPECT_NE(followed.header("Link"), "");
}

TEST(ListVersions, RefuseBoundsTheyDoNotHave) {
  Api api;
  put_a_storied_book(api);
  for (const std::string query :
       {"limite=0", "limite=101", "limite=x", "desde=-1", "desde=9223372036854775808"}) {
    EXPECT_EQ(problem_in(api.get("/livros/1/versoes?" + query)), "400 parametro-invalido");
  }
  EXPECT_EQ(problem_in(api.get("/livros/1/versoes?cursor=1")), "400 parametro-desconhecido");
}

TEST(GetVersion, IsTheEntryOfTheHistory) {
  Api api;
  put_a_storied_book(api);
  const auto answer = api.get("/livros/1/versoes/1");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, first_entry);
  EXPECT_EQ(answer.header("ETag"), "\"1-1\"");
  EXPECT_EQ(answer.header("X-Catalogo-Seq"), "3");
  EXPECT_EQ(api.get("/livros/1/versoes/3").body, last_entry);
  const auto& command = api.store.last_read<store::GetVersion>();
  EXPECT_EQ(command.id.value, 1);
  EXPECT_EQ(command.version.value, 3);
  EXPECT_EQ(api.get("/livros/1/versoes/1", {{Header::if_none_match, "\"1-1\""}}).status, 304);
}

TEST(GetVersion, NamesWhoeverMadeIt) {
  Api api;
  put_a_storied_book(api);
  EXPECT_EQ(json_at(api.get("/livros/1/versoes/3").body, "/por"), "");
  api.store.actor = "biblioteca";
  ASSERT_EQ(api.post("/livros/1/restaurar", R"({"versao":1})").status, 200);
  EXPECT_EQ(json_at(api.get("/livros/1/versoes/4").body, "/por"), "biblioteca");
}

TEST(GetVersion, ThatNeverWasIs404) {
  Api api;
  put_a_storied_book(api);
  for (const std::string n : {"4", "0", "-1", "x", "1.0", "99999999999999999999"}) {
    EXPECT_EQ(problem_in(api.get("/livros/1/versoes/" + n)), "404 versao-nao-encontrada") << n;
  }
  EXPECT_EQ(api.store.reads.size(), 1U);  // of version 4: the others cannot be one
  EXPECT_EQ(problem_in(api.get("/livros/2/versoes/1")), "404 livro-nao-encontrado");
  EXPECT_EQ(problem_in(api.get("/livros/x/versoes/1")), "404 livro-nao-encontrado");
  EXPECT_EQ(problem_in(api.get("/livros/1/versoes/1?x=1")), "400 parametro-desconhecido");
}

TEST(RestoreBook, BringsADeletedBookBackAsANewVersion) {
  Api api;
  put_a_storied_book(api);
  const auto answer = api.post("/livros/1/restaurar", R"({"versao":1})");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(json_at(answer.body, "/título"), "Um");
  EXPECT_EQ(json_at(answer.body, "/versao"), "4");
  EXPECT_EQ(answer.header("ETag"), "\"1-4\"");
  EXPECT_EQ(answer.header("X-Catalogo-Seq"), "4");
  EXPECT_TRUE(answer.all("Location").empty());
  EXPECT_EQ(api.get("/livros/1").body, answer.body);
  EXPECT_EQ(json_at(api.get("/livros/1/versoes").body, "/3/tipo"), "restaurado");
  const auto& restore = api.store.last_action<store::Restore>();
  EXPECT_EQ(restore.id.value, 1);
  EXPECT_EQ(restore.version.value, 1);
}

TEST(RestoreBook, OfAVersionWithoutABookIs422NamingTheMember) {
  Api api;
  put_a_storied_book(api);
  std::size_t writes = api.store.writes.size();
  for (const std::string n : {"3", "9", "0", "-1"}) {
    const auto answer = api.post("/livros/1/restaurar", "{\"versao\":" + n + "}");
    EXPECT_EQ(problem_in(answer), "422 livro-invalido") << n;
    EXPECT_EQ(errors_in(answer), Texts{"/versao versao-desconhecida"}) << n;
    // Only what could be a version is looked up.
    const bool possible = n == "3" || n == "9";
    EXPECT_EQ(api.store.writes.size(), possible ? writes + 1 : writes) << n;
    writes = api.store.writes.size();
  }
}

struct BadBody {
  std::string body;
  Texts errors;
};

TEST(RestoreBook, EveryErrorOfTheBodyIsNamed) {
  Api api;
  put_a_storied_book(api);
  const std::size_t writes = api.store.writes.size();
  for (const auto& [body, errors] : {
           BadBody{"{}", {"/versao obrigatorio"}},
           BadBody{"[]", {" tipo-invalido"}},
           BadBody{"3", {" tipo-invalido"}},
           BadBody{R"({"versao":"1"})", {"/versao tipo-invalido"}},
           BadBody{R"({"versao":1.5})", {"/versao tipo-invalido"}},
           BadBody{R"({"versao":null})", {"/versao obrigatorio"}},
           BadBody{R"({"versao":99999999999999999999})", {"/versao versao-desconhecida"}},
           BadBody{R"({"version":1})", {"/version chave-desconhecida", "/versao obrigatorio"}},
           BadBody{R"({"versao":1,"a/b~":2})", {"/a~1b~0 chave-desconhecida"}},
       }) {
    const auto answer = api.post("/livros/1/restaurar", body);
    EXPECT_EQ(problem_in(answer), "422 livro-invalido") << body;
    EXPECT_EQ(errors_in(answer), errors) << body;
  }
  EXPECT_EQ(problem_in(api.post("/livros/1/restaurar", "")), "400 json-invalido");
  EXPECT_EQ(problem_in(api.post("/livros/1/restaurar", R"({"versao":1,"versao":2})")),
            "400 chave-duplicada");
  EXPECT_EQ(api.store.writes.size(), writes);
}

TEST(RestoreBook, RespectsIfMatch) {
  Api api;
  api.store.put(support::named("Um"));
  ASSERT_EQ(api.patch("/livros/1", R"({"ano":1})").status, 200);
  const std::string body = R"({"versao":1})";
  const auto stale = api.post("/livros/1/restaurar", body, {{Header::if_match, "\"1-1\""}});
  EXPECT_EQ(problem_in(stale), "412 versao-divergente");
  EXPECT_EQ(json_at(stale.body, "/livro/versao"), "2");
  EXPECT_EQ(api.post("/livros/1/restaurar", body, {{Header::if_match, "\"1-2\""}}).status, 200);
  EXPECT_EQ(problem_in(api.post("/livros/1/restaurar", body, {{Header::if_match, "x"}})),
            "400 parametro-invalido");
}

TEST(RestoreBook, NeedsNoIfMatchEvenWhenChangesDo) {
  Api api;
  put_a_storied_book(api);
  api.settings.if_match = api::IfMatch::required;
  EXPECT_EQ(api.post("/livros/1/restaurar", R"({"versao":1})").status, 200);
}

TEST(RestoreBook, IsNotRepeatedUnderTheSameIdempotencyKey) {
  Api api;
  put_a_storied_book(api);
  const support::Fields key{{Header::idempotency_key, "volta"}};
  const auto first = api.post("/livros/1/restaurar", R"({"versao":1})", key);
  const auto again = api.post("/livros/1/restaurar", R"({"versao":1})", key);
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.header("Idempotent-Replayed"), "true");
  EXPECT_EQ(problem_in(api.post("/livros/1/restaurar", R"({"versao":2})", key)),
            "422 chave-reutilizada");
  EXPECT_EQ(problem_in(api.post("/livros/1/restaurar", R"({"versao":1})",
                                {{Header::idempotency_key, ""}})),
            "400 parametro-invalido");
}

TEST(RestoreBook, OfABookThatIsThereMeetsNoIfNoneMatchOfAnything) {
  Api api;
  api.store.put(support::named("x"));
  EXPECT_EQ(problem_in(
                api.post("/livros/1/restaurar", R"({"versao":1})", {{Header::if_none_match, "*"}})),
            "412 versao-divergente");
}

TEST(RestoreBook, OfABookThatNeverWasIs404) {
  Api api;
  const std::string body = R"({"versao":1})";
  EXPECT_EQ(problem_in(api.post("/livros/1/restaurar", body)), "404 livro-nao-encontrado");
  EXPECT_EQ(problem_in(api.post("/livros/0/restaurar", body)), "404 livro-nao-encontrado");
  EXPECT_EQ(problem_in(api.post("/livros/1/restaurar?x", body)), "400 parametro-desconhecido");
  EXPECT_EQ(
      problem_in(api.post("/livros/1/restaurar", body, {{Header::content_type, "text/plain"}})),
      "415 tipo-nao-suportado");
}

}  // namespace
}  // namespace api_history_test
