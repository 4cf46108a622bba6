// The table of rules: why one field or parameter was refused, in both languages.

#include <array>

#include "catalog/problem.hpp"

namespace catalog {
namespace {

constexpr std::array<RuleKind, rule_count> rules{{
    {Rule::required, "obrigatorio", {"É obrigatório.", "Is required."}},
    {Rule::wrong_type,
     "tipo-invalido",
     {"Tem o tipo errado[; o esperado é {0}].", "Has the wrong type[; expected {0}]."}},
    {Rule::too_short,
     "curto-demais",
     {"É curto demais[; o mínimo é {0}].", "Is too short[; the minimum is {0}]."}},
    {Rule::too_long,
     "longo-demais",
     {"É longo demais[; o máximo é {0}].", "Is too long[; the maximum is {0}]."}},
    {Rule::too_many,
     "itens-demais",
     {"Tem itens demais[; o máximo é {0}].", "Has too many items[; the maximum is {0}]."}},
    {Rule::out_of_range,
     "fora-da-faixa",
     {"Está fora da faixa[; o permitido vai de {0} a {1}].",
      "Is out of range[; allowed is {0} to {1}]."}},
    {Rule::control_character,
     "caractere-de-controle",
     {"Contém um caractere de controle.", "Contains a control character."}},
    {Rule::invalid_isbn,
     "isbn-invalido",
     {"Não é um ISBN válido: confira os dígitos e o dígito verificador.",
      "Is not a valid ISBN: check its digits and its check digit."}},
    {Rule::invalid_url,
     "url-invalida",
     {"Não é um endereço http ou https completo.", "Is not an absolute http or https URL."}},
    {Rule::invalid_language,
     "idioma-invalido",
     {"Não é um código de idioma BCP 47, como pt-BR ou en.",
      "Is not a BCP 47 language tag such as pt-BR or en."}},
    {Rule::invalid_value,
     "valor-invalido",
     {"Tem um valor que não é aceito[; o permitido é: {0}].",
      "Has a value that is not accepted[; allowed: {0}]."}},
    {Rule::unknown_key,
     "chave-desconhecida",
     {"Não existe aqui.[ Você quis dizer “{0}”?]", "Does not exist here.[ Did you mean “{0}”?]"}},
    {Rule::read_only,
     "somente-leitura",
     {"Só o servidor define, e o valor enviado é diferente do atual.",
      "Is set by the server only, and the value sent differs from the current one."}},
    {Rule::alias_conflict,
     "sinonimos-divergentes",
     {"Contradiz o seu sinônimo[ “{0}”].", "Contradicts its synonym[ “{0}”]."}},
    {Rule::too_deep,
     "profundo-demais",
     {"Tem níveis demais de objetos e listas[; o máximo é {0}].",
      "Is nested too deeply[; the maximum is {0} levels]."}},
    {Rule::unknown_version,
     "versao-desconhecida",
     {"Não é uma versão deste livro.", "Is not a version of this book."}},
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
