#include <gtest/gtest.h>

#include <set>

#include "api/answer/problem_json.hpp"
#include "support/api.hpp"

namespace api_problem_json_test {
namespace {

using catalog::ProblemCode;
using http::Header;
using support::Api;
using support::json_at;
using support::problem_in;

struct Row {
  ProblemCode code;
  std::string answer;
};

// Every code there is, with the status and the slug that clients rely on. They never change.
const std::vector<Row> rows{
    {ProblemCode::malformed_request, "400 requisicao-invalida"},
    {ProblemCode::malformed_json, "400 json-invalido"},
    {ProblemCode::duplicate_key, "400 chave-duplicada"},
    {ProblemCode::unknown_parameter, "400 parametro-desconhecido"},
    {ProblemCode::bad_parameter, "400 parametro-invalido"},
    {ProblemCode::unauthorized, "401 nao-autorizado"},
    {ProblemCode::forbidden, "403 sem-permissao"},
    {ProblemCode::foreign_page, "403 origem-recusada"},
    {ProblemCode::unknown_path, "404 caminho-desconhecido"},
    {ProblemCode::book_not_found, "404 livro-nao-encontrado"},
    {ProblemCode::version_not_found, "404 versao-nao-encontrada"},
    {ProblemCode::cover_not_found, "404 capa-nao-encontrada"},
    {ProblemCode::method_not_allowed, "405 metodo-nao-permitido"},
    {ProblemCode::not_acceptable, "406 formato-nao-disponivel"},
    {ProblemCode::slow_request, "408 requisicao-lenta"},
    {ProblemCode::id_in_use, "409 id-em-uso"},
    {ProblemCode::duplicate_book, "409 duplicado"},
    {ProblemCode::batch_refused, "409 lote-recusado"},
    {ProblemCode::book_deleted, "410 livro-excluido"},
    {ProblemCode::version_conflict, "412 versao-divergente"},
    {ProblemCode::precondition_failed, "412 precondicao-nao-atendida"},
    {ProblemCode::body_too_large, "413 corpo-grande-demais"},
    {ProblemCode::target_too_long, "414 endereco-longo-demais"},
    {ProblemCode::unsupported_media_type, "415 tipo-nao-suportado"},
    {ProblemCode::expectation_failed, "417 expectativa-nao-atendida"},
    {ProblemCode::misdirected, "421 nome-recusado"},
    {ProblemCode::invalid_book, "422 livro-invalido"},
    {ProblemCode::idempotency_mismatch, "422 chave-reutilizada"},
    {ProblemCode::isbn_invalid, "422 isbn-invalido"},
    {ProblemCode::search_too_broad, "422 busca-ampla-demais"},
    {ProblemCode::precondition_required, "428 precondicao-exigida"},
    {ProblemCode::rate_limited, "429 limite-excedido"},
    {ProblemCode::header_too_large, "431 cabecalho-grande-demais"},
    {ProblemCode::unknown_method, "501 metodo-desconhecido"},
    {ProblemCode::unknown_coding, "501 codificacao-desconhecida"},
    {ProblemCode::internal_error, "500 erro-interno"},
    {ProblemCode::overloaded, "503 sobrecarregado"},
    {ProblemCode::storage_unavailable, "503 armazenamento-indisponivel"},
    {ProblemCode::write_uncertain, "503 escrita-incerta"},
    {ProblemCode::book_busy, "503 livro-ocupado"},
    {ProblemCode::draining, "503 encerrando"},
    {ProblemCode::http_version, "505 versao-http-nao-suportada"},
    {ProblemCode::storage_full, "507 sem-espaco"},
    {ProblemCode::import_not_found, "404 importacao-nao-encontrada"},
    {ProblemCode::wrong_import_state, "409 importacao-em-outro-estado"},
    {ProblemCode::unsupported_format, "415 formato-nao-suportado"},
    {ProblemCode::malformed_file, "422 arquivo-malformado"},
    {ProblemCode::unknown_header, "422 cabecalho-desconhecido"},
    {ProblemCode::import_queue_full, "503 fila-cheia"},
    {ProblemCode::no_room_for_file, "503 espaco-insuficiente"},
};

support::Answer answer_of(ProblemCode code, support::Fields fields = {}) {
  Api api;
  api.store.read_refusal = catalog::problem::of(code);
  return api.get("/livros/1", std::move(fields));
}

TEST(ProblemJson, EveryCodeIsAnsweredWithItsStatusAndSlug) {
  std::set<ProblemCode> seen;
  for (const auto& [code, answer] : rows) {
    EXPECT_EQ(problem_in(answer_of(code)), answer);
    seen.insert(code);
  }
  EXPECT_EQ(seen.size(), catalog::problem_code_count);
}

TEST(ProblemJson, EveryCodeSpeaksBothLanguages) {
  for (const auto& [code, answer] : rows) {
    const auto portuguese = answer_of(code);
    const auto english = answer_of(code, {{Header::accept_language, "en-US,en;q=0.9"}});
    EXPECT_EQ(portuguese.header("Content-Language"), "pt-BR") << answer;
    EXPECT_EQ(english.header("Content-Language"), "en") << answer;
    for (const std::string member : {"/title", "/detail"}) {
      EXPECT_NE(json_at(portuguese.body, member), json_at(english.body, member)) << answer;
    }
    // The code is for programs: one for all languages.
    EXPECT_EQ(problem_in(english), answer);
    EXPECT_EQ(english.body.find_first_of("{}[]", 1) == std::string::npos, false);
    EXPECT_EQ(json_at(english.body, "/detail").find_first_of("{}[]"), std::string::npos) << answer;
    EXPECT_EQ(json_at(portuguese.body, "/detail").find_first_of("{}[]"), std::string::npos);
  }
}

struct LanguageCase {
  std::string accept_language;
  std::string language;
};

TEST(ProblemJson, PortugueseUnlessEnglishIsPreferred) {
  for (const auto& [accept, language] : {
           LanguageCase{"", "pt-BR"},
           LanguageCase{"pt-BR", "pt-BR"},
           LanguageCase{"en", "en"},
           LanguageCase{"EN-gb", "en"},
           LanguageCase{"en;q=0.5, pt;q=0.6", "pt-BR"},
           LanguageCase{"de, en;q=0.1", "en"},
           LanguageCase{"de", "pt-BR"},
           LanguageCase{"*", "pt-BR"},
           LanguageCase{"en;q=0", "pt-BR"},
           LanguageCase{"garbage;;q=x", "pt-BR"},
       }) {
    EXPECT_EQ(answer_of(ProblemCode::unknown_path, {{Header::accept_language, accept}})
                  .header("Content-Language"),
              language)
        << accept;
  }
}

TEST(ProblemJson, TheWholeDocumentOfAnInvalidBook) {
  Api api;
  const auto answer = api.post("/livros", R"({"autor":null,"título":"x","isbn":"1"})",
                               {{Header::request_id, "p-1"}});
  EXPECT_EQ(answer.body,
            R"({"type":"/problemas/livro-invalido","title":"Livro inválido","status":422,)"
            R"("detail":"O livro enviado não segue as regras; cada erro está em “erros”.",)"
            R"("instance":"/livros","codigo":"livro-invalido","pedido":"p-1","erros":[)"
            R"({"ponteiro":"/isbn","codigo":"isbn-invalido","mensagem":"Não é um ISBN válido: )"
            R"(“1”; confira os dígitos e o dígito verificador."}]})");
}

TEST(ProblemJson, MessagesOfFieldsAreTranslatedAndFilled) {
  Api api;
  const std::string body = R"({"título":"x","autor":null,"paginas":100001})";
  EXPECT_EQ(json_at(api.post("/livros", body).body, "/erros/0/mensagem"),
            "Está fora da faixa: veio 100001; o permitido vai de 1 a 100000.");
  EXPECT_EQ(json_at(api.post("/livros", body, {{Header::accept_language, "en"}}).body,
                    "/erros/0/mensagem"),
            "Is out of range: 100001 was sent; allowed is 1 to 100000.");
}

TEST(ProblemJson, WhatAClientSentCannotBreakTheDocument) {
  Api api;
  const auto path = api.get(R"(/"},{"x":"<script>)");
  EXPECT_EQ(problem_in(path), "404 caminho-desconhecido");
  EXPECT_EQ(json_at(path.body, "/instance"), "/\"},{\"x\":\"<script>");
  const auto key = api.post("/livros", R"({"título":"x","autor":null,"a\"b/c~":1})");
  EXPECT_EQ(support::errors_in(key), std::vector<std::string>{"/a\"b~1c~0 chave-desconhecida"});
}

TEST(ProblemJson, TheQueryIsNotRepeated) {
  Api api;
  const auto answer = api.get("/livros?segredo=xyzzy");
  EXPECT_EQ(json_at(answer.body, "/instance"), "/livros");
  EXPECT_EQ(answer.body.find("xyzzy"), std::string::npos);
}

struct RetryCase {
  ProblemCode code;
  std::string after;
};

TEST(ProblemJson, WhatPassesSaysWhenToTryAgain) {
  for (const auto& [code, after] : {
           RetryCase{ProblemCode::overloaded, "1"},
           RetryCase{ProblemCode::storage_unavailable, "1"},
           RetryCase{ProblemCode::write_uncertain, "1"},
           RetryCase{ProblemCode::book_busy, "1"},
           RetryCase{ProblemCode::draining, "1"},
           RetryCase{ProblemCode::storage_full, "30"},
           RetryCase{ProblemCode::book_not_found, ""},
           RetryCase{ProblemCode::internal_error, ""},
       }) {
    EXPECT_EQ(answer_of(code).header("Retry-After"), after);
  }
}

TEST(ProblemJson, IsNeverCachedAndVariesWithTheLanguage) {
  const auto answer = answer_of(ProblemCode::book_not_found);
  EXPECT_EQ(answer.header("Cache-Control"), "no-store");
  EXPECT_NE(answer.header("Vary").find("Accept-Language"), std::string::npos);
}

// ---- rules of single fields

struct RuleCase {
  std::string members;
  std::string error;
};

TEST(ProblemJson, EveryRuleOfAFieldIsAnsweredWithItsPointer) {
  Api api;
  std::string too_many = "[";
  for (int i = 0; i < 51; ++i) {
    too_many += (i == 0 ? "\"a" : ",\"a") + std::to_string(i) + '"';
  }
  too_many += ']';
  const std::string deep = std::string(17, '[') + std::string(17, ']');
  for (const auto& [members, error] : {
           RuleCase{R"("título":1)", "/título tipo-invalido"},
           RuleCase{R"("título":"")", "/título curto-demais"},
           RuleCase{R"("edicao":")" + std::string(101, 'x') + '"', "/edicao longo-demais"},
           RuleCase{R"("etiquetas":)" + too_many, "/etiquetas itens-demais"},
           RuleCase{R"("ano":-3001)", "/ano fora-da-faixa"},
           RuleCase{R"("local":"a\u0007b")", "/local caractere-de-controle"},
           RuleCase{R"("outros_isbn":["9780306406157","x"])", "/outros_isbn/1 isbn-invalido"},
           RuleCase{R"("capa":"ftp://x/y")", "/capa url-invalida"},
           RuleCase{R"("idioma":"português")", "/idioma idioma-invalido"},
           RuleCase{R"("identificadores":[{"tipo":"x","valor":"y"}])",
                    "/identificadores/0/tipo valor-invalido"},
           RuleCase{R"("titlo":"y")", "/titlo chave-desconhecida"},
           RuleCase{R"("titulo":"y")", "/titulo sinonimos-divergentes"},
           RuleCase{R"("extra":{"a":)" + deep + '}', "/extra profundo-demais"},
       }) {
    const bool has_title = members.starts_with("\"título\"");
    const auto answer = api.post("/livros", std::string(has_title ? "{" : R"({"título":"x",)") +
                                                R"("autor":null,)" + members + '}');
    EXPECT_EQ(problem_in(answer), "422 livro-invalido") << members;
    EXPECT_EQ(support::errors_in(answer), std::vector<std::string>{error}) << members;
    EXPECT_NE(json_at(answer.body, "/erros/0/mensagem"), "") << members;
  }
  EXPECT_TRUE(api.store.writes.empty());
}

// ---- what a code means

TEST(Problems, ListsEveryCodeOnceWithWhatToDoInBothLanguages) {
  Api api;
  const auto answer = api.get("/problemas");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("Content-Type"), "application/json; charset=utf-8");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string entry = '/' + std::to_string(i);
    EXPECT_EQ(
        json_at(answer.body, entry + "/status") + ' ' + json_at(answer.body, entry + "/codigo"),
        rows[i].answer);
    for (const std::string member : {"/title", "/title_en", "/o_que_fazer", "/what_to_do"}) {
      EXPECT_NE(json_at(answer.body, entry + member), "") << entry << member;
    }
  }
  EXPECT_EQ(json_at(answer.body, '/' + std::to_string(rows.size())), "");
}

TEST(Problems, TheTypeOfAProblemLeadsToItsMeaning) {
  Api api;
  for (const auto& [code, text] : rows) {
    const auto answer = api.get(json_at(answer_of(code).body, "/type"));
    EXPECT_EQ(answer.status, 200) << text;
    EXPECT_EQ(json_at(answer.body, "/status") + ' ' + json_at(answer.body, "/codigo"), text);
  }
}

TEST(Problems, ACodeNobodyGivesIs404) {
  Api api;
  EXPECT_EQ(problem_in(api.get("/problemas/inexistente")), "404 caminho-desconhecido");
  EXPECT_EQ(problem_in(api.get("/problemas/")), "404 caminho-desconhecido");
}

}  // namespace
}  // namespace api_problem_json_test
