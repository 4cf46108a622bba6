#include <gtest/gtest.h>

#include "support/api.hpp"

namespace api_remove_book_test {
namespace {

using http::Header;
using support::Api;
using support::json_at;
using support::problem_in;

TEST(RemoveBook, Answers204WithoutABodyAndTheBookIsGone) {
  Api api;
  api.store.put(support::named("Dom Casmurro"));
  const auto answer = api.remove("/livros/1");
  EXPECT_EQ(answer.status, 204);
  EXPECT_EQ(answer.body, "");
  EXPECT_EQ(answer.header("X-Catalogo-Seq"), "2");
  EXPECT_TRUE(answer.all("Content-Type").empty());
  EXPECT_TRUE(answer.all("ETag").empty());
  EXPECT_EQ(problem_in(api.get("/livros/1")), "410 livro-excluido");
  EXPECT_EQ(api.store.last_action<store::Remove>().id.value, 1);
  EXPECT_EQ(api.store.writes.back().precondition, store::Precondition{});
}

TEST(RemoveBook, TwiceIs410AndOfAMissingBook404) {
  Api api;
  api.store.put(support::named("Dom Casmurro"));
  ASSERT_EQ(api.remove("/livros/1").status, 204);
  EXPECT_EQ(problem_in(api.remove("/livros/1")), "410 livro-excluido");
  EXPECT_EQ(problem_in(api.remove("/livros/2")), "404 livro-nao-encontrado");
  EXPECT_EQ(problem_in(api.remove("/livros/x")), "404 livro-nao-encontrado");
}

TEST(RemoveBook, StaleIfMatchAnswers412AndKeepsTheBook) {
  Api api;
  api.store.put(support::named("Dom Casmurro"));
  ASSERT_EQ(api.patch("/livros/1", R"({"ano":1899})").status, 200);
  const auto answer = api.remove("/livros/1", {{Header::if_match, "\"1-1\""}});
  EXPECT_EQ(problem_in(answer), "412 versao-divergente");
  EXPECT_EQ(json_at(answer.body, "/livro/ano"), "1899");
  EXPECT_EQ(json_at(answer.body, "/campos_em_conflito"), R"(["ano"])");
  EXPECT_EQ(answer.header("ETag"), "\"1-2\"");
  EXPECT_EQ(api.get("/livros/1").status, 200);
  EXPECT_EQ(api.remove("/livros/1", {{Header::if_match, "\"1-2\""}}).status, 204);
}

TEST(RemoveBook, IfNoneMatchProtectsTheVersionsItNames) {
  Api api;
  api.store.put(support::named("Dom Casmurro"));
  for (const std::string field : {"*", "\"1-1\""}) {
    EXPECT_EQ(problem_in(api.remove("/livros/1", {{Header::if_none_match, field}})),
              "412 versao-divergente");
  }
  EXPECT_EQ(problem_in(api.remove("/livros/1", {{Header::if_none_match, "1-9"}})),
            "400 parametro-invalido");
  EXPECT_EQ(api.remove("/livros/1", {{Header::if_none_match, "\"1-9\""}}).status, 204);
}

TEST(RemoveBook, ADemandedIfMatchThatIsMissingIs428) {
  Api api;
  api.store.put(support::named("Dom Casmurro"));
  api.settings.if_match = api::IfMatch::required;
  EXPECT_EQ(problem_in(api.remove("/livros/1")), "428 precondicao-exigida");
  EXPECT_TRUE(api.store.writes.empty());
  EXPECT_EQ(api.remove("/livros/1", {{Header::if_match, "\"1-1\""}}).status, 204);
}

TEST(RemoveBook, MalformedConditionsAndParametersAreRefused) {
  Api api;
  api.store.put(support::named("Dom Casmurro"));
  EXPECT_EQ(problem_in(api.remove("/livros/1", {{Header::if_match, "1"}})),
            "400 parametro-invalido");
  EXPECT_EQ(problem_in(api.remove("/livros/1?force=1")), "400 parametro-desconhecido");
  EXPECT_TRUE(api.store.writes.empty());
}

}  // namespace
}  // namespace api_remove_book_test
