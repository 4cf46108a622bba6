// The table of rules: why one field or parameter was refused, in both languages.

#include <array>

#include "catalog/problem.hpp"

namespace catalog {
namespace {

constexpr std::array<RuleKind, rule_count> rules{{
    {Rule::required, "obrigatorio", {"É obrigatório[: {0}].", "Is required[: {0}]."}},
    {Rule::wrong_type,
     "tipo-invalido",
     {"Precisa ser {0}[; veio {9}].", "Must be {0}[; {9} was sent]."}},
    {Rule::too_short,
     "curto-demais",
     {"Está vazio[; o mínimo é {0} caractere].", "Is empty[; the minimum is {0} character]."}},
    {Rule::too_long,
     "longo-demais",
     {"É longo demais[: tem {9}][; o máximo é {0}].",
      "Is too long[: it has {9}][; the maximum is {0}]."}},
    {Rule::too_many,
     "itens-demais",
     {"Tem itens demais[; o máximo é {0}].", "Has too many items[; the maximum is {0}]."}},
    {Rule::out_of_range,
     "fora-da-faixa",
     {"Está fora da faixa[: veio {9}][; o permitido vai de {0} a {1}].",
      "Is out of range[: {9} was sent][; allowed is {0} to {1}]."}},
    {Rule::control_character,
     "caractere-de-controle",
     {"Contém um caractere de controle[, {9}]: retire-o.",
      "Contains a control character[, {9}]: take it out."}},
    {Rule::invalid_isbn,
     "isbn-invalido",
     {"Não é um ISBN válido[: “{9}”]; confira os dígitos e o dígito verificador.",
      "Is not a valid ISBN[: “{9}”]; check its digits and its check digit."}},
    {Rule::invalid_url,
     "url-invalida",
     {"Não é um endereço completo, como https://exemplo.org/capa.jpg[: “{9}”].",
      "Is not a whole address such as https://example.org/cover.jpg[: “{9}”]."}},
    {Rule::invalid_language,
     "idioma-invalido",
     {"Não é um código de idioma BCP 47, como pt-BR ou en[: “{9}”].",
      "Is not a BCP 47 language tag such as pt-BR or en[: “{9}”]."}},
    {Rule::invalid_value,
     "valor-invalido",
     {"Tem um valor que não é aceito[: “{9}”][; o permitido: {0}].",
      "Has a value that is not accepted[: “{9}”][; allowed: {0}]."}},
    {Rule::unknown_key,
     "chave-desconhecida",
     {"Não é um campo {1}.[ Você quis dizer “{0}”?]", "Is not a field {1}.[ Did you mean “{0}”?]"}},
    {Rule::read_only,
     "somente-leitura",
     {"Só o servidor define, e o valor enviado[, {9},] não é o atual: deixe-o de fora.",
      "Is set by the server only, and the value sent[, {9},] is not the current one: leave it "
      "out."}},
    {Rule::alias_conflict,
     "sinonimos-divergentes",
     {"Contradiz o seu sinônimo[ “{0}”]: envie um só dos dois.",
      "Contradicts its synonym[ “{0}”]: send one of the two."}},
    {Rule::too_deep,
     "profundo-demais",
     {"Tem níveis demais de objetos e listas[; o máximo é {0}].",
      "Is nested too deeply[; the maximum is {0} levels]."}},
    {Rule::unknown_version,
     "versao-desconhecida",
     {"Não é uma versão deste livro[: {9}]; GET /livros/{id}/versoes lista as que existem.",
      "Is not a version of this book[: {9}]; GET /livros/{id}/versoes lists those there are."}},
    {Rule::refused_operation,
     "operacao-recusada",
     {"Esta operação foi recusada.[ {0}]", "This operation was refused.[ {1}]"}},
    {Rule::unsupported_type,
     "tipo-nao-suportado",
     {"É um registro de outro tipo[: “{9}”][; os que são livros: {0}].",
      "Is a record of another type[: “{9}”][; those that are books: {0}]."}},
}};

constexpr bool rules_in_enum_order() {
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (static_cast<std::size_t>(rules[i].rule) != i) {
      return false;
    }
  }
  return true;
}
static_assert(rules_in_enum_order());

}  // namespace

const RuleKind& kind_of(Rule rule) noexcept { return rules[static_cast<std::size_t>(rule)]; }

std::span<const RuleKind> rule_kinds() noexcept { return rules; }

}  // namespace catalog
