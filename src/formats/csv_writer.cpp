#include <string>
#include <utility>

#include "base/clock.hpp"
#include "formats/csv.hpp"
#include "formats/csv_columns.hpp"
#include "formats/feed_buffer.hpp"

namespace formats {
namespace {

using catalog::Book;
using catalog::BookFields;
using catalog::Field;

constexpr std::string_view line_end = "\r\n";

void append_cell(std::string& out, std::string_view text, char delimiter) {
  if (text.find_first_of("\"\r\n") == std::string_view::npos &&
      text.find(delimiter) == std::string_view::npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

template <class Items, class ToText>
std::string list_cell(const Items& items, ToText to_text) {
  std::string cell;
  for (const auto& item : items) append_csv_item(cell, to_text(item));
  return cell;
}

std::string number_cell(const std::optional<std::int32_t>& number) {
  return number ? std::to_string(*number) : std::string();
}

std::string contributor_cell(const BookFields& fields) {
  std::string cell;
  for (const catalog::Contributor& one : fields.contributors) append_csv_item(cell, one);
  return cell;
}

std::string identifier_cell(const BookFields& fields) {
  return list_cell(fields.identifiers, [](const catalog::Identifier& identifier) {
    return std::string(wire_name(identifier.type)) + ":" + identifier.value;
  });
}

std::string series_cell(const BookFields& fields, CsvColumn::Part part) {
  if (!fields.series) return {};
  return part == CsvColumn::Part::volume ? fields.series->volume : fields.series->name;
}

std::string list_text(const BookFields& fields, Field field) {
  const auto as_is = [](const std::string& text) { return std::string_view(text); };
  if (field == Field::subjects) return list_cell(fields.subjects, as_is);
  if (field == Field::tags) return list_cell(fields.tags, as_is);
  if (field == Field::notes) return list_cell(fields.notes, as_is);
  if (field == Field::contributors) return contributor_cell(fields);
  if (field == Field::links) return list_cell(fields.links, to_csv_item);
  if (field == Field::identifiers) return identifier_cell(fields);
  return list_cell(fields.other_isbns, [](const catalog::Isbn& isbn) { return isbn.digits(); });
}

std::string cell_text(const Book& book, const CsvColumn& column) {
  const BookFields& fields = book.fields;
  switch (column.field) {
    case Field::id:
      return std::to_string(book.id.value);
    case Field::version:
      return std::to_string(book.version.value);
    case Field::created_at:
      return base::to_rfc3339(book.created_at);
    case Field::updated_at:
      return base::to_rfc3339(book.updated_at);
    case Field::title:
      return fields.title;
    case Field::author:
      return to_csv_author(fields.author);
    case Field::subtitle:
      return fields.subtitle;
    case Field::original_title:
      return fields.original_title;
    case Field::isbn:
      return fields.isbn ? std::string(fields.isbn->digits()) : std::string();
    case Field::contributors:
    case Field::other_isbns:
    case Field::identifiers:
    case Field::subjects:
    case Field::tags:
    case Field::notes:
    case Field::links:
      return list_text(fields, column.field);
    case Field::publisher:
      return fields.publisher;
    case Field::place:
      return fields.place;
    case Field::edition:
      return fields.edition;
    case Field::year:
      return number_cell(fields.year);
    case Field::language:
      return fields.language;
    case Field::original_language:
      return fields.original_language;
    case Field::pages:
      return number_cell(fields.pages);
    case Field::cdd:
      return fields.cdd;
    case Field::cdu:
      return fields.cdu;
    case Field::series:
      return series_cell(fields, column.part);
    case Field::synopsis:
      return fields.synopsis;
    case Field::cover:
      return fields.cover;
    case Field::extra:
      return fields.extra;
  }
  return {};
}

std::string header_row(CsvForm form, catalog::FieldSet left_out) {
  std::string row(form.has_byte_order_mark ? byte_order_mark : std::string_view{});
  bool is_first = true;
  for (const CsvColumn& column : csv_columns()) {
    if (left_out.has(column.field)) continue;
    if (!std::exchange(is_first, false)) row += form.delimiter;
    row += name_of(column);
  }
  row += line_end;
  return row;
}

class CsvWriter final : public Writer {
 public:
  explicit CsvWriter(CsvForm form) : form_(form) {}

  void begin(std::string& out) override { out += csv_header_row(form_); }

  void append(std::string& out, const Book& book) override {
    bool is_first = true;
    for (const CsvColumn& column : csv_columns()) {
      if (!std::exchange(is_first, false)) out += form_.delimiter;
      append_cell(out, cell_text(book, column), form_.delimiter);
    }
    out += line_end;
  }

 private:
  CsvForm form_;
};

}  // namespace

std::string csv_header_row(CsvForm form) { return header_row(form, catalog::FieldSet{}); }

std::string csv_template() {
  return header_row(
      excel_csv, {Field::id, Field::version, Field::created_at, Field::updated_at, Field::extra});
}

std::unique_ptr<Writer> make_csv_writer(CsvForm form) { return std::make_unique<CsvWriter>(form); }

}  // namespace formats
