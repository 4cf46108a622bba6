#include "catalog/book_builder.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/check.hpp"
#include "base/text.hpp"
#include "catalog/language_tag.hpp"
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

struct TextRule {
  Field field;
  std::string BookFields::* member;
  std::size_t least;
  std::size_t most;
};
constexpr std::array text_rules{
    TextRule{Field::title, &BookFields::title, 1, limits::title_max},
    TextRule{Field::subtitle, &BookFields::subtitle, 0, limits::subtitle_max},
    TextRule{Field::original_title, &BookFields::original_title, 0, limits::title_max},
    TextRule{Field::publisher, &BookFields::publisher, 0, limits::publisher_max},
    TextRule{Field::place, &BookFields::place, 0, limits::place_max},
    TextRule{Field::edition, &BookFields::edition, 0, limits::edition_max},
    TextRule{Field::cdd, &BookFields::cdd, 0, limits::classification_max},
    TextRule{Field::cdu, &BookFields::cdu, 0, limits::classification_max},
    TextRule{Field::synopsis, &BookFields::synopsis, 0, limits::synopsis_max},
};

std::vector<std::string> range(std::int64_t least, std::size_t most) {
  return {std::to_string(least), std::to_string(most)};
}

std::string identifier_types() {
  std::string out;
  for (std::size_t i = 0; i < identifier_type_count; ++i) {
    out += i == 0 ? "" : ", ";
    out += wire_name(static_cast<IdentifierType>(i));
  }
  return out;
}

std::string code_point_name(char32_t code_point) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string name = "U+00";
  return name.append(1, digits[code_point >> 4 & 15]).append(1, digits[code_point & 15]);
}

// Forms and other systems end lines with CR LF or CR; the catalogue keeps LF.
std::string with_plain_newlines(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool cr = text[i] == '\r';
    if (cr && i + 1 < text.size() && text[i + 1] == '\n') {
      continue;
    }
    out += cr ? '\n' : text[i];
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

std::string to_pointer(const FieldPath& path) {
  std::string out = "/";
  out += wire_name(path.field);
  if (path.index) {
    out += '/';
    out += std::to_string(*path.index);
  }
  if (!path.key.empty()) {
    out += '/';
    out += path.key;
  }
  return out;
}

void BookBuilder::text(Field field, std::string_view value) {
  if (field == Field::language || field == Field::original_language) {
    language(field, value);
    return;
  }
  if (field == Field::cover) {
    cover(value);
    return;
  }
  const auto* rule = std::ranges::find(text_rules, field, &TextRule::field);
  check(rule != text_rules.end());
  if (auto text = clean({field, {}, {}}, value, {rule->least, rule->most})) {
    fields_.*rule->member = *std::move(text);
  }
}

void BookBuilder::language(Field field, std::string_view value) {
  const auto text = clean({field, {}, {}}, value, {0, limits::language_max});
  if (!text || text->empty()) {
    return;
  }
  auto tag = canonical_language_tag(*text);
  if (!tag) {
    refuse_at({field, {}, {}}, Rule::invalid_language, {}, *text);
    return;
  }
  (field == Field::language ? fields_.language : fields_.original_language) = *std::move(tag);
}

void BookBuilder::cover(std::string_view value) {
  auto text = clean({Field::cover, {}, {}}, value, {0, limits::cover_max});
  if (!text || text->empty()) {
    return;
  }
  if (!is_web_url(*text)) {
    refuse_at({Field::cover, {}, {}}, Rule::invalid_url, {}, *text);
    return;
  }
  fields_.cover = *std::move(text);
}

void BookBuilder::author(std::string_view name) {
  author_given_ = true;
  fields_.author = clean({Field::author, {}, {}}, name, {1, limits::author_max});
}

void BookBuilder::author_unknown() {
  author_given_ = true;
  fields_.author.reset();
}

void BookBuilder::contributor(std::string_view name, std::optional<std::string_view> role) {
  const std::size_t index = offered_.contributors++;
  if (is_overfull(Field::contributors, fields_.contributors.size())) {
    return;
  }
  Contributor contributor;
  auto text =
      clean({Field::contributors, index, name_key}, name, {1, limits::contributor_name_max});
  const std::string_view code = base::trim(role.value_or(std::string_view{}));
  if (!code.empty() && !is_relator(code)) {
    refuse_at({Field::contributors, index, role_key}, Rule::invalid_value,
              {"aut, trl, ill, edt, org, … (MARC relators)"}, code);
    return;
  }
  if (!text) {
    return;
  }
  contributor.name = *std::move(text);
  if (!code.empty()) {
    contributor.role = code;
  }
  fields_.contributors.push_back(std::move(contributor));
}

void BookBuilder::isbn(std::string_view value) {
  const std::string_view text = base::trim(value);
  if (text.empty()) {
    return;
  }
  fields_.isbn = Isbn::parse(text);
  if (!fields_.isbn) {
    refuse_at({Field::isbn, {}, {}}, Rule::invalid_isbn, {}, text);
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
    refuse_at({Field::identifiers, index, type_key}, Rule::invalid_value, {identifier_types()},
              base::trim(identifier.type));
  }
  auto value = clean({Field::identifiers, index, value_key}, identifier.value,
                     {1, limits::identifier_value_max});
  if (type && value) {
    fields_.identifiers.push_back({*type, *std::move(value)});
  }
}

void BookBuilder::year(std::int64_t value) {
  const std::int64_t latest = current_year_ + limits::years_ahead_max;
  if (value < limits::year_min || value > latest) {
    refuse_at({Field::year, {}, {}}, Rule::out_of_range,
              range(limits::year_min, static_cast<std::size_t>(latest)), std::to_string(value));
    return;
  }
  fields_.year = static_cast<std::int32_t>(value);
}

void BookBuilder::pages(std::int64_t value) {
  if (value < 1 || value > limits::pages_max) {
    refuse_at({Field::pages, {}, {}}, Rule::out_of_range, range(1, limits::pages_max),
              std::to_string(value));
    return;
  }
  fields_.pages = static_cast<std::int32_t>(value);
}

void BookBuilder::subject(std::string_view value) {
  add_term({Field::subjects, fields_.subjects, subject_keys_, offered_.subjects}, value);
}

void BookBuilder::tag(std::string_view value) {
  add_term({Field::tags, fields_.tags, tag_keys_, offered_.tags}, value);
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

void BookBuilder::extra(ExtraText extra) {
  if (extra.json.size() > limits::extra_bytes_max) {
    refuse_at({Field::extra, {}, {}}, Rule::too_long,
              {std::to_string(limits::extra_bytes_max) + " bytes"},
              std::to_string(extra.json.size()) + " bytes");
    return;
  }
  if (extra.depth > limits::extra_depth_max) {
    refuse_at({Field::extra, {}, {}}, Rule::too_deep, {std::to_string(limits::extra_depth_max)});
    return;
  }
  fields_.extra = extra.json;
}

void BookBuilder::skip_item(Field list) {
  offered_.contributors += list == Field::contributors ? 1 : 0;
  offered_.other_isbns += list == Field::other_isbns ? 1 : 0;
  offered_.identifiers += list == Field::identifiers ? 1 : 0;
  offered_.subjects += list == Field::subjects ? 1 : 0;
  offered_.tags += list == Field::tags ? 1 : 0;
}

void BookBuilder::refuse(FieldError error) {
  if (is_full()) {
    ++errors_left_out_;
    return;
  }
  error.value = shown(error.value);
  errors_.push_back(std::move(error));
}

void BookBuilder::refuse_at(const FieldPath& path, Rule rule, std::vector<std::string> arguments,
                            std::string_view value) {
  if (is_full()) {
    ++errors_left_out_;
    return;
  }
  errors_.push_back({to_pointer(path), rule, std::move(arguments), shown(value)});
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

std::optional<std::string> BookBuilder::clean(const FieldPath& path, std::string_view value,
                                              Bounds bounds) {
  const std::string_view trimmed = base::trim(value);
  auto text = base::to_nfc(trimmed);
  if (!text) {
    refuse_at(path, Rule::invalid_value, {"UTF-8"});
    return std::nullopt;
  }
  const bool lines = path.field == Field::synopsis;
  if (lines && text->find('\r') != std::string::npos) {
    text = with_plain_newlines(*text);
  }
  if (const auto control =
          base::first_control(*text, lines ? base::Newlines::allowed : base::Newlines::refused)) {
    refuse_at(path, Rule::control_character, {}, code_point_name(*control));
    return std::nullopt;
  }
  // Every code point has a byte: most texts need no counting.
  const std::size_t length = text->size() > bounds.most ? base::code_points(*text) : 0;
  if (length > bounds.most) {
    refuse_at(path, Rule::too_long, {std::to_string(bounds.most)}, std::to_string(length));
    return std::nullopt;
  }
  if (text->size() < bounds.least) {
    refuse_at(path, Rule::too_short, {std::to_string(bounds.least)});
    return std::nullopt;
  }
  return text;
}

// Nothing is missing where something has been refused already.
void BookBuilder::require(Field field) {
  const std::string pointer = to_pointer({field, {}, {}});
  if (std::ranges::find(errors_, pointer, &FieldError::pointer) == errors_.end()) {
    refuse({pointer, Rule::required, {}});
  }
}

void BookBuilder::derive_author() {
  std::string joined;
  std::size_t length = 0;
  for (const Contributor& contributor : fields_.contributors) {
    const std::string_view separator = joined.empty() ? "" : "; ";
    length += separator.size() + base::code_points(contributor.name);
    if (length > limits::author_max) {
      break;
    }
    joined += separator;
    joined += contributor.name;
  }
  fields_.author = std::move(joined);
}

Result<BookFields> BookBuilder::finish() && {
  if (fields_.title.empty()) {
    require(Field::title);
  }
  if (!author_given_ && !fields_.contributors.empty()) {
    derive_author();
  } else if (!author_given_ && offered_.contributors == 0) {
    require(Field::author);
  }
  return std::move(*this).finish_partial();
}

Result<BookFields> BookBuilder::finish_partial() && {
  if (!errors_.empty()) {
    return fail(problem::invalid_book(std::move(errors_), errors_left_out_));
  }
  return std::move(fields_);
}

}  // namespace catalog
