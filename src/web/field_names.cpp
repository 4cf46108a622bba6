#include "web/field_names.hpp"

#include <algorithm>
#include <array>

namespace web {
namespace {

using catalog::Field;
using catalog::Wording;

// In the order of catalog::Field.
constexpr std::array<Wording, catalog::field_count> names{{
    {"Número", "Number"},
    {"Versão", "Version"},
    {"Título", "Title"},
    {"Autor", "Author"},
    {"Subtítulo", "Subtitle"},
    {"Título original", "Original title"},
    {"Autores", "Contributors"},
    {"ISBN", "ISBN"},
    {"Outros ISBN", "Other ISBNs"},
    {"Identificadores", "Identifiers"},
    {"Editora", "Publisher"},
    {"Local", "Place"},
    {"Edição", "Edition"},
    {"Ano", "Year"},
    {"Idioma", "Language"},
    {"Idioma original", "Original language"},
    {"Páginas", "Pages"},
    {"Assuntos", "Subjects"},
    {"Etiquetas", "Tags"},
    {"CDD", "Dewey"},
    {"CDU", "UDC"},
    {"Série", "Series"},
    {"Sinopse", "Synopsis"},
    {"Notas", "Notes"},
    {"Capa", "Cover"},
    {"Ligações", "Links"},
    {"Dados extras", "Extra data"},
    {"Criado em", "Created"},
    {"Alterado em", "Changed"},
}};
static_assert(names.back().english == "Changed", "a field has no name");

// In the order of catalog::IdentifierType.
constexpr std::array<Wording, catalog::identifier_type_count> identifier_names{{
    {"ISSN", "ISSN"},
    {"DOI", "DOI"},
    {"LCCN", "LCCN"},
    {"OCLC", "OCLC"},
    {"OLID", "OLID"},
    {"ASIN", "ASIN"},
    {"ISBN inválido", "Invalid ISBN"},
    {"Outro", "Other"},
}};

// In the order of catalog::LinkRelation.
constexpr std::array<Wording, catalog::link_relation_count> relation_names{{
    {"texto completo", "full text"},
    {"amostra", "sample"},
    {"empréstimo", "loan"},
    {"compra", "purchase"},
    {"outro", "other"},
}};

struct Coded {
  std::string_view code;
  Wording name;
};

template <std::size_t count>
const Wording* find(const std::array<Coded, count>& table, std::string_view code) noexcept {
  const auto found = std::ranges::find(table, code, &Coded::code);
  return found == table.end() ? nullptr : &found->name;
}

constexpr std::array languages{
    Coded{"pt", {"português", "Portuguese"}},
    Coded{"en", {"inglês", "English"}},
    Coded{"es", {"espanhol", "Spanish"}},
    Coded{"fr", {"francês", "French"}},
    Coded{"de", {"alemão", "German"}},
    Coded{"it", {"italiano", "Italian"}},
    Coded{"la", {"latim", "Latin"}},
    Coded{"gl", {"galego", "Galician"}},
    Coded{"ca", {"catalão", "Catalan"}},
    Coded{"ja", {"japonês", "Japanese"}},
    Coded{"zh", {"chinês", "Chinese"}},
    Coded{"ru", {"russo", "Russian"}},
    Coded{"ar", {"árabe", "Arabic"}},
    Coded{"he", {"hebraico", "Hebrew"}},
    Coded{"el", {"grego", "Greek"}},
    Coded{"grc", {"grego antigo", "Ancient Greek"}},
    Coded{"nl", {"neerlandês", "Dutch"}},
    Coded{"pl", {"polonês", "Polish"}},
    Coded{"sv", {"sueco", "Swedish"}},
    Coded{"da", {"dinamarquês", "Danish"}},
    Coded{"no", {"norueguês", "Norwegian"}},
    Coded{"fi", {"finlandês", "Finnish"}},
    Coded{"cs", {"tcheco", "Czech"}},
    Coded{"hu", {"húngaro", "Hungarian"}},
    Coded{"tr", {"turco", "Turkish"}},
    Coded{"uk", {"ucraniano", "Ukrainian"}},
    Coded{"ro", {"romeno", "Romanian"}},
    Coded{"ko", {"coreano", "Korean"}},
    Coded{"hi", {"hindi", "Hindi"}},
    Coded{"sa", {"sânscrito", "Sanskrit"}},
    Coded{"eo", {"esperanto", "Esperanto"}},
    Coded{"yi", {"iídiche", "Yiddish"}},
    Coded{"tpn", {"tupinambá", "Tupinambá"}},
    Coded{"gn", {"guarani", "Guarani"}},
    Coded{"yo", {"iorubá", "Yoruba"}},
    Coded{"mul", {"vários idiomas", "several languages"}},
    Coded{"und", {"idioma não determinado", "undetermined language"}},
};
constexpr std::array regions{
    Coded{"BR", {"Brasil", "Brazil"}},
    Coded{"PT", {"Portugal", "Portugal"}},
    Coded{"AO", {"Angola", "Angola"}},
    Coded{"MZ", {"Moçambique", "Mozambique"}},
    Coded{"US", {"Estados Unidos", "United States"}},
    Coded{"GB", {"Reino Unido", "United Kingdom"}},
};
constexpr std::array roles{
    Coded{"aut", {"", ""}},
    Coded{"trl", {"tradução", "translator"}},
    Coded{"ill", {"ilustração", "illustrator"}},
    Coded{"edt", {"edição", "editor"}},
    Coded{"org", {"organização", "organiser"}},
    Coded{"com", {"compilação", "compiler"}},
    Coded{"pbl", {"publicação", "publisher"}},
    Coded{"aui", {"introdução", "introduction"}},
    Coded{"aft", {"posfácio", "afterword"}},
    Coded{"win", {"introdução", "introduction"}},
    Coded{"wpr", {"prefácio", "preface"}},
    Coded{"ann", {"notas", "notes"}},
    Coded{"rev", {"revisão", "review"}},
    Coded{"cov", {"capa", "cover"}},
    Coded{"pht", {"fotografia", "photographs"}},
    Coded{"adp", {"adaptação", "adaptation"}},
    Coded{"nrt", {"narração", "narrator"}},
    Coded{"cre", {"criação", "creator"}},
    Coded{"ctb", {"colaboração", "contributor"}},
};

}  // namespace

const Wording& name_of(Field field) noexcept { return names[static_cast<std::size_t>(field)]; }

const Wording& name_of(catalog::IdentifierType type) noexcept {
  return identifier_names[static_cast<std::size_t>(type)];
}

const Wording& name_of(catalog::LinkRelation relation) noexcept {
  return relation_names[static_cast<std::size_t>(relation)];
}

std::string language_name(std::string_view tag, catalog::Language language) {
  const std::size_t dash = tag.find('-');
  const Wording* const name = find(languages, tag.substr(0, dash));
  if (name == nullptr) {
    return std::string(tag);
  }
  std::string text(name->in(language));
  if (dash == std::string_view::npos) {
    return text;
  }
  const std::string_view rest = tag.substr(dash + 1);
  const Wording* const region = find(regions, rest);
  return text.append(" (").append(region == nullptr ? rest : region->in(language)).append(")");
}

std::string_view role_name(std::string_view code, catalog::Language language) noexcept {
  const Wording* const name = find(roles, code);
  return name == nullptr ? code : name->in(language);
}

}  // namespace web
