#include "catalog/cql_indexes.hpp"

#include <algorithm>
#include <array>

#include "base/ascii.hpp"

namespace catalog {
namespace {

// The first URI of a set is the one to show.
constexpr std::array<CqlContextSet, 4> known_context_sets{{
    {"cql", "info:srw/cql-context-set/1/cql-v1.2"},
    {"dc", "info:srw/cql-context-set/1/dc-v1.1"},
    {"bath", "http://zing.z3950.org/cql/bath/2.0/"},
    {"rec", "info:srw/cql-context-set/2/rec-1.1"},
}};
constexpr CqlContextSet older_cql{"cql", "info:srw/cql-context-set/1/cql-v1.1"};

constexpr std::array<CqlIndex, 10> indexes{{
    {CqlKind::anywhere, SearchField::any, "Em qualquer campo"},
    {CqlKind::text, SearchField::title, "Título", SortKey::title},
    {CqlKind::text, SearchField::author, "Autor", SortKey::author},
    {CqlKind::text, SearchField::subject, "Assunto"},
    {CqlKind::text, SearchField::publisher, "Editora"},
    {CqlKind::number, SearchField::number, "ISBN, ISSN e outros identificadores"},
    {CqlKind::date, SearchField::any, "Ano", SortKey::year},
    {CqlKind::language, SearchField::any, "Idioma"},
    {CqlKind::id, SearchField::any, "Número do registro", SortKey::id},
    {CqlKind::all_records, SearchField::any, "Todos os registros"},
}};
namespace cql_place {
enum Number : std::size_t {
  anywhere,
  title,
  author,
  subject,
  publisher,
  number,
  date,
  language,
  id,
  all_records,
};
}  // namespace cql_place

constexpr std::array<CqlName, 28> index_names{{
    {"cql", "serverChoice", cql_place::anywhere},
    {"cql", "anywhere", cql_place::anywhere},
    {"cql", "keywords", cql_place::anywhere},
    {"", "title", cql_place::title},
    {"dc", "title", cql_place::title},
    {"bath", "title", cql_place::title},
    {"", "author", cql_place::author},
    {"dc", "creator", cql_place::author},
    {"dc", "author", cql_place::author},
    {"bath", "author", cql_place::author},
    {"bath", "name", cql_place::author},
    {"", "subject", cql_place::subject},
    {"dc", "subject", cql_place::subject},
    {"bath", "subject", cql_place::subject},
    {"dc", "publisher", cql_place::publisher},
    {"", "isbn", cql_place::number},
    {"bath", "isbn", cql_place::number},
    {"dc", "identifier", cql_place::number},
    {"", "issn", cql_place::number},
    {"bath", "issn", cql_place::number},
    {"bath", "standardIdentifier", cql_place::number},
    {"", "date", cql_place::date},
    {"dc", "date", cql_place::date},
    {"", "language", cql_place::language},
    {"dc", "language", cql_place::language},
    {"rec", "identifier", cql_place::id},
    {"rec", "id", cql_place::id},
    {"cql", "allRecords", cql_place::all_records},
}};

constexpr std::array<std::string_view, 4> anywhere_relations{"=", "all", "any", "adj"};
constexpr std::array<std::string_view, 6> text_relations{"=", "==", "exact", "adj", "all", "any"};
constexpr std::array<std::string_view, 4> number_relations{"=", "==", "exact", "any"};
constexpr std::array<std::string_view, 8> date_relations{"=",  "==", "exact", "<",
                                                         "<=", ">",  ">=",    "within"};
constexpr std::array<std::string_view, 3> value_relations{"=", "==", "exact"};

}  // namespace

std::span<const CqlContextSet> cql_context_sets() noexcept { return known_context_sets; }
std::span<const CqlIndex> cql_indexes() noexcept { return indexes; }
std::span<const CqlName> cql_names() noexcept { return index_names; }
const CqlIndex& cql_default_index() noexcept { return indexes[cql_place::anywhere]; }

std::span<const std::string_view> cql_relations(CqlKind kind) noexcept {
  switch (kind) {
    case CqlKind::anywhere:
      return anywhere_relations;
    case CqlKind::text:
      return text_relations;
    case CqlKind::number:
      return number_relations;
    case CqlKind::date:
      return date_relations;
    case CqlKind::language:
    case CqlKind::id:
    case CqlKind::all_records:
      return value_relations;
  }
  return {};
}

bool CqlPrefixes::declare(std::string_view prefix, std::string_view uri) {
  const auto* const known = std::ranges::find(known_context_sets, uri, &CqlContextSet::uri);
  if (known == known_context_sets.end() && uri != older_cql.uri) {
    return false;
  }
  const std::string_view set = known == known_context_sets.end() ? older_cql.name : known->name;
  declared_.insert(declared_.begin(), {base::lower_case(prefix), set});
  return true;
}

const CqlIndex* CqlPrefixes::index_named(std::string_view name) const {
  const std::string lower = base::lower_case(name);
  const std::size_t dot = lower.find('.');
  std::string set = dot == std::string::npos ? std::string() : lower.substr(0, dot);
  const std::string plain = dot == std::string::npos ? lower : lower.substr(dot + 1);
  if (dot == 0) {
    return nullptr;
  }
  const auto declared = std::ranges::find(declared_, set, &Declared::prefix);
  if (declared != declared_.end()) {
    set = declared->set;
  }
  const auto* const found = std::ranges::find_if(index_names, [&](const CqlName& one) {
    return one.set == set && base::lower_case(one.name) == plain;
  });
  return found == index_names.end() ? nullptr : &indexes.at(found->index);
}

}  // namespace catalog
