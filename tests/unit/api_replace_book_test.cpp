#include <gtest/gtest.h>

#include "support/api.hpp"

namespace api_replace_book_test {
namespace {

using http::Header;
using Kind = store::Condition::Kind;
using support::Api;
using support::errors_in;
using support::json_at;
using support::problem_in;
using Texts = std::vector<std::string>;

constexpr auto quincas = R"({"título":"Quincas Borba","autor":"Machado de Assis","ano":1891})";

// One book, changed twice by others: version 3.
void put_a_changed_book(Api& api) {
  api.store.put(support::named("Quincas"));
  ASSERT_EQ(api.patch("/livros/1", R"({"ano":1890})").status, 200);
  ASSERT_EQ(api.patch("/livros/1", R"({"local":"Rio"})").status, 200);
}

TEST(ReplaceBook, AnswersTheNewBookAndDropsWhatTheBodyLacks) {
  Api api;
  put_a_changed_book(api);
  api.clock.advance(std::chrono::seconds(1));
  const auto answer = api.put("/livros/1", quincas);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(
      answer.body,
      R"({"id":1,"versao":4,"título":"Quincas Borba","autor":"Machado de Assis","ano":1891,)"
      R"("criado_em":"2026-05-01T12:00:00.000Z","atualizado_em":"2026-05-01T12:00:01.000Z"})");
  EXPECT_EQ(answer.header("ETag"), "\"1-4\"");
  EXPECT_EQ(answer.header("X-Catalogo-Seq"), "4");
  EXPECT_EQ(answer.header("Vary"), "Accept, Accept-Encoding, Accept-Language");
  EXPECT_TRUE(answer.all("Location").empty());
  EXPECT_EQ(api.get("/livros/1").body, answer.body);
}

TEST(ReplaceBook, SendsTheStoreTheIdAndTheFieldsWithoutACondition) {
  Api api;
  (void)api.put("/livros/7", quincas);
  const store::Write& write = api.store.writes.back();
  const auto& replace = std::get<store::Replace>(write.action);
  EXPECT_EQ(replace.id.value, 7);
  EXPECT_EQ(replace.book->fields->title, "Quincas Borba");
  EXPECT_EQ(replace.book->fields->year, 1891);
  EXPECT_EQ(write.precondition, store::Precondition{});
  EXPECT_EQ(write.idempotency, std::nullopt);
}

TEST(ReplaceBook, OfAnIdNeverGivenIs404AndOfADeletedBook410) {
  Api api;
  EXPECT_EQ(problem_in(api.put("/livros/1", quincas)), "404 livro-nao-encontrado");
  api.store.put(support::named("x"));
  ASSERT_EQ(api.remove("/livros/1").status, 204);
  EXPECT_EQ(problem_in(api.put("/livros/1", quincas)), "410 livro-excluido");
  EXPECT_EQ(problem_in(api.put("/livros/zero", quincas)), "404 livro-nao-encontrado");
}

struct ConditionCase {
  std::string field;
  Kind kind;
  std::vector<std::int64_t> versions;
};

TEST(ReplaceBook, IfMatchReachesTheStoreAsTheVersionsItNames) {
  Api api;
  for (const auto& [field, kind, versions] : {
           ConditionCase{"*", Kind::any, {}},
           ConditionCase{"\"7-3\"", Kind::one_of, {3}},
           ConditionCase{"\"7-3-gzip\"", Kind::one_of, {3}},
           ConditionCase{"\"7-3-zstd\"", Kind::one_of, {3}},
           ConditionCase{R"("7-3", "7-5")", Kind::one_of, {3, 5}},
           // Weak tags, other books and other resources never match a write.
           ConditionCase{"W/\"7-3\"", Kind::one_of, {}},
           ConditionCase{"\"8-3\"", Kind::one_of, {}},
           ConditionCase{"\"s42\"", Kind::one_of, {}},
           ConditionCase{"\"7-3-br\"", Kind::one_of, {}},
           ConditionCase{R"("7-3x", "7-", "7", "", "-7-3")", Kind::one_of, {}},
       }) {
    (void)api.put("/livros/7", quincas, {{Header::if_match, field}});
    const store::Condition& condition = api.store.writes.back().precondition.match;
    EXPECT_EQ(condition.kind, kind) << field;
    EXPECT_EQ(condition.numbers, versions) << field;
  }
}

TEST(ReplaceBook, AMalformedIfMatchIsRefusedBeforeAnythingHappens) {
  Api api;
  for (const std::string field :
       {"", "7-3", "\"7-3", R"("7-3" "7-4")", "w/\"7-3\"", "*, \"7-3\""}) {
    const auto answer = api.put("/livros/7", quincas, {{Header::if_match, field}});
    EXPECT_EQ(problem_in(answer), "400 parametro-invalido") << field;
    EXPECT_NE(json_at(answer.body, "/detail").find("If-Match"), std::string::npos) << field;
  }
  EXPECT_TRUE(api.store.writes.empty());
}

TEST(ReplaceBook, TheCurrentTagLetsTheWriteThrough) {
  Api api;
  put_a_changed_book(api);
  EXPECT_EQ(api.put("/livros/1", quincas, {{Header::if_match, "\"1-3\""}}).status, 200);
  EXPECT_EQ(api.put("/livros/1", quincas, {{Header::if_match, "*"}}).status, 200);
}

TEST(ReplaceBook, StaleIfMatchAnswers412AndKeepsTheBook) {
  Api api;
  put_a_changed_book(api);
  const std::string before = api.get("/livros/1").body;
  const auto answer = api.put("/livros/1", quincas, {{Header::if_match, "\"1-1\""}});
  EXPECT_EQ(problem_in(answer), "412 versao-divergente");
  EXPECT_EQ(json_at(answer.body, "/livro"), before);
  EXPECT_EQ(answer.header("ETag"), "\"1-3\"");
  EXPECT_EQ(api.get("/livros/1").body, before);
}

TEST(ReplaceBook, A412NamesEveryFieldThatOthersChangedForAPutTouchesThemAll) {
  Api api;
  put_a_changed_book(api);
  const auto since_first = api.put("/livros/1", quincas, {{Header::if_match, "\"1-1\""}});
  EXPECT_EQ(json_at(since_first.body, "/campos_em_conflito"), R"(["local","ano"])");
  const auto since_second = api.put("/livros/1", quincas, {{Header::if_match, "\"1-2\""}});
  EXPECT_EQ(json_at(since_second.body, "/campos_em_conflito"), R"(["local"])");
}

TEST(ReplaceBook, A412WithoutTheClientsVersionNamesNoFields) {
  Api api;
  put_a_changed_book(api);
  const auto answer = api.put("/livros/1", quincas, {{Header::if_match, "W/\"1-3\""}});
  EXPECT_EQ(problem_in(answer), "412 versao-divergente");
  EXPECT_EQ(json_at(answer.body, "/campos_em_conflito"), "[]");
  EXPECT_EQ(json_at(answer.body, "/livro/versao"), "3");
}

TEST(ReplaceBook, ADemandedIfMatchThatIsMissingIs428) {
  Api api;
  put_a_changed_book(api);
  api.settings.if_match = api::IfMatch::required;
  EXPECT_EQ(problem_in(api.put("/livros/1", quincas)), "428 precondicao-exigida");
  EXPECT_EQ(api.put("/livros/1", quincas, {{Header::if_match, "\"1-3\""}}).status, 200);
  EXPECT_EQ(api.put("/livros/9", quincas, {{Header::if_none_match, "*"}}).status, 201);
}

TEST(ReplaceBook, IfNoneMatchAsteriskCreatesUnderTheIdOfTheAddress) {
  Api api;
  const auto answer = api.put("/livros/900", quincas, {{Header::if_none_match, "*"}});
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(answer.header("Location"), "/livros/900");
  EXPECT_EQ(answer.header("ETag"), "\"900-1\"");
  EXPECT_EQ(answer.header("X-Catalogo-Seq"), "1");
  EXPECT_EQ(json_at(answer.body, "/id"), "900");
  EXPECT_EQ(api.store.last_action<store::CreateAt>().id.value, 900);
  EXPECT_EQ(api.get("/livros/900").body, answer.body);
}

TEST(ReplaceBook, IfNoneMatchAsteriskOfALivingBookIs412AndOfADeletedOne409) {
  Api api;
  put_a_changed_book(api);
  const auto living = api.put("/livros/1", quincas, {{Header::if_none_match, "*"}});
  EXPECT_EQ(problem_in(living), "412 versao-divergente");
  EXPECT_EQ(json_at(living.body, "/livro/versao"), "3");
  EXPECT_EQ(living.header("ETag"), "\"1-3\"");
  ASSERT_EQ(api.remove("/livros/1").status, 204);
  EXPECT_EQ(problem_in(api.put("/livros/1", quincas, {{Header::if_none_match, "*"}})),
            "409 id-em-uso");
}

TEST(ReplaceBook, BothConditionsAtOnceAreNeverMet) {
  Api api;
  const support::Fields both{{Header::if_none_match, "*"}, {Header::if_match, "\"9-1\""}};
  EXPECT_EQ(problem_in(api.put("/livros/9", quincas, both)), "412 versao-divergente");
  EXPECT_TRUE(api.store.writes.empty());
}

TEST(ReplaceBook, AnIfNoneMatchThatNamesTheVersionKeepsIt) {
  Api api;
  put_a_changed_book(api);
  for (const std::string field : {"\"1-3\"", "W/\"1-3\"", R"("1-1", "1-3")"}) {
    EXPECT_EQ(problem_in(api.put("/livros/1", quincas, {{Header::if_none_match, field}})),
              "412 versao-divergente")
        << field;
  }
  for (const std::string field : {"", "1-3", "*, *"}) {
    EXPECT_EQ(problem_in(api.put("/livros/1", quincas, {{Header::if_none_match, field}})),
              "400 parametro-invalido")
        << field;
  }
  EXPECT_EQ(json_at(api.get("/livros/1").body, "/versao"), "3");
  EXPECT_EQ(api.put("/livros/1", quincas, {{Header::if_none_match, "\"1-1\""}}).status, 200);
}

TEST(ReplaceBook, AnIdInTheBodyMustBeTheOneInTheAddress) {
  Api api;
  api.store.put(support::named("x"));
  EXPECT_EQ(api.put("/livros/1", R"({"id":1,"título":"y","autor":null})").status, 200);
  for (const auto& fields : {support::Fields{}, support::Fields{{Header::if_none_match, "*"}}}) {
    const auto answer = api.put("/livros/1", R"({"id":2,"título":"y","autor":null})", fields);
    EXPECT_EQ(problem_in(answer), "422 livro-invalido");
    EXPECT_EQ(errors_in(answer), Texts{"/id somente-leitura"});
  }
}

TEST(ReplaceBook, TheBookAsItWasReadMayBeSentBack) {
  Api api;
  put_a_changed_book(api);
  const std::string read = api.get("/livros/1").body;
  const auto answer = api.put("/livros/1", read);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, read);
  EXPECT_EQ(api.put("/livros/1", quincas).status, 200);
  const auto stale = api.put("/livros/1", read);
  EXPECT_EQ(problem_in(stale), "422 livro-invalido");
  EXPECT_EQ(errors_in(stale), Texts{"/versao somente-leitura"});
}

TEST(ReplaceBook, BadBodiesTypesAndParametersAreRefused) {
  Api api;
  api.store.put(support::named("x"));
  EXPECT_EQ(problem_in(api.put("/livros/1", "{")), "400 json-invalido");
  EXPECT_EQ(errors_in(api.put("/livros/1", R"({"ano":1})")),
            (Texts{"/título obrigatorio", "/autor obrigatorio"}));
  EXPECT_EQ(problem_in(api.put("/livros/1", quincas, {{Header::content_type, "text/plain"}})),
            "415 tipo-nao-suportado");
  EXPECT_EQ(problem_in(api.put("/livros/1", quincas,
                               {{Header::content_type, "application/merge-patch+json"}})),
            "415 tipo-nao-suportado");
  EXPECT_EQ(problem_in(api.put("/livros/1?atomico=1", quincas)), "400 parametro-desconhecido");
  EXPECT_TRUE(api.store.writes.empty());
}

}  // namespace
}  // namespace api_replace_book_test
