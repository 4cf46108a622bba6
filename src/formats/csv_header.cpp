#include "formats/csv_header.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/ascii.hpp"
#include "base/text.hpp"
#include "catalog/limits.hpp"
#include "formats/csv_synonyms.hpp"
#include "json/reader.hpp"

namespace formats {
namespace {

using catalog::Field;
using catalog::FieldError;
using catalog::Rule;

constexpr std::size_t name_bytes_max = 200;  // of a heading quoted in an error
constexpr std::string_view extra_prefix = "extra.";
constexpr std::string_view list_separators = ";|,/&+";
constexpr std::string_view second_author_role = "aut";

std::string pointer_to(std::string_view name) {
  std::string pointer;
  json::append_pointer(pointer, base::clip_bytes(name, name_bytes_max));
  return pointer;
}

std::optional<CsvTarget> target_of_key(std::string_view folded) {
  if (const auto column = csv_column_named(folded)) return CsvTarget{CsvKind::field, *column};
  return csv_synonym(folded);
}

// "Ano de publicação (aaaa)" -> "Ano de publicação ".
std::string without_parentheses(std::string_view heading) {
  std::string out;
  int depth = 0;
  for (const char c : heading) {
    if (c == '(' || c == '[') ++depth;
    if (depth == 0) out += c;
    if ((c == ')' || c == ']') && depth > 0) --depth;
  }
  return out;
}

// "assunto 2" -> "assunto"; empty when no number is behind a word.
std::string_view without_number(std::string_view folded) noexcept {
  const std::size_t blank = folded.rfind(' ');
  if (blank == std::string_view::npos) return {};
  const std::string_view last = folded.substr(blank + 1);
  return std::all_of(last.begin(), last.end(), base::is_digit) ? folded.substr(0, blank)
                                                               : std::string_view{};
}

std::optional<CsvTarget> target_without_number(std::string_view folded) {
  const std::string_view name = without_number(folded);
  if (name.empty()) return std::nullopt;
  const auto target = target_of_key(name);
  // A second author is one more of them.
  if (target && target->column == CsvColumn{Field::author} && !folded.ends_with(" 1")) {
    return CsvTarget{CsvKind::contributor, {Field::contributors}, second_author_role};
  }
  return target;
}

// "Assunto/Tema": words for one thing. "Editora/Cidade" are two, and nobody can tell which is
// which.
std::optional<CsvTarget> target_of_all_parts(std::string_view heading) {
  if (heading.find('/') == std::string_view::npos) return std::nullopt;
  std::optional<CsvTarget> target;
  while (!heading.empty()) {
    const std::size_t end = std::min(heading.find('/'), heading.size());
    const auto part = target_of_key(base::fold(heading.substr(0, end)));
    if (!part || (target && target->column != part->column)) return std::nullopt;
    target = part;
    heading.remove_prefix(std::min(end + 1, heading.size()));
  }
  return target;
}

std::string heading_text(std::string_view heading) {
  std::string name;
  for (const char c : base::trim(heading)) {
    const bool blank = c == '\n' || c == '\t' || c == ' ';
    if (!blank || !name.ends_with(' ')) name += blank ? ' ' : c;
  }
  return base::to_nfc(name).value_or(std::string{});
}

// Reads the right side of a rule; nullopt: no such column.
std::optional<CsvHeading> heading_of(std::string_view target) {
  target = base::trim(target);
  if (target.empty()) return CsvHeading{{}, {CsvKind::ignored, {}}, {}};
  if (target.starts_with(extra_prefix) && target.size() > extra_prefix.size()) {
    return CsvHeading{{}, {CsvKind::extra, {}}, heading_text(target.substr(extra_prefix.size()))};
  }
  char separator = '\0';
  if (list_separators.find(target.back()) != std::string_view::npos) {
    separator = target.back();
    target.remove_suffix(1);
  }
  auto known = csv_target_named(target);
  if (!known) return std::nullopt;
  if (separator != '\0') known->separator = separator;
  return CsvHeading{{}, *known, {}};
}

bool is_named(std::string_view heading, std::string_view wanted) {
  const std::string folded = base::fold(wanted);
  return folded.empty() ? base::trim(heading) == base::trim(wanted) : base::fold(heading) == folded;
}

const ColumnRule* rule_for(std::string_view heading, const ColumnRules& rules) {
  const auto found = std::find_if(rules.begin(), rules.end(), [&](const ColumnRule& rule) {
    return is_named(heading, rule.heading);
  });
  return found == rules.end() ? nullptr : &*found;
}

CsvHeading read_heading(std::string_view cell, const ColumnRules& rules, CsvProfile profile) {
  CsvHeading heading;
  heading.name = heading_text(cell);
  heading.extra_key = heading.name;
  if (heading.name.empty()) return heading;
  if (const ColumnRule* const rule = rule_for(heading.name, rules)) {
    if (auto told = heading_of(rule->target)) {
      told->name = heading.name;
      if (told->extra_key.empty()) told->extra_key = heading.name;
      return *std::move(told);
    }
  }
  if (const auto known = csv_profile_target(profile, heading.name)) {
    heading.target = *known;
  } else if (const auto named = csv_target_named(heading.name)) {
    heading.target = *named;
  }
  return heading;
}

bool is_title(const CsvTarget& target) noexcept {
  return target.kind == CsvKind::field && target.column == CsvColumn{Field::title};
}

bool names_people(const CsvHeading& heading) noexcept {
  const CsvTarget& target = heading.target;
  return target.kind == CsvKind::contributor ||
         (target.kind == CsvKind::field && (target.column == CsvColumn{Field::author} ||
                                            target.column == CsvColumn{Field::contributors}));
}

// A column without a name left of others is one all the same: the numbers of the rows, mostly.
void name_inner_columns(CsvHeader& header) {
  const auto last = std::find_if(header.rbegin(), header.rend(),
                                 [](const CsvHeading& one) { return !one.name.empty(); });
  const auto named = static_cast<std::size_t>(header.rend() - last);
  for (std::size_t i = 0; i < named; ++i) {
    if (header[i].name.empty()) {
      header[i].name = "coluna " + column_letters(i);
      header[i].extra_key = header[i].name;
    }
  }
}

bool is_of(const CsvHeading& heading, const CsvColumn& column) noexcept {
  return heading.target.kind == CsvKind::field && heading.target.column == column;
}

// What a word means beside another: "Editor" beside "Publisher" is a person, and "Volume" beside
// "Series Number" is that of the work.
void tell_apart(CsvHeader& header, const ColumnRules& rules) {
  constexpr CsvColumn publisher{Field::publisher};
  constexpr CsvColumn volume{Field::series, CsvColumn::Part::volume};
  const auto is_plain = [&](const CsvHeading& heading) {
    const std::string folded = base::fold(heading.name);
    const bool is_word = folded == "editor" || folded == "volume" || folded == "vol";
    return is_word && rule_for(heading.name, rules) == nullptr;
  };
  const auto is_said_plainer = [&](const CsvColumn& column) {
    return std::any_of(header.begin(), header.end(),
                       [&](const CsvHeading& one) { return is_of(one, column) && !is_plain(one); });
  };
  const bool has_publisher = is_said_plainer(publisher);
  const bool has_volume = is_said_plainer(volume);
  for (CsvHeading& heading : header) {
    if (!is_plain(heading)) continue;
    if (has_publisher && is_of(heading, publisher)) {
      heading.target = {CsvKind::contributor, {Field::contributors}, "edt"};
    } else if (has_volume && is_of(heading, volume)) {
      heading.target = {CsvKind::extra, {}};
    }
  }
}

// Columns of one heading are told apart by numbers.
void make_extra_keys_unique(CsvHeader& header) {
  std::set<std::string> keys;
  std::map<std::string, int> last_number;
  for (CsvHeading& heading : header) {
    std::string key = heading.extra_key;
    while (!key.empty() && !keys.insert(key).second) {
      const int number = std::max(last_number[heading.extra_key], 1) + 1;
      last_number[heading.extra_key] = number;
      key = heading.extra_key + " " + std::to_string(number);
    }
    heading.extra_key = std::move(key);
  }
}

}  // namespace

std::optional<CsvTarget> csv_target_named(std::string_view heading) {
  const std::string folded = base::fold(heading);
  if (folded.empty()) return std::nullopt;
  if (auto target = target_of_key(folded)) return target;
  if (auto target = target_without_number(folded)) return target;
  const std::string bare = base::fold(without_parentheses(heading));
  if (bare != folded && !bare.empty()) return target_of_key(bare);
  return target_of_all_parts(heading);
}

base::Expected<ColumnRules, std::string> parse_column_rules(std::string_view text) {
  ColumnRules rules;
  std::string heading;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    const std::string_view part = text.substr(0, comma);
    text.remove_prefix(std::min(comma + 1, text.size()));
    const std::size_t equals = part.rfind('=');
    heading += part.substr(0, equals);
    if (equals == std::string_view::npos) {  // a comma within a heading
      heading += ',';
      continue;
    }
    const std::string_view target = part.substr(equals + 1);
    if (base::trim(heading).empty() || !heading_of(target)) {
      return base::Unexpected<std::string>{heading + '=' + std::string(target)};
    }
    rules.push_back({std::string(base::trim(heading)), std::string(target)});
    heading.clear();
  }
  if (!heading.empty() || rules.empty()) return base::Unexpected<std::string>{heading};
  return rules;
}

base::Expected<ColumnRules, std::string> parse_column_map(std::string_view json) {
  using Refused = base::Unexpected<std::string>;
  if (json.size() > column_map_bytes_max) return Refused{{}};
  json::Document document;
  const auto map = document.parse(json);
  if (!map || map->kind() != json::Kind::object) return Refused{{}};
  ColumnRules rules;
  for (const json::Member member : map->members()) {
    const bool is_ignored = member.value.kind() == json::Kind::null;
    const std::string target(member.value.text());
    const bool is_known = is_ignored || (member.value.kind() == json::Kind::string &&
                                         !base::trim(target).empty() && heading_of(target));
    if (base::trim(member.key).empty() || !is_known) return Refused{std::string(member.key)};
    rules.push_back({std::string(base::trim(member.key)), target});
  }
  if (rules.empty()) return Refused{{}};
  return rules;
}

CsvHeader csv_headings(const std::vector<std::string>& cells, const ColumnRules& rules,
                       CsvProfile profile) {
  if (profile == CsvProfile::automatic) profile = csv_profile_of(cells);
  CsvHeader header;
  for (const std::string& cell : cells) header.push_back(read_heading(cell, rules, profile));
  name_inner_columns(header);
  tell_apart(header, rules);
  make_extra_keys_unique(header);
  return header;
}

CsvNeeds csv_needs(const CsvHeader& header) noexcept {
  return {std::any_of(header.begin(), header.end(),
                      [](const CsvHeading& one) { return is_title(one.target); }),
          std::any_of(header.begin(), header.end(), names_people)};
}

catalog::Result<CsvHeader> read_csv_header(const std::vector<std::string>& cells,
                                           const ColumnRules& rules, CsvProfile profile) {
  CsvHeader header = csv_headings(cells, rules, profile);
  std::vector<FieldError> errors;
  for (const ColumnRule& rule : rules) {
    const bool is_there = std::any_of(header.begin(), header.end(), [&](const CsvHeading& one) {
      return !one.name.empty() && is_named(one.name, rule.heading);
    });
    if (!is_there && errors.size() < catalog::limits::errors_max) {
      errors.push_back({pointer_to(rule.heading), Rule::required, {}});
    }
  }
  const CsvNeeds needs = csv_needs(header);
  if (!needs.has_title) errors.push_back({pointer_to(wire_name(Field::title)), Rule::required, {}});
  if (!needs.has_people) {
    errors.push_back({pointer_to(wire_name(Field::author)), Rule::required, {}});
  }
  if (!errors.empty()) return catalog::fail(catalog::problem::invalid_book(std::move(errors)));
  return header;
}

HeaderScore header_score(const std::vector<std::string>& cells, const ColumnRules& rules) {
  HeaderScore score;
  for (const std::string& cell : cells) {
    const CsvHeading heading = read_heading(cell, rules, CsvProfile::none);
    if (heading.name.empty()) continue;
    const bool known =
        heading.target.kind != CsvKind::extra || rule_for(heading.name, rules) != nullptr;
    score.known += known ? 1 : 0;
    score.has_title = score.has_title || is_title(heading.target);
  }
  return score;
}

bool add_second_header_row(std::vector<std::string>& cells, const std::vector<std::string>& row) {
  if (row.size() > cells.size()) return false;
  std::size_t named = 0;
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (base::trim(row[i]).empty()) continue;
    const auto above = csv_target_named(cells[i]);
    const auto below = csv_target_named(row[i]);
    if (!below || is_title(*below) || (above && *above != *below)) return false;
    ++named;
  }
  // One word alone may be the value of a column that has no name.
  if (named < 2) return false;
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (!base::trim(row[i]).empty()) cells[i] = row[i];
  }
  return true;
}

CsvSeparators separators_of(const CsvTarget& target) {
  const Field field = target.column.field;
  Semicolons semicolons = Semicolons::part;
  if (field == Field::contributors) semicolons = Semicolons::part_but_kinds;
  if (field == Field::links) semicolons = Semicolons::part_before_urls;
  if (field == Field::notes) semicolons = Semicolons::part_nothing;
  return {target.separator, semicolons};
}

std::string column_letters(std::size_t index) {
  constexpr std::size_t letters = 26;
  std::string name;
  for (std::size_t rest = index + 1; rest > 0; rest = (rest - 1) / letters) {
    name.insert(name.begin(), static_cast<char>('A' + (rest - 1) % letters));
  }
  return name;
}

}  // namespace formats
