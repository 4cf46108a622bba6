#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <vector>

#include "catalog/problem.hpp"

namespace catalog_problem_test {
namespace {

using catalog::BookId;
using catalog::fill;
using catalog::kind_of;
using catalog::Language;
using catalog::ProblemCode;
using catalog::Rule;
using catalog::Version;
using catalog::Wording;
namespace problem = catalog::problem;

// Clients may rely on every one of these: a change here is a change of the contract.
struct Promise {
  ProblemCode code;
  unsigned status;
  std::string_view slug;
};
// A slug never changes.
constexpr std::array promises{
    Promise{ProblemCode::malformed_request, 400, "requisicao-invalida"},
    Promise{ProblemCode::malformed_json, 400, "json-invalido"},
    Promise{ProblemCode::duplicate_key, 400, "chave-duplicada"},
    Promise{ProblemCode::unknown_parameter, 400, "parametro-desconhecido"},
    Promise{ProblemCode::bad_parameter, 400, "parametro-invalido"},
    Promise{ProblemCode::unauthorized, 401, "nao-autorizado"},
    Promise{ProblemCode::forbidden, 403, "sem-permissao"},
    Promise{ProblemCode::foreign_page, 403, "origem-recusada"},
    Promise{ProblemCode::unknown_path, 404, "caminho-desconhecido"},
    Promise{ProblemCode::book_not_found, 404, "livro-nao-encontrado"},
    Promise{ProblemCode::version_not_found, 404, "versao-nao-encontrada"},
    Promise{ProblemCode::cover_not_found, 404, "capa-nao-encontrada"},
    Promise{ProblemCode::method_not_allowed, 405, "metodo-nao-permitido"},
    Promise{ProblemCode::not_acceptable, 406, "formato-nao-disponivel"},
    Promise{ProblemCode::slow_request, 408, "requisicao-lenta"},
    Promise{ProblemCode::id_in_use, 409, "id-em-uso"},
    Promise{ProblemCode::duplicate_book, 409, "duplicado"},
    Promise{ProblemCode::batch_refused, 409, "lote-recusado"},
    Promise{ProblemCode::book_deleted, 410, "livro-excluido"},
    Promise{ProblemCode::version_conflict, 412, "versao-divergente"},
    Promise{ProblemCode::precondition_failed, 412, "precondicao-nao-atendida"},
    Promise{ProblemCode::body_too_large, 413, "corpo-grande-demais"},
    Promise{ProblemCode::target_too_long, 414, "endereco-longo-demais"},
    Promise{ProblemCode::unsupported_media_type, 415, "tipo-nao-suportado"},
    Promise{ProblemCode::expectation_failed, 417, "expectativa-nao-atendida"},
    Promise{ProblemCode::misdirected, 421, "nome-recusado"},
    Promise{ProblemCode::invalid_book, 422, "livro-invalido"},
    Promise{ProblemCode::idempotency_mismatch, 422, "chave-reutilizada"},
    Promise{ProblemCode::isbn_invalid, 422, "isbn-invalido"},
    Promise{ProblemCode::search_too_broad, 422, "busca-ampla-demais"},
    Promise{ProblemCode::precondition_required, 428, "precondicao-exigida"},
    Promise{ProblemCode::rate_limited, 429, "limite-excedido"},
    Promise{ProblemCode::header_too_large, 431, "cabecalho-grande-demais"},
    Promise{ProblemCode::unknown_method, 501, "metodo-desconhecido"},
    Promise{ProblemCode::unknown_coding, 501, "codificacao-desconhecida"},
    Promise{ProblemCode::internal_error, 500, "erro-interno"},
    Promise{ProblemCode::overloaded, 503, "sobrecarregado"},
    Promise{ProblemCode::storage_unavailable, 503, "armazenamento-indisponivel"},
    Promise{ProblemCode::write_uncertain, 503, "escrita-incerta"},
    Promise{ProblemCode::book_busy, 503, "livro-ocupado"},
    Promise{ProblemCode::draining, 503, "encerrando"},
    Promise{ProblemCode::http_version, 505, "versao-http-nao-suportada"},
    Promise{ProblemCode::storage_full, 507, "sem-espaco"},
    Promise{ProblemCode::import_not_found, 404, "importacao-nao-encontrada"},
    Promise{ProblemCode::wrong_import_state, 409, "importacao-em-outro-estado"},
    Promise{ProblemCode::unsupported_format, 415, "formato-nao-suportado"},
    Promise{ProblemCode::malformed_file, 422, "arquivo-malformado"},
    Promise{ProblemCode::unknown_header, 422, "cabecalho-desconhecido"},
    Promise{ProblemCode::import_queue_full, 503, "fila-cheia"},
    Promise{ProblemCode::no_room_for_file, 503, "espaco-insuficiente"},
};

TEST(ProblemTable, KeepsEverySlugAndStatus) {
  ASSERT_EQ(promises.size(), catalog::problem_code_count);
  for (const Promise& promise : promises) {
    const auto& kind = kind_of(promise.code);
    EXPECT_EQ(kind.code, promise.code);
    EXPECT_EQ(kind.status, promise.status) << promise.slug;
    EXPECT_EQ(kind.slug, promise.slug);
    EXPECT_EQ(catalog::problem_kind_named(promise.slug), &kind);
  }
}

TEST(RuleTable, KeepsEverySlug) {
  static constexpr std::array<std::string_view, catalog::rule_count> slugs{
      "obrigatorio",       "tipo-invalido",         "curto-demais",          "longo-demais",
      "itens-demais",      "fora-da-faixa",         "caractere-de-controle", "isbn-invalido",
      "url-invalida",      "idioma-invalido",       "valor-invalido",        "chave-desconhecida",
      "somente-leitura",   "sinonimos-divergentes", "profundo-demais",       "versao-desconhecida",
      "operacao-recusada", "tipo-nao-suportado",
  };
  ASSERT_EQ(catalog::rule_kinds().size(), slugs.size());
  for (std::size_t i = 0; i < slugs.size(); ++i) {
    const auto rule = static_cast<Rule>(i);
    EXPECT_EQ(kind_of(rule).rule, rule);
    EXPECT_EQ(kind_of(rule).slug, slugs[i]);
  }
}

void expect_whole_sentence(std::string_view text, std::string_view slug) {
  EXPECT_FALSE(text.empty()) << slug;
  EXPECT_EQ(std::ranges::count(text, '['), std::ranges::count(text, ']')) << slug;
  EXPECT_EQ(text.find("  "), std::string_view::npos) << slug;
}

TEST(ProblemTable, SaysEverythingInBothLanguages) {
  std::set<std::string_view> slugs;
  for (const auto& kind : catalog::problem_kinds()) {
    EXPECT_TRUE(slugs.insert(kind.slug).second) << kind.slug;
    for (const Language language : {Language::portuguese, Language::english}) {
      for (const Wording& wording : {kind.title, kind.detail, kind.remedy}) {
        expect_whole_sentence(wording.in(language), kind.slug);
      }
      // Without its arguments a detail is still a sentence.
      const std::string bare = fill(kind.detail.in(language), {});
      EXPECT_TRUE(bare.ends_with('.')) << bare;
      EXPECT_EQ(bare.find_first_of("{}[]"), std::string::npos) << bare;
    }
  }
  for (const auto& kind : catalog::rule_kinds()) {
    for (const Language language : {Language::portuguese, Language::english}) {
      expect_whole_sentence(kind.message.in(language), kind.slug);
      EXPECT_TRUE(fill(kind.message.in(language), {}).ends_with('.')) << kind.slug;
    }
  }
}

TEST(ProblemTable, DoesNotKnowOtherSlugs) {
  EXPECT_EQ(catalog::problem_kind_named("inexistente"), nullptr);
  EXPECT_EQ(catalog::problem_kind_named(""), nullptr);
}

TEST(Fill, ReplacesArgumentsAndDropsPartsWithoutThem) {
  const std::vector<std::string> two{"um", "dois"};
  EXPECT_EQ(fill("{0} e {1} e {0}", two), "um e dois e um");
  EXPECT_EQ(fill("a{2}b", two), "ab");
  EXPECT_EQ(fill("a[ {0}][ {2}]b", two), "a umb");
  EXPECT_EQ(fill("[{0} {2}]", two), "");
  EXPECT_EQ(fill("sem argumentos", {}), "sem argumentos");
  EXPECT_EQ(fill("{x} {0", two), "{x} {0");
  EXPECT_EQ(fill("fim [aberto {0}", two), "fim aberto um");
  const std::vector<std::string> empty{""};
  EXPECT_EQ(fill("a[ {0}]", empty), "a");
}

std::string detail(const catalog::Problem& made, Language language) {
  return fill(kind_of(made.code).detail.in(language), made.arguments);
}

TEST(ProblemFactories, FillTheirDetails) {
  EXPECT_EQ(detail(problem::book_not_found(BookId{7}), Language::portuguese),
            "Não existe livro com este id: 7.");
  EXPECT_EQ(detail(problem::book_deleted(BookId{7}), Language::english),
            "The book 7 has been deleted.");
  EXPECT_EQ(detail(problem::id_in_use(BookId{9}), Language::portuguese),
            "O id 9 já pertence ou pertenceu a um livro e não é reaproveitado.");
  EXPECT_EQ(detail(problem::version_not_found({BookId{3}, Version{8}}), Language::portuguese),
            "O livro 3 não tem esta versão: 8.");
  EXPECT_EQ(detail(problem::version_conflict({BookId{3}, Version{8}}), Language::english),
            "The book 3 is no longer at the version that the request demands; the current one is "
            "8.");
  EXPECT_EQ(detail(problem::unknown_parameter("limit", "limite"), Language::portuguese),
            "O parâmetro “limit” não existe neste endereço. Você quis dizer “limite”?");
  EXPECT_EQ(detail(problem::unknown_parameter("x", ""), Language::english),
            "The parameter “x” does not exist at this address.");
  EXPECT_EQ(detail(problem::bad_parameter("limite", "1…1000"), Language::portuguese),
            "O valor do parâmetro “limite” não é aceito. O permitido é: 1…1000.");
  EXPECT_EQ(detail(problem::duplicate_key("/título"), Language::portuguese),
            "A mesma chave aparece duas vezes no mesmo objeto: /título.");
  EXPECT_EQ(detail(problem::malformed_json(12, Wording{"falta algo", "something missing"}),
                   Language::english),
            "The body is not valid JSON, from byte 12 on: something missing.");
  EXPECT_EQ(detail(problem::malformed_json(0, "UTF-8"), Language::portuguese),
            "O corpo não é um JSON válido, a partir do byte 0: UTF-8.");
  EXPECT_EQ(detail(problem::body_too_large(1024), Language::portuguese),
            "O corpo da requisição passa do limite de 1024 bytes.");
  const std::vector<BookId> two{BookId{4}, BookId{11}};
  EXPECT_TRUE(detail(problem::duplicate_book(two), Language::portuguese).ends_with(": id 4, 11."));
}

TEST(ProblemFactories, InvalidBookCarriesItsErrors) {
  const auto made = problem::invalid_book({{"/ano", Rule::required, {}}});
  EXPECT_EQ(made.code, ProblemCode::invalid_book);
  ASSERT_EQ(made.errors.size(), 1U);
  EXPECT_EQ(made.errors[0].pointer, "/ano");
  EXPECT_EQ(problem::of(ProblemCode::draining).code, ProblemCode::draining);
}

}  // namespace
}  // namespace catalog_problem_test
