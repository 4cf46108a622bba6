#include <string>
#include <utility>

#include "base/clock.hpp"
#include "catalog/field_values.hpp"
#include "formats/csv.hpp"
#include "formats/csv_columns.hpp"
#include "formats/feed_buffer.hpp"

namespace formats {
namespace {

using catalog::Book;
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

// ---- what stands in a cell, by the kind of its value

std::string to_cell(const std::string& text) { return text; }
std::string to_cell(const std::optional<std::string>& author) { return to_csv_author(author); }
std::string to_cell(const std::optional<catalog::Isbn>& isbn) {
  return isbn ? std::string(isbn->digits()) : std::string();
}
std::string to_cell(const std::optional<std::int32_t>& number) {
  return number ? std::to_string(*number) : std::string();
}
std::string to_cell(const std::optional<catalog::Series>& series) {
  return series ? series->name : std::string();
}

std::string_view to_item(const std::string& text) { return text; }
std::string_view to_item(const catalog::Isbn& isbn) { return isbn.digits(); }
const catalog::Contributor& to_item(const catalog::Contributor& contributor) { return contributor; }
std::string to_item(const catalog::Link& link) { return to_csv_item(link); }
std::string to_item(const catalog::Identifier& identifier) {
  return std::string(wire_name(identifier.type)) + ":" + identifier.value;
}

template <class Item>
std::string to_cell(const std::vector<Item>& items) {
  std::string cell;
  for (const Item& item : items) append_csv_item(cell, to_item(item));
  return cell;
}

std::string read_only_cell(const Book& book, Field field) {
  if (field == Field::id) return std::to_string(book.id.value);
  if (field == Field::version) return std::to_string(book.version.value);
  return base::to_rfc3339(field == Field::created_at ? book.created_at : book.updated_at);
}

std::string cell_text(const Book& book, const CsvColumn& column) {
  if (catalog::read_only_fields.has(column.field)) return read_only_cell(book, column.field);
  if (column.part == CsvColumn::Part::volume) {
    return book.fields->series ? book.fields->series->volume : std::string();
  }
  std::string cell;
  with_member(column.field, [&](auto member) { cell = to_cell((*book.fields).*member); });
  return cell;
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
