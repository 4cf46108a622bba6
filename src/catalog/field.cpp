#include "catalog/field.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.hpp"
#include "catalog/book.hpp"

namespace catalog {
namespace {

// In the order of Field.
constexpr std::array<std::string_view, field_count> wire_names{
    "id",        "versao",   "título",      "autor",           "subtitulo",     "titulo_original",
    "autores",   "isbn",     "outros_isbn", "identificadores", "editora",       "local",
    "edicao",    "ano",      "idioma",      "idioma_original", "paginas",       "assuntos",
    "etiquetas", "cdd",      "cdu",         "serie",           "sinopse",       "notas",
    "capa",      "ligacoes", "extra",       "criado_em",       "atualizado_em",
};
static_assert(wire_names[static_cast<std::size_t>(Field::updated_at)] == "atualizado_em");
static_assert(wire_names[static_cast<std::size_t>(Field::language)] == "idioma");

struct Alias {
  std::string_view key;
  Field field;
};
constexpr std::array aliases{
    Alias{"titulo", Field::title},
    Alias{"title", Field::title},
    Alias{"author", Field::author},
};

// English words that people try: not accepted, but answered with the right name.
constexpr std::array hints{
    Alias{"version", Field::version},
    Alias{"subtitle", Field::subtitle},
    Alias{"original title", Field::original_title},
    Alias{"authors", Field::contributors},
    Alias{"contributors", Field::contributors},
    Alias{"other isbns", Field::other_isbns},
    Alias{"identifiers", Field::identifiers},
    Alias{"publisher", Field::publisher},
    Alias{"place", Field::place},
    Alias{"edition", Field::edition},
    Alias{"year", Field::year},
    Alias{"language", Field::language},
    Alias{"pages", Field::pages},
    Alias{"subjects", Field::subjects},
    Alias{"tags", Field::tags},
    Alias{"ddc", Field::cdd},
    Alias{"udc", Field::cdu},
    Alias{"series", Field::series},
    Alias{"synopsis", Field::synopsis},
    Alias{"description", Field::synopsis},
    Alias{"descricao", Field::synopsis},
    Alias{"notes", Field::notes},
    Alias{"cover", Field::cover},
    Alias{"links", Field::links},
    Alias{"created at", Field::created_at},
    Alias{"updated at", Field::updated_at},
};

// In the order of IdentifierType.
constexpr std::array<std::string_view, identifier_type_count> identifier_names{
    "issn", "doi", "lccn", "oclc", "olid", "asin", "isbn_invalido", "outro",
};
static_assert(identifier_names[static_cast<std::size_t>(IdentifierType::other)] == "outro");

// In the order of ContributorKind.
constexpr std::array<std::string_view, contributor_kind_count> contributor_kind_names{
    "pessoa", "entidade", "evento"};
static_assert(contributor_kind_names[static_cast<std::size_t>(ContributorKind::event)] == "evento");

// In the order of LinkRelation.
constexpr std::array<std::string_view, link_relation_count> relation_names{
    "texto", "amostra", "emprestimo", "compra", "outro",
};
static_assert(relation_names[static_cast<std::size_t>(LinkRelation::other)] == "outro");

template <class Value, std::size_t count>
std::optional<Value> value_named(const std::array<std::string_view, count>& names,
                                 std::string_view name) noexcept {
  const auto* const found = std::ranges::find(names, name);
  if (found == names.end()) {
    return std::nullopt;
  }
  return static_cast<Value>(found - names.begin());
}

// Longer keys are nobody's typing mistake, and comparing them would cost.
constexpr std::size_t misspelt_bytes_max = 64;

std::size_t edits_allowed(std::size_t letters) noexcept {
  if (letters <= 4) {
    return 1;
  }
  return letters <= 7 ? 2 : 3;
}

}  // namespace

std::string_view wire_name(Field field) noexcept {
  return wire_names[static_cast<std::size_t>(field)];
}

std::optional<Field> field_named(std::string_view key) noexcept {
  for (std::size_t i = 0; i < wire_names.size(); ++i) {
    if (wire_names[i] == key) {
      return static_cast<Field>(i);
    }
  }
  const auto* alias = std::ranges::find(aliases, key, &Alias::key);
  return alias == aliases.end() ? std::nullopt : std::optional(alias->field);
}

std::string_view nearest_wire_name(std::string_view key) {
  if (key.size() > misspelt_bytes_max) {
    return {};
  }
  const std::string wanted = base::fold(key);
  const auto* hint = std::ranges::find(hints, wanted, &Alias::key);
  if (hint != hints.end()) {
    return wire_name(hint->field);
  }
  return nearest_name(key, wire_names);
}

std::string_view nearest_name(std::string_view word, std::span<const std::string_view> names) {
  if (word.size() > misspelt_bytes_max) {
    return {};
  }
  const std::string wanted = base::fold(word);
  std::string_view nearest;
  std::size_t least = edits_allowed(base::code_points(wanted)) + 1;
  for (const std::string_view name : names) {
    const std::size_t distance = base::edit_distance(wanted, base::fold(name), least - 1);
    if (distance < least) {
      least = distance;
      nearest = name;
    }
  }
  return nearest;
}

std::string_view wire_name(IdentifierType type) noexcept {
  return identifier_names[static_cast<std::size_t>(type)];
}

std::optional<IdentifierType> identifier_type_named(std::string_view name) noexcept {
  return value_named<IdentifierType>(identifier_names, name);
}

std::string_view wire_name(ContributorKind kind) noexcept {
  return contributor_kind_names[static_cast<std::size_t>(kind)];
}

std::optional<ContributorKind> contributor_kind_named(std::string_view name) noexcept {
  return value_named<ContributorKind>(contributor_kind_names, name);
}

std::string_view wire_name(LinkRelation relation) noexcept {
  return relation_names[static_cast<std::size_t>(relation)];
}

std::optional<LinkRelation> link_relation_named(std::string_view name) noexcept {
  return value_named<LinkRelation>(relation_names, name);
}

}  // namespace catalog
