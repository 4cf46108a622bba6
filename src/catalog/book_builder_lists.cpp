// The lists and objects of a book: what stands in their items, and how many there may be.

#include <algorithm>
#include <array>
#include <utility>

#include "base/check.hpp"
#include "base/text.hpp"
#include "catalog/book_builder.hpp"
#include "catalog/identifier_value.hpp"
#include "catalog/media_type.hpp"
#include "catalog/relator.hpp"
#include "catalog/web_url.hpp"

namespace catalog {
namespace {

// Members of the objects inside a book, as the contract spells them.
constexpr std::string_view name_key = "nome";
constexpr std::string_view role_key = "papel";
constexpr std::string_view type_key = "tipo";
constexpr std::string_view value_key = "valor";
constexpr std::string_view volume_key = "volume";
constexpr std::string_view url_key = "url";
constexpr std::string_view relation_key = "relacao";
constexpr std::string_view note_key = "nota";

// "texto, amostra, …": what a value may be, for the one who sent another.
template <class Value>
std::string names_of(std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    out += i == 0 ? "" : ", ";
    out += wire_name(static_cast<Value>(i));
  }
  return out;
}

constexpr std::array<bool, 256> make_telling_signs() {
  std::array<bool, 256> table{};
  for (const char c : std::string_view("!#$%&*+<=>?@\\^`{|}~")) {
    table[static_cast<unsigned char>(c)] = true;
  }
  return table;
}
constexpr std::array<bool, 256> telling_signs = make_telling_signs();

// What makes two terms the same: the folded text, and the signs that folding drops but that tell
// "C", "C++" and "C#" apart.
std::string term_key(std::string_view term) {
  std::string key = base::fold(term);
  if (key.empty()) {
    return std::string(term);
  }
  for (const char c : term) {
    if (telling_signs[static_cast<unsigned char>(c)]) {
      key += c;
    }
  }
  return key;
}

}  // namespace

void BookBuilder::contributor(const ContributorText& contributor) {
  const std::size_t index = offered_.contributors++;
  if (is_overfull(Field::contributors, fields_.contributors.size())) {
    return;
  }
  auto text = clean({Field::contributors, index, name_key}, contributor.name,
                    {1, limits::contributor_name_max});
  const std::string_view code = base::trim(contributor.role.value_or(std::string_view{}));
  const bool has_wrong_role = !code.empty() && !is_relator(code);
  if (has_wrong_role) {
    refuse_at({Field::contributors, index, role_key}, Rule::invalid_value,
              {"aut, trl, ill, edt, org, … (MARC relators)"}, code);
  }
  const std::string_view named = base::trim(contributor.kind.value_or(std::string_view{}));
  const auto kind =
      named.empty() ? std::optional(ContributorKind::person) : contributor_kind_named(named);
  if (!kind) {
    refuse_at({Field::contributors, index, type_key}, Rule::invalid_value,
              {names_of<ContributorKind>(contributor_kind_count)}, named);
  }
  if (!text || has_wrong_role || !kind) {
    return;
  }
  Contributor& made = fields_.contributors.emplace_back();
  made.name = *std::move(text);
  made.kind = *kind;
  if (!code.empty()) {
    made.role = code;
  }
}

void BookBuilder::other_isbn(std::string_view value) {
  const std::size_t index = offered_.other_isbns++;
  const std::string_view text = base::trim(value);
  if (text.empty() || is_overfull(Field::other_isbns, fields_.other_isbns.size())) {
    return;
  }
  const auto isbn = Isbn::parse(text);
  if (!isbn) {
    refuse_at({Field::other_isbns, index, {}}, Rule::invalid_isbn, {}, text);
    return;
  }
  fields_.other_isbns.push_back(*isbn);
}

void BookBuilder::identifier(IdentifierText identifier) {
  const std::size_t index = offered_.identifiers++;
  if (is_overfull(Field::identifiers, fields_.identifiers.size())) {
    return;
  }
  const auto type = identifier_type_named(base::trim(identifier.type));
  if (!type) {
    refuse_at({Field::identifiers, index, type_key}, Rule::invalid_value,
              {names_of<IdentifierType>(identifier_type_count)}, base::trim(identifier.type));
  }
  auto value = clean({Field::identifiers, index, value_key}, identifier.value,
                     {1, limits::identifier_value_max});
  if (type && value) {
    fields_.identifiers.push_back({*type, plain_identifier(*type, *value)});
  }
}

void BookBuilder::subject(std::string_view value) {
  add_term({Field::subjects, fields_.subjects, subject_keys_, offered_.subjects}, value);
}

void BookBuilder::tag(std::string_view value) {
  add_term({Field::tags, fields_.tags, tag_keys_, offered_.tags}, value);
}

void BookBuilder::note(std::string_view value) {
  const std::size_t index = offered_.notes++;
  if (overfull_.has(Field::notes)) {
    return;
  }
  auto text = clean({Field::notes, index, {}}, value, {0, limits::note_max});
  if (text && !text->empty() && !is_overfull(Field::notes, fields_.notes.size())) {
    fields_.notes.push_back(*std::move(text));
  }
}

void BookBuilder::link(const LinkText& link) {
  const std::size_t index = offered_.links++;
  if (is_overfull(Field::links, fields_.links.size())) {
    return;
  }
  const FieldPath at_url{Field::links, index, url_key};
  auto url = clean(at_url, link.url, {1, limits::link_url_max});
  if (url && !is_web_url(*url)) {
    refuse_at(at_url, Rule::invalid_url, {}, *url);
    url.reset();
  }
  auto type =
      media_type({Field::links, index, type_key}, link.media_type.value_or(std::string_view{}));
  const std::string_view named = base::trim(link.relation.value_or(std::string_view{}));
  const auto relation = link_relation_named(named);
  if (!named.empty() && !relation) {
    refuse_at({Field::links, index, relation_key}, Rule::invalid_value,
              {names_of<LinkRelation>(link_relation_count)}, named);
  }
  auto text = clean({Field::links, index, note_key}, link.note.value_or(std::string_view{}),
                    {0, limits::link_note_max});
  if (url && type && (named.empty() || relation) && text) {
    fields_.links.push_back({*std::move(url), *std::move(type), relation, *std::move(text)});
  }
}

std::optional<std::string> BookBuilder::media_type(const FieldPath& path, std::string_view value) {
  auto text = clean(path, value, {0, limits::link_media_type_max});
  if (!text || text->empty()) {
    return text;
  }
  auto type = canonical_media_type(*text);
  if (!type) {
    refuse_at(path, Rule::invalid_value, {"application/pdf, application/epub+zip, text/html, …"},
              *text);
  }
  return type;
}

void BookBuilder::add_term(const Terms& terms, std::string_view value) {
  const std::size_t index = terms.offered++;
  if (overfull_.has(terms.field)) {
    return;
  }
  auto text = clean({terms.field, index, {}}, value, {0, limits::term_max});
  if (!text || text->empty()) {
    return;
  }
  std::string key = term_key(*text);
  if (std::ranges::find(terms.keys, key) != terms.keys.end() ||
      is_overfull(terms.field, terms.kept.size())) {
    return;
  }
  terms.keys.push_back(std::move(key));
  terms.kept.push_back(*std::move(text));
}

void BookBuilder::series(SeriesText series) {
  if (base::trim(series.name).empty()) {
    refuse_at({Field::series, {}, name_key}, Rule::required);
    return;
  }
  auto name = series_name(series.name);
  auto volume = series_volume(series.volume.value_or(std::string_view{}));
  if (name && volume) {
    fields_.series = Series{*std::move(name), *std::move(volume)};
  }
}

std::optional<std::string> BookBuilder::series_name(std::string_view value) {
  return clean({Field::series, {}, name_key}, value, {1, limits::series_name_max});
}

std::optional<std::string> BookBuilder::series_volume(std::string_view value) {
  return clean({Field::series, {}, volume_key}, value, {0, limits::series_volume_max});
}

void BookBuilder::skip_item(Field list) {
  offered_.contributors += list == Field::contributors ? 1 : 0;
  offered_.other_isbns += list == Field::other_isbns ? 1 : 0;
  offered_.identifiers += list == Field::identifiers ? 1 : 0;
  offered_.subjects += list == Field::subjects ? 1 : 0;
  offered_.tags += list == Field::tags ? 1 : 0;
  offered_.notes += list == Field::notes ? 1 : 0;
  offered_.links += list == Field::links ? 1 : 0;
}

bool BookBuilder::is_overfull(Field list, std::size_t kept) {
  struct ListRule {
    Field field;
    std::size_t items_max;
  };
  static constexpr std::array list_rules{
      ListRule{Field::contributors, limits::contributors_max},
      ListRule{Field::other_isbns, limits::other_isbns_max},
      ListRule{Field::identifiers, limits::identifiers_max},
      ListRule{Field::subjects, limits::terms_max},
      ListRule{Field::tags, limits::terms_max},
      ListRule{Field::notes, limits::notes_max},
      ListRule{Field::links, limits::links_max},
  };
  const auto* rule = std::ranges::find(list_rules, list, &ListRule::field);
  check(rule != list_rules.end());
  if (kept < rule->items_max) {
    return false;
  }
  if (!overfull_.has(list)) {
    overfull_.add(list);
    refuse_at({list, {}, {}}, Rule::too_many, {std::to_string(rule->items_max)});
  }
  return true;
}

}  // namespace catalog
