#include "formats/csv_foreign.hpp"

#include <algorithm>
#include <array>

#include "formats/card_values.hpp"

namespace formats {
namespace {

using catalog::Field;

std::string foreign_field(const CsvTarget& target, std::string_view cell) {
  constexpr catalog::FieldSet phrases{Field::title, Field::subtitle, Field::original_title,
                                      Field::edition};
  constexpr catalog::FieldSet imprint{Field::place, Field::publisher};
  constexpr catalog::FieldSet names{Field::author, Field::contributors};
  const Field field = target.column.field;
  if (names.has(field)) return names_of_card(cell, target.separator);
  if (imprint.has(field)) return std::string(imprint_of_card(cell));
  const bool is_series = field == Field::series && target.column.part == CsvColumn::Part::whole;
  if (!phrases.has(field) && !is_series) return std::string(cell);
  const std::string_view phrase = without_card_marks(cell);
  return std::string(field == Field::edition ? without_zero_decimal(phrase) : phrase);
}

}  // namespace

bool is_own_export(const std::vector<std::string>& headings) {
  constexpr std::array own{Field::title, Field::version, Field::created_at, Field::updated_at};
  return std::ranges::all_of(own, [&](Field field) {
    return std::ranges::find(headings, wire_name(field)) != headings.end();
  });
}

std::string foreign_cell(const CsvTarget& target, std::string_view cell) {
  const bool is_title = target.kind == CsvKind::field && target.column == CsvColumn{Field::title};
  if (is_title ? is_spreadsheet_error(cell) : is_no_value(cell)) return {};
  if (target.kind == CsvKind::contributor) return names_of_card(cell, target.separator);
  return target.kind == CsvKind::field ? foreign_field(target, cell) : std::string(cell);
}

}  // namespace formats
