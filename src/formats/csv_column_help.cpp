#include <array>

#include "formats/csv_columns.hpp"

namespace formats {
namespace {

using catalog::Wording;

// In the order of catalog::Field; of the series, its name.
constexpr std::array<Wording, catalog::field_count> helps{{
    {"número do livro; vazio: o catálogo dá um",
     "the book's number; empty: the catalogue gives one"},
    {"de uma exportação; vazio ao cadastrar", "of an export; empty for new books"},
    {"o título (obrigatório)", "the title (required)"},
    {"como no livro; vários: “Ana; Rui”; vazio: desconhecido",
     "as in the book; several: “Ana; Rui”; empty: unknown"},
    {"o que vem depois do título", "what follows the title"},
    {"o título na língua original", "the title in its first language"},
    {"pessoas e o que fizeram: Ana|Rui (tradutor)|Ministério (aut; entidade)",
     "people and their parts: Ana|Rui (translator)|Ministry (aut; entidade)"},
    {"10 ou 13 dígitos, com ou sem hífens", "10 or 13 digits, with hyphens or without"},
    {"separados por | ou ;", "separated by | or ;"},
    {"issn:0103-2003|doi:10.1/x|outro:12", "issn:0103-2003|doi:10.1/x|outro:12"},
    {"quem publica", "who publishes"},
    {"cidade da editora", "the publisher's town"},
    {"“2. ed. rev.”", "“2. ed. rev.”"},
    {"1899, c1899, [1899]", "1899, c1899, [1899]"},
    {"pt-BR, en, ou o nome: Português", "pt-BR, en, or its name: Português"},
    {"de uma tradução", "of a translation"},
    {"240 ou 240 p.", "240 or 240 p."},
    {"separados por |, ; ou quebras de linha", "separated by |, ; or line breaks"},
    {"palavras-chave, gênero: como assuntos", "keywords, genre: as for subjects"},
    {"classificação de Dewey", "Dewey classification"},
    {"classificação decimal universal", "universal decimal classification"},
    {"nome da coleção", "the series' name"},
    {"resumo; pode ter várias linhas", "summary; may have several lines"},
    {"separadas por | ou quebras de linha", "separated by | or line breaks"},
    {"endereço http da imagem", "the picture's http address"},
    {"https://… texto|https://… compra (impresso)", "https://… texto|https://… compra (printed)"},
    {"um objeto JSON", "a JSON object"},
    {"de uma exportação; vazio ao cadastrar", "of an export; empty for new books"},
    {"de uma exportação; vazio ao cadastrar", "of an export; empty for new books"},
}};
static_assert(!helps.back().portuguese.empty(), "a column has no help");
constexpr Wording volume_help{"volume da coleção", "volume of the series"};

}  // namespace

Wording csv_column_help(const CsvColumn& column) noexcept {
  return column.part == CsvColumn::Part::volume ? volume_help
                                                : helps[static_cast<std::size_t>(column.field)];
}

}  // namespace formats
