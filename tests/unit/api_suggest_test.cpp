#include <gtest/gtest.h>

#include "support/api.hpp"

namespace api_suggest_test {
namespace {

using http::Header;
using search::Suggest;
using search::Suggestion;
using search::Suggestions;
using support::Answer;
using support::Api;
using support::json_at;
using support::problem_in;

Api& with_suggestions(Api& api) {
  api.store.search_answer = Suggestions{{Suggestion::Kind::title, "Dom Casmurro", 3},
                                        {Suggestion::Kind::author, "Dom João", 2},
                                        {Suggestion::Kind::subject, "Domínio \"público\"", 1}};
  return api;
}

TEST(SuggestBooks, AnswersTextsWithTheirKindAndTheirBooks) {
  Api api;
  const auto answer = with_suggestions(api).get("/sugestoes?q=Dom");
  EXPECT_EQ(answer.body, R"([{"texto":"Dom Casmurro","tipo":"titulo","livros":3},)"
                         R"({"texto":"Dom João","tipo":"autor","livros":2},)"
                         R"({"texto":"Domínio \"público\"","tipo":"assunto","livros":1}])");
  EXPECT_EQ(answer.header("ETag"), "\"s0\"");
  EXPECT_EQ(api.store.last_read<Suggest>().search, catalog::parse_search("Dom"));
  EXPECT_EQ(api.store.last_read<Suggest>().limit, 10U);
}

TEST(SuggestBooks, TheLimitGoesFrom1To10) {
  Api api;
  EXPECT_EQ(with_suggestions(api).get("/sugestoes?q=d&limite=1").status, 200);
  EXPECT_EQ(api.store.last_read<Suggest>().limit, 1U);
  for (const std::string limit : {"0", "11", "", "x"}) {
    EXPECT_EQ(problem_in(api.get("/sugestoes?q=d&limite=" + limit)), "400 parametro-invalido");
  }
}

TEST(SuggestBooks, QIsRequiredButMayHoldNoWordYet) {
  Api api;
  const auto missing = with_suggestions(api).get("/sugestoes");
  EXPECT_EQ(problem_in(missing), "400 parametro-invalido");
  EXPECT_NE(json_at(missing.body, "/detail").find("“q”"), std::string::npos);
  EXPECT_EQ(problem_in(api.get("/sugestoes?q=" + std::string(1001, 'a'))),
            "400 parametro-invalido");
  EXPECT_TRUE(api.store.reads.empty());
  for (const std::string typed : {"", "%20"}) {
    EXPECT_EQ(api.get("/sugestoes?q=" + typed).body, "[]") << typed;
  }
}

TEST(SuggestBooks, UnknownAndRepeatedParametersAreRefused) {
  Api api;
  EXPECT_EQ(problem_in(api.get("/sugestoes?q=a&autor=b")), "400 parametro-desconhecido");
  EXPECT_EQ(problem_in(api.get("/sugestoes?q=a&q=b")), "400 parametro-invalido");
  EXPECT_TRUE(api.store.reads.empty());
}

TEST(SuggestBooks, AreKeptAndRevalidatedLikeLists) {
  Api api;
  EXPECT_EQ(with_suggestions(api).get("/sugestoes?q=dom").came, Answer::Came::made);
  EXPECT_EQ(api.get("/sugestoes?q=dom").came, Answer::Came::prepared);
  EXPECT_EQ(api.get("/sugestoes?q=dom", {{Header::if_none_match, "\"s0\""}}).status, 304);
  EXPECT_EQ(api.store.reads.size(), 1U);
}

}  // namespace
}  // namespace api_suggest_test
