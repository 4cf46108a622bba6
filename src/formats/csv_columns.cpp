#include "formats/csv_columns.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "catalog/media_type.hpp"
#include "catalog/relator.hpp"
#include "formats/marc_relators.hpp"

namespace formats {
namespace {

using catalog::Field;

constexpr char bar = '|';
constexpr char semicolon = ';';
constexpr char escape = '\\';
constexpr std::string_view null_author = "\\N";
constexpr std::string_view volume_name = "serie_volume";
constexpr std::string_view default_role = "aut";
constexpr std::array<std::string_view, 3> kind_endings{"pessoa)", "entidade)", "evento)"};
constexpr CsvColumn volume_column{Field::series, CsvColumn::Part::volume};

constexpr auto all_columns = [] {
  std::array<CsvColumn, catalog::field_count + 1> columns{};
  std::size_t count = 0;
  for (std::size_t i = 0; i < catalog::field_count; ++i) {
    const auto field = static_cast<Field>(i);
    columns[count++] = {field};
    if (field == Field::series) columns[count++] = volume_column;
  }
  return columns;
}();

bool is_escaped(char c) noexcept { return c == bar || c == semicolon || c == escape; }

// True when the semicolon in front of `rest` ends an item.
bool semicolon_parts(Semicolons semicolons, std::string_view rest) {
  rest = base::trim(rest);
  const auto begins_with = [rest](std::string_view text) { return rest.starts_with(text); };
  switch (semicolons) {
    case Semicolons::part:
      return true;
    case Semicolons::part_but_kinds:
      return std::ranges::none_of(kind_endings, begins_with);
    case Semicolons::part_before_urls:
      return begins_with("http://") || begins_with("https://");
    case Semicolons::part_nothing:
      return false;
  }
  return true;
}

// The separators of a cell: the first of `|`, `;` and the column's own that occurs unescaped.
class Splitter {
 public:
  Splitter(std::string_view cell, CsvSeparators separators)
      : cell_(cell), semicolons_(separators.semicolons), found_(separators.own) {
    if (occurs(semicolon)) found_ = semicolon;
    if (occurs(bar)) found_ = bar;
  }
  bool separates(std::size_t at) const {
    if (cell_[at] == '\n') return true;
    return cell_[at] == found_ && found_ != '\0' && is_separator(at);
  }

 private:
  bool occurs(char wanted) const {
    for (std::size_t i = 0; i < cell_.size(); ++i) {
      if (cell_[i] == wanted && is_separator(i)) return true;
      if (cell_[i] == escape) ++i;
    }
    return false;
  }
  bool is_separator(std::size_t at) const {
    return cell_[at] != semicolon || semicolon_parts(semicolons_, cell_.substr(at + 1));
  }

  std::string_view cell_;
  Semicolons semicolons_;
  char found_;
};

std::string_view without_first_word(std::string_view text) {
  const std::size_t end = text.find(' ');
  return end == std::string_view::npos ? std::string_view{} : base::trim(text.substr(end));
}

std::string_view first_word(std::string_view text) { return text.substr(0, text.find(' ')); }

void append_escaped(std::string& cell, std::string_view item) {
  for (const char c : item) {
    if (is_escaped(c)) cell += escape;
    cell += c;
  }
}

}  // namespace

std::span<const CsvColumn> csv_columns() noexcept { return all_columns; }

std::string_view name_of(const CsvColumn& column) noexcept {
  return column == volume_column ? volume_name : wire_name(column.field);
}

std::optional<CsvColumn> csv_column_named(std::string_view header) {
  std::string key = base::fold(header);
  std::replace(key.begin(), key.end(), ' ', '_');
  if (key == volume_name) return volume_column;
  const auto field = catalog::field_named(key);
  return field ? std::optional(CsvColumn{*field}) : std::nullopt;
}

void append_csv_item(std::string& cell, std::string_view item) {
  if (!cell.empty()) cell += bar;
  append_escaped(cell, item);
}

std::vector<std::string> split_csv_items(std::string_view cell, CsvSeparators separators) {
  const Splitter splitter(cell, separators);
  std::vector<std::string> items;
  std::string item;
  for (std::size_t i = 0; i < cell.size(); ++i) {
    if (cell[i] == escape && i + 1 < cell.size() && is_escaped(cell[i + 1])) {
      item += cell[++i];
    } else if (splitter.separates(i)) {
      items.push_back(std::move(item));
      item.clear();
    } else {
      item += cell[i];
    }
  }
  items.push_back(std::move(item));
  std::erase_if(items, [](const std::string& text) { return base::trim(text).empty(); });
  return items;
}

void append_csv_item(std::string& cell, const catalog::Contributor& contributor) {
  const bool is_person = contributor.kind == catalog::ContributorKind::person;
  if (is_person && contributor.role == default_role && !contributor.name.ends_with(')')) {
    return append_csv_item(cell, contributor.name);
  }
  append_csv_item(cell, contributor.name);
  cell.append(" (").append(contributor.role);
  if (!is_person) cell.append("; ").append(wire_name(contributor.kind));
  cell += ')';
}

CsvContributor contributor_in(std::string_view item) {
  item = base::trim(item);
  const std::size_t opening = item.rfind('(');
  if (opening == std::string_view::npos || !item.ends_with(')')) return {item};
  const std::string_view name = base::trim(item.substr(0, opening));
  const std::string_view inside = base::trim(item.substr(opening + 1, item.size() - opening - 2));
  if (name.empty()) return {item};
  const std::size_t mark = std::min(inside.find(semicolon), inside.size());
  const std::string_view said = base::trim(inside.substr(0, mark));
  if (catalog::contributor_kind_named(inside)) return {name, std::nullopt, inside};
  std::optional<std::string_view> kind;
  if (mark < inside.size()) {
    kind = base::trim(inside.substr(mark + 1));
    if (!catalog::contributor_kind_named(*kind)) return {item};
  }
  if (catalog::is_relator(said)) return {name, said, kind};
  const std::string_view role = relator_of_term(said);
  if (role.empty()) return {item};
  return {name, role, kind};
}

std::string to_csv_item(const catalog::Link& link) {
  std::string item = link.url;
  if (link.relation) item.append(" ").append(wire_name(*link.relation));
  if (!link.media_type.empty()) item.append(" ").append(link.media_type);
  if (!link.note.empty()) item.append(" (").append(link.note).append(")");
  return item;
}

CsvLink link_in(std::string_view item) {
  item = base::trim(item);
  CsvLink link{.url = first_word(item)};
  std::string_view rest = without_first_word(item);
  if (catalog::link_relation_named(first_word(rest))) {
    link.relation = first_word(rest);
    rest = without_first_word(rest);
  }
  if (catalog::canonical_media_type(first_word(rest))) {
    link.media_type = first_word(rest);
    rest = without_first_word(rest);
  }
  if (rest.starts_with('(') && rest.ends_with(')')) rest = rest.substr(1, rest.size() - 2);
  if (!rest.empty()) link.note = rest;
  return link;
}

std::string to_csv_author(const std::optional<std::string>& author) {
  if (!author) return std::string(null_author);
  return author->starts_with(escape) ? escape + *author : *author;
}

std::optional<std::string_view> author_in(std::string_view cell) noexcept {
  cell = base::trim(cell);
  if (cell == null_author) return std::nullopt;
  if (cell.starts_with("\\\\")) cell.remove_prefix(1);
  return cell;
}

}  // namespace formats
