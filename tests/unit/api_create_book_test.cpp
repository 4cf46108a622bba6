#include <gtest/gtest.h>

#include <algorithm>

#include "support/api.hpp"

namespace api_create_book_test {
namespace {

using http::Header;
using support::Api;
using support::errors_in;
using support::json_at;
using support::problem_in;
using Texts = std::vector<std::string>;

constexpr auto memorial = R"({"título":"Memorial do Convento","autor":"José Saramago"})";

TEST(CreateBook, Answers201WithTheBookItsAddressAndItsTag) {
  Api api;
  const auto answer = api.post("/livros", memorial);
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(
      answer.body,
      R"({"id":1,"versao":1,"título":"Memorial do Convento","autor":"José Saramago",)"
      R"("criado_em":"2026-05-01T12:00:00.000Z","atualizado_em":"2026-05-01T12:00:00.000Z"})");
  EXPECT_EQ(answer.header("Location"), "/livros/1");
  EXPECT_EQ(answer.header("ETag"), "\"1-1\"");
  EXPECT_EQ(answer.header("X-Catalogo-Seq"), "1");
  EXPECT_EQ(answer.header("Content-Type"), "application/json; charset=utf-8");
  EXPECT_EQ(answer.header("Vary"), "Accept, Accept-Encoding, Accept-Language");
  EXPECT_TRUE(answer.all("Link").empty());
  EXPECT_TRUE(answer.all("Idempotent-Replayed").empty());
  EXPECT_TRUE(answer.all("Preference-Applied").empty());
}

TEST(CreateBook, SendsTheStoreWhatTheBodySaysAndNothingElse) {
  Api api;
  (void)api.post("/livros", memorial);
  ASSERT_EQ(api.store.writes.size(), 1U);
  const store::Write& write = api.store.writes.front();
  const auto& create = std::get<store::Create>(write.action);
  EXPECT_EQ(create.book->fields, support::named("Memorial do Convento", "José Saramago"));
  EXPECT_EQ(create.book->id, std::nullopt);
  EXPECT_EQ(create.duplicates, store::Duplicates::allowed);
  EXPECT_EQ(write.precondition, store::Precondition{});
  EXPECT_EQ(write.idempotency, std::nullopt);
  EXPECT_EQ(write.actor, "");
}

TEST(CreateBook, TheIdMayBeChosenOnce) {
  Api api;
  const std::string body = R"({"id":42,"título":"x","autor":null})";
  const auto made = api.post("/livros", body);
  EXPECT_EQ(made.status, 201);
  EXPECT_EQ(made.header("Location"), "/livros/42");
  EXPECT_EQ(problem_in(api.post("/livros", body)), "409 id-em-uso");
  ASSERT_EQ(api.remove("/livros/42").status, 204);
  const auto reused = api.post("/livros", body);
  EXPECT_EQ(problem_in(reused), "409 id-em-uso");
  EXPECT_NE(json_at(reused.body, "/detail").find("42"), std::string::npos);
}

TEST(CreateBook, PreferMinimalAnswersAnEmpty201) {
  Api api;
  for (const std::string prefer :
       {"return=minimal", "respond-async, return=minimal; foo=1", "return=\"minimal\""}) {
    const auto answer = api.post("/livros", memorial, {{Header::prefer, prefer}});
    EXPECT_EQ(answer.status, 201) << prefer;
    EXPECT_EQ(answer.body, "") << prefer;
    EXPECT_EQ(answer.header("Preference-Applied"), "return=minimal") << prefer;
    EXPECT_FALSE(answer.header("Location").empty()) << prefer;
    EXPECT_FALSE(answer.header("ETag").empty()) << prefer;
  }
}

TEST(CreateBook, OtherPreferencesAreIgnored) {
  Api api;
  for (const std::string prefer : {"return=representation", "minimal", "return", "wait=10", ""}) {
    const auto answer = api.post("/livros", memorial, {{Header::prefer, prefer}});
    EXPECT_FALSE(answer.body.empty()) << prefer;
    EXPECT_TRUE(answer.all("Preference-Applied").empty()) << prefer;
  }
}

constexpr auto with_isbn = R"({"título":"x","autor":"y","isbn":"0-306-40615-2"})";

TEST(CreateBook, LikelyDuplicatesAreCreatedAndPointedOut) {
  Api api;
  ASSERT_EQ(api.post("/livros", with_isbn).status, 201);
  ASSERT_EQ(api.post("/livros", with_isbn).status, 201);
  const auto third = api.post("/livros", with_isbn);
  EXPECT_EQ(third.status, 201);
  EXPECT_EQ(third.header("Location"), "/livros/3");
  EXPECT_EQ(third.all("Link"),
            (Texts{"</livros/1>; rel=\"duplicate\"", "</livros/2>; rel=\"duplicate\""}));
}

TEST(CreateBook, LikelyDuplicatesAreRefusedWithTheCandidatesWhenAskedSo) {
  Api api;
  ASSERT_EQ(api.post("/livros?duplicado=recusar", with_isbn).status, 201);
  EXPECT_EQ(api.store.last_action<store::Create>().duplicates, store::Duplicates::refused);
  const auto refused = api.post("/livros?duplicado=recusar", with_isbn);
  EXPECT_EQ(problem_in(refused), "409 duplicado");
  EXPECT_EQ(json_at(refused.body, "/candidatos"), "[1]");
  EXPECT_EQ(api.post("/livros?duplicado=criar", with_isbn).status, 201);
  EXPECT_EQ(api.store.last_action<store::Create>().duplicates, store::Duplicates::allowed);
}

TEST(CreateBook, OtherParametersAreRefused) {
  Api api;
  const auto bad = api.post("/livros?duplicado=talvez", memorial);
  EXPECT_EQ(problem_in(bad), "400 parametro-invalido");
  EXPECT_NE(json_at(bad.body, "/detail").find("criar, recusar"), std::string::npos);
  const auto unknown = api.post("/livros?duplicados=recusar", memorial);
  EXPECT_EQ(problem_in(unknown), "400 parametro-desconhecido");
  EXPECT_NE(json_at(unknown.body, "/detail").find("“duplicado”"), std::string::npos);
  EXPECT_TRUE(api.store.writes.empty());
}

TEST(CreateBook, TheSameIdempotencyKeyAndBodyAnswerTheStoredAnswer) {
  Api api;
  const support::Fields key{{Header::idempotency_key, "chave-1"}};
  const auto first = api.post("/livros", memorial, key);
  EXPECT_EQ(first.status, 201);
  EXPECT_TRUE(first.all("Idempotent-Replayed").empty());
  const auto again = api.post("/livros", memorial, key);
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.header("Idempotent-Replayed"), "true");
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.header("Location"), first.header("Location"));
  EXPECT_EQ(again.header("ETag"), first.header("ETag"));
}

TEST(CreateBook, TheSameIdempotencyKeyWithAnotherRequestIsRefused) {
  Api api;
  const support::Fields key{{Header::idempotency_key, "chave-1"}};
  ASSERT_EQ(api.post("/livros", memorial, key).status, 201);
  EXPECT_EQ(problem_in(api.post("/livros", with_isbn, key)), "422 chave-reutilizada");
  EXPECT_EQ(problem_in(api.post("/livros?duplicado=recusar", memorial, key)),
            "422 chave-reutilizada");
}

TEST(CreateBook, TheFingerprintIsTheDigestOfMethodTargetAndBody) {
  Api api;
  (void)api.post("/livros", "{}x", {{Header::idempotency_key, "k"}});
  EXPECT_TRUE(api.store.writes.empty());  // a refused body takes no key
  (void)api.post("/livros", memorial, {{Header::idempotency_key, "k"}});
  ASSERT_EQ(api.store.writes.size(), 1U);
  ASSERT_TRUE(api.store.writes[0].idempotency.has_value());
  EXPECT_EQ(api.store.writes[0].idempotency->key, "k");
  const auto fingerprint = api.store.writes[0].idempotency->request;
  (void)api.post("/livros", memorial, {{Header::idempotency_key, "k"}});
  EXPECT_EQ(api.store.writes[1].idempotency->request, fingerprint);
  (void)api.post("/livros", std::string(memorial) + ' ', {{Header::idempotency_key, "k"}});
  EXPECT_NE(api.store.writes[2].idempotency->request, fingerprint);
}

TEST(CreateBook, AnIdempotencyKeyHas1To255PrintableCharacters) {
  Api api;
  for (const std::string& key : {std::string(), std::string(256, 'k'), std::string("a\tb"),
                                 std::string("chave-é"), std::string("\x7f")}) {
    EXPECT_EQ(problem_in(api.post("/livros", memorial, {{Header::idempotency_key, key}})),
              "400 parametro-invalido")
        << key;
  }
  EXPECT_TRUE(api.store.writes.empty());
  const std::string longest(255, '~');
  ASSERT_EQ(api.post("/livros", memorial, {{Header::idempotency_key, longest}}).status, 201);
  EXPECT_EQ(api.store.writes.back().idempotency->key, longest);
}

TEST(CreateBook, OnlyJsonInUtf8IsTaken) {
  Api api;
  for (const std::string type :
       {"text/plain", "application/xml", "application/merge-patch+json", "json", "",
        "application/json; charset=iso-8859-1", "application/json; charset=utf-8; charset=x",
        "multipart/form-data; boundary=x"}) {
    const auto answer = api.post("/livros", memorial, {{Header::content_type, type}});
    EXPECT_EQ(problem_in(answer), "415 tipo-nao-suportado") << type;
    EXPECT_EQ(answer.header("Accept"), "application/json") << type;
    EXPECT_TRUE(answer.all("Accept-Encoding").empty()) << type;
  }
  EXPECT_TRUE(api.store.writes.empty());
  for (const std::string type :
       {"application/json", "Application/JSON", "application/json;charset=UTF-8",
        "application/json; charset=\"utf-8\"", "application/json; x=1"}) {
    EXPECT_EQ(api.post("/livros", memorial, {{Header::content_type, type}}).status, 201) << type;
  }
}

TEST(CreateBook, ABodyWithoutATypeIsRefusedWhateverTheMethodAndPath) {
  Api api;
  api.store.put(support::named("x"));
  for (const auto& [method, target] : {std::pair{"POST", "/livros"},
                                       {"PUT", "/livros/1"},
                                       {"PATCH", "/livros/1"},
                                       {"DELETE", "/livros/1"},
                                       {"POST", "/livros/1/restaurar"},
                                       {"GET", "/livros/1"},
                                       {"GET", "/livros"}}) {
    support::FakeReply reply(support::Sent{method, target, {}, ""});
    reply.asked().body = memorial;
    api.dispatcher->handle(reply.asked(), reply);
    EXPECT_EQ(problem_in(reply.answer()), "415 tipo-nao-suportado") << method << target;
  }
  EXPECT_TRUE(api.store.writes.empty());
}

TEST(CreateBook, A415SaysWhatCameAndWhatIsTaken) {
  Api api;
  const auto detail = [&api](const support::Fields& fields) {
    return json_at(api.post("/livros", memorial, fields).body, "/detail");
  };
  EXPECT_EQ(detail({{Header::content_type, "application/x-www-form-urlencoded"}}),
            "O corpo não é aceito: veio como “application/x-www-form-urlencoded”; envie "
            "application/json, sem compressão.");
  EXPECT_EQ(detail({{Header::content_encoding, "br"}, {Header::accept_language, "en"}}),
            "The body is not accepted: it came with Content-Encoding “br”; send application/json, "
            "uncompressed.");
}

TEST(CreateBook, AnEncodedBodyIsRefused) {
  Api api;
  const auto answer = api.post("/livros", memorial, {{Header::content_encoding, "gzip"}});
  EXPECT_EQ(problem_in(answer), "415 tipo-nao-suportado");
  EXPECT_EQ(answer.header("Accept-Encoding"), "identity");
  EXPECT_EQ(answer.header("Accept"), "application/json");
  EXPECT_TRUE(api.store.writes.empty());
}

TEST(CreateBook, TextThatIsNotStrictJsonIs400) {
  Api api;
  for (const std::string body : {"{", "título", "{\"título\":\"x\",}", "{} {}", "\xff{}",
                                 "{\"título\":\"\\ud800\"}", "NaN", "{'a':1}"}) {
    EXPECT_EQ(problem_in(api.post("/livros", body)), "400 json-invalido") << body;
  }
  EXPECT_EQ(problem_in(api.post("/livros", "")), "400 json-invalido");
  EXPECT_EQ(problem_in(api.post("/livros", std::string(100'000, '['))), "400 json-invalido");
  EXPECT_TRUE(api.store.writes.empty());
}

TEST(CreateBook, AKeySentTwiceIs400WhateverItsUnicodeForm) {
  Api api;
  for (const std::string body : {R"({"ano":1,"ano":1})", "{\"título\":1,\"ti\xCC\x81tulo\":1}",
                                 R"({"extra":{"a":1,"a":2}})"}) {
    EXPECT_EQ(problem_in(api.post("/livros", body)), "400 chave-duplicada") << body;
  }
}

TEST(CreateBook, EveryErrorOfABookIsNamedAtOnce) {
  Api api;
  const auto answer = api.post(
      "/livros", R"({"autor":7,"isbn":"9780306406158","paginas":0,"titel":"x","ano":2032})");
  EXPECT_EQ(problem_in(answer), "422 livro-invalido");
  auto errors = errors_in(answer);
  std::sort(errors.begin(), errors.end());
  EXPECT_EQ(errors,
            (Texts{"/ano fora-da-faixa", "/autor tipo-invalido", "/isbn isbn-invalido",
                   "/paginas fora-da-faixa", "/titel chave-desconhecida", "/título obrigatorio"}));
  EXPECT_TRUE(api.store.writes.empty());
}

TEST(CreateBook, TheYearIsBoundedByTheClockOfTheService) {
  Api api;
  const std::string body = R"({"título":"x","autor":null,"ano":2031})";
  EXPECT_EQ(api.post("/livros", body).status, 201);
  api.clock.advance(-std::chrono::hours(24 * 365));
  EXPECT_EQ(errors_in(api.post("/livros", body)), Texts{"/ano fora-da-faixa"});
}

TEST(CreateBook, ABodyThatIsNoObjectIs422) {
  Api api;
  for (const std::string body : {"[]", "null", "1", "\"x\""}) {
    const auto answer = api.post("/livros", body);
    EXPECT_EQ(problem_in(answer), "422 livro-invalido") << body;
    EXPECT_EQ(errors_in(answer), Texts{" tipo-invalido"}) << body;
  }
}

TEST(CreateBook, ADecomposedTitleKeyAndTheAliasesWork) {
  Api api;
  for (const std::string key : {"título", "ti\xCC\x81tulo", "titulo", "title"}) {
    const auto answer = api.post("/livros", "{\"" + key + R"(":"x","author":"y"})");
    EXPECT_EQ(answer.status, 201) << key;
    EXPECT_EQ(json_at(answer.body, "/título"), "x") << key;
    EXPECT_EQ(json_at(answer.body, "/autor"), "y") << key;
  }
  EXPECT_EQ(errors_in(api.post("/livros", R"({"título":"x","titulo":"y","autor":null})")),
            Texts{"/titulo sinonimos-divergentes"});
}

TEST(CreateBook, AFullQueueIs503AndSaysWhenToComeBack) {
  Api api;
  api.store.write_refusal =
      store::Refused::because(catalog::problem::of(catalog::ProblemCode::overloaded));
  const auto answer = api.post("/livros", memorial);
  EXPECT_EQ(problem_in(answer), "503 sobrecarregado");
  EXPECT_EQ(answer.header("Retry-After"), "1");
  EXPECT_TRUE(answer.all("X-Catalogo-Seq").empty());
}

TEST(CreateBook, AFullDiskIs507AndSaysWhenToComeBack) {
  Api api;
  api.store.write_refusal =
      store::Refused::because(catalog::problem::of(catalog::ProblemCode::storage_full));
  const auto answer = api.post("/livros", memorial);
  EXPECT_EQ(problem_in(answer), "507 sem-espaco");
  EXPECT_EQ(answer.header("Retry-After"), "30");
}

}  // namespace
}  // namespace api_create_book_test
