#include "formats/csv_columns.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
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

bool has_unescaped(std::string_view cell, char wanted) noexcept {
  for (std::size_t i = 0; i < cell.size(); ++i) {
    if (cell[i] == wanted) return true;
    if (cell[i] == escape) ++i;
  }
  return false;
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
  for (const char c : item) {
    if (is_escaped(c)) cell += escape;
    cell += c;
  }
}

std::vector<std::string> split_csv_items(std::string_view cell, char separator) {
  // The first of these that occurs; a line break always.
  char found = separator;
  if (has_unescaped(cell, semicolon)) found = semicolon;
  if (has_unescaped(cell, bar)) found = bar;
  const auto separates = [found](char c) { return c == '\n' || (c == found && c != '\0'); };
  std::vector<std::string> items;
  std::string item;
  for (std::size_t i = 0; i < cell.size(); ++i) {
    if (cell[i] == escape && i + 1 < cell.size() && is_escaped(cell[i + 1])) {
      item += cell[++i];
    } else if (separates(cell[i])) {
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

std::string to_csv_item(const catalog::Contributor& contributor) {
  if (contributor.role == default_role && !contributor.name.ends_with(')')) return contributor.name;
  return contributor.name + " (" + contributor.role + ")";
}

CsvContributor contributor_in(std::string_view item) {
  item = base::trim(item);
  const std::size_t opening = item.rfind('(');
  if (opening == std::string_view::npos || !item.ends_with(')')) return {item, std::nullopt};
  const std::string_view name = base::trim(item.substr(0, opening));
  const std::string_view inside = base::trim(item.substr(opening + 1, item.size() - opening - 2));
  if (name.empty()) return {item, std::nullopt};
  if (catalog::is_relator(inside)) return {name, inside};
  const std::string_view role = relator_of_term(inside);
  if (role.empty()) return {item, std::nullopt};
  return {name, role};
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
