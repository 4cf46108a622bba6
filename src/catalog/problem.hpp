// Every problem that a client is told of, as a value. One table of codes (problem_table.cpp and its
// two headers) holds status, slug and wording in pt-BR and en; problem_rules.cpp words the rules of
// single members.
// Named factories make call sites read as sentences: `return fail(problem::id_in_use(id));`. No
// I/O; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.hpp"
#include "catalog/identity.hpp"

namespace catalog {

enum class ProblemCode : std::uint8_t {
  malformed_request,       // 400 requisicao-invalida: HTTP framing
  malformed_json,          // 400 json-invalido
  duplicate_key,           // 400 chave-duplicada
  unknown_parameter,       // 400 parametro-desconhecido
  bad_parameter,           // 400 parametro-invalido
  unauthorized,            // 401 nao-autorizado
  forbidden,               // 403 sem-permissao
  foreign_page,            // 403 origem-recusada
  unknown_path,            // 404 caminho-desconhecido
  book_not_found,          // 404 livro-nao-encontrado
  version_not_found,       // 404 versao-nao-encontrada
  cover_not_found,         // 404 capa-nao-encontrada
  method_not_allowed,      // 405 metodo-nao-permitido
  not_acceptable,          // 406 formato-nao-disponivel
  slow_request,            // 408 requisicao-lenta
  id_in_use,               // 409 id-em-uso
  duplicate_book,          // 409 duplicado
  batch_refused,           // 409 lote-recusado
  book_deleted,            // 410 livro-excluido
  version_conflict,        // 412 versao-divergente
  precondition_failed,     // 412 precondicao-nao-atendida
  body_too_large,          // 413 corpo-grande-demais
  target_too_long,         // 414 endereco-longo-demais
  unsupported_media_type,  // 415 tipo-nao-suportado
  expectation_failed,      // 417 expectativa-nao-atendida
  misdirected,             // 421 nome-recusado
  invalid_book,            // 422 livro-invalido: see `errors`
  idempotency_mismatch,    // 422 chave-reutilizada
  isbn_invalid,            // 422 isbn-invalido
  search_too_broad,        // 422 busca-ampla-demais
  precondition_required,   // 428 precondicao-exigida
  rate_limited,            // 429 limite-excedido
  header_too_large,        // 431 cabecalho-grande-demais
  unknown_method,          // 501 metodo-desconhecido
  unknown_coding,          // 501 codificacao-desconhecida
  internal_error,          // 500 erro-interno
  overloaded,              // 503 sobrecarregado
  storage_unavailable,     // 503 armazenamento-indisponivel
  write_uncertain,         // 503 escrita-incerta
  book_busy,               // 503 livro-ocupado
  draining,                // 503 encerrando
  http_version,            // 505 versao-http-nao-suportada
  storage_full,            // 507 sem-espaco
  import_not_found,        // 404 importacao-nao-encontrada
  wrong_import_state,      // 409 importacao-em-outro-estado
  unsupported_format,      // 415 formato-nao-suportado
  malformed_file,          // 422 arquivo-malformado
  unknown_header,          // 422 cabecalho-desconhecido
  import_queue_full,       // 503 fila-cheia
  no_room_for_file,        // 503 espaco-insuficiente
};
inline constexpr std::size_t problem_code_count = 50;

// Why one field (or parameter) was refused; `codigo` of an entry in `erros`. In braces what its
// arguments are; some are words of problem_words.cpp, which message_of() puts into a language.
enum class Rule : std::uint8_t {
  required,           // obrigatorio
  wrong_type,         // tipo-invalido {expected}
  too_short,          // curto-demais {min}
  too_long,           // longo-demais {max}
  too_many,           // itens-demais {max}
  out_of_range,       // fora-da-faixa {min} {max}
  control_character,  // caractere-de-controle
  invalid_isbn,       // isbn-invalido
  invalid_url,        // url-invalida
  invalid_language,   // idioma-invalido
  invalid_value,      // valor-invalido {allowed}
  unknown_key,        // chave-desconhecida {nearest, may be empty; of what, a book's unless given}
  read_only,          // somente-leitura
  alias_conflict,     // sinonimos-divergentes {other key}
  too_deep,           // profundo-demais {max}
  unknown_version,    // versao-desconhecida
  refused_operation,  // operacao-recusada {why, in Portuguese} {and in English}
  unsupported_type,   // tipo-nao-suportado {allowed}: of a record in a file
};
inline constexpr std::size_t rule_count = 18;

enum class Language : std::uint8_t { portuguese, english };

struct Wording {
  std::string_view portuguese;
  std::string_view english;
  constexpr std::string_view in(Language language) const noexcept {
    return language == Language::english ? english : portuguese;
  }
};

// One row of the table. `detail` and `remedy` may hold {0} {1} … for a problem's arguments.
struct ProblemKind {
  ProblemCode code;
  unsigned status;
  std::string_view slug;
  Wording title;
  Wording detail;
  Wording remedy;
};
struct RuleKind {
  Rule rule;
  std::string_view slug;
  Wording message;
};

const ProblemKind& kind_of(ProblemCode code) noexcept;
const RuleKind& kind_of(Rule rule) noexcept;
std::span<const ProblemKind> problem_kinds() noexcept;
std::span<const RuleKind> rule_kinds() noexcept;
const ProblemKind* problem_kind_named(std::string_view slug) noexcept;

// `pointer` is an RFC 6901 JSON Pointer into the body, or a bare parameter name.
struct FieldError {
  std::string pointer;
  Rule rule;
  std::vector<std::string> arguments;
  // What was sent, or how long it is, for people alone: errors are the same without it.
  std::string value = {};
  bool operator==(const FieldError& other) const {
    return pointer == other.pointer && rule == other.rule && arguments == other.arguments;
  }
};

struct Problem {
  ProblemCode code;
  std::vector<std::string> arguments;
  std::vector<FieldError> errors;
  std::size_t errors_left_out = 0;
  bool operator==(const Problem&) const = default;
};

// Why, in one sentence that says what to do.
std::string message_of(const FieldError& error, Language language);
std::string detail_of(const Problem& problem, Language language);

// A client's text as far as an answer repeats it: what is longer ends in "…".
inline constexpr std::size_t shown_max = 64;
std::string shown(std::string_view text);

template <class T>
using Result = base::Expected<T, Problem>;

inline base::Unexpected<Problem> fail(Problem problem) { return {std::move(problem)}; }

// `wording` with {0}, {1}, … replaced; a missing argument is replaced by nothing. A part in square
// brackets is left out when one of its arguments is missing or empty: "is too long[; at most {0}]".
std::string fill(std::string_view wording, std::span<const std::string> arguments);

namespace problem {

Problem of(ProblemCode code);
Problem malformed_json(std::size_t byte_offset, std::string_view why);
Problem malformed_json(std::size_t byte_offset, const Wording& why);
Problem duplicate_key(std::string_view pointer);
Problem unknown_parameter(std::string_view name, std::string_view nearest);
// `value`: what was sent.
Problem bad_parameter(std::string_view name, const Wording& allowed, std::string_view value = {});
Problem bad_parameter(std::string_view name, std::string_view allowed, std::string_view value = {});
// `why`: what is wrong with the key that was sent.
Problem unauthorized(const Wording& why);
Problem forbidden(std::string_view held, std::string_view wanted);
Problem rate_limited(std::int64_t seconds);
// An open server does not take what pages of this origin write; empty: an origin that is not told.
Problem foreign_page(std::string_view origin);
// An open server is not called by this name.
Problem misdirected(std::string_view host);
Problem unknown_path(std::string_view path);
struct RefusedMethod {
  std::string_view method;
  std::string_view allowed;
};
Problem method_not_allowed(const RefusedMethod& refused);
// What was asked for, and what there is.
struct Offered {
  std::string_view asked;
  std::string_view available = "application/json";
};
Problem not_acceptable(const Offered& offered);
// What a body came as; empty: not said.
struct SentBody {
  std::string_view type;
  std::string_view coding;
};
Problem unsupported_media_type(const SentBody& sent, std::string_view accepted_types);
// As it was asked for; no number that a book could have.
Problem book_not_found(std::string_view id);
Problem book_not_found(BookId id);
Problem book_deleted(BookId id);
Problem cover_not_found(BookId book);
struct VersionOf {
  BookId id;
  Version version;
};
Problem version_not_found(VersionOf which);
Problem version_not_found(BookId id, std::string_view version);
Problem id_in_use(BookId id);
// `place` of the operation that was refused, counted from 0, and why it was.
Problem batch_refused(std::size_t place, const Problem& why);
Problem duplicate_book(std::span<const BookId> candidates);
Problem version_conflict(VersionOf current);
// Shows errors_max of them and counts the others, to which `left_out` are added.
Problem invalid_book(std::vector<FieldError> errors, std::size_t left_out = 0);
Problem body_too_large(std::size_t bytes_max);
Problem import_not_found(std::int64_t id);
Problem import_not_found(std::string_view id);
Problem wrong_import_state(std::int64_t id, std::string_view state);
Problem unsupported_format(const Wording& what);

}  // namespace problem
}  // namespace catalog
