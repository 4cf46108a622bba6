#include "formats/csv_book.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <utility>

#include "base/clock.hpp"
#include "base/text.hpp"
#include "catalog/book_builder.hpp"
#include "catalog/limits.hpp"
#include "json/merge.hpp"
#include "json/reader.hpp"

namespace formats {
namespace {

using catalog::BookBuilder;
using catalog::Field;
using catalog::FieldError;
using catalog::NewBook;
using catalog::Rule;

constexpr std::size_t name_bytes_max = 200;  // of a header cell quoted in an error

std::string pointer_to(std::string_view name) {
  std::string pointer;
  json::append_pointer(pointer, base::clip_bytes(name, name_bytes_max));
  return pointer;
}

std::string pointer_to(const CsvColumn& column) { return pointer_to(name_of(column)); }

bool has(const CsvHeader& header, const CsvColumn& column) {
  return std::find(header.begin(), header.end(), column) != header.end();
}

// ---- one record ---------------------------------------------------------------------------------

class RowReader {
 public:
  RowReader(const CsvRow& row, int current_year) : row_(row), builder_(current_year) {}

  catalog::Result<NewBook> read() && {
    for (std::size_t i = 0; i < row_.cells.size(); ++i) read_cell(i);
    read_author();
    read_series();
    auto fields = std::move(builder_).finish();
    if (!fields) return catalog::fail(std::move(fields).error());
    book_.fields = *std::move(fields);
    return std::move(book_);
  }

 private:
  void read_cell(std::size_t index) {
    const std::string& cell = row_.cells[index];
    if (base::trim(cell).empty()) return;
    if (!row_.header[index]) {
      builder_.refuse({pointer_to(cell), Rule::unknown_key, {}});
      return;
    }
    read_value(row_.header[index]->field, cell);
  }

  void read_value(Field field, const std::string& cell) {
    switch (field) {
      case Field::id:
      case Field::version:
      case Field::created_at:
      case Field::updated_at:
        return read_server_value(field, cell);
      case Field::title:
      case Field::subtitle:
      case Field::original_title:
      case Field::publisher:
      case Field::place:
      case Field::edition:
      case Field::language:
      case Field::original_language:
      case Field::cdd:
      case Field::cdu:
      case Field::synopsis:
      case Field::cover:
        return builder_.text(field, cell);
      case Field::contributors:
      case Field::other_isbns:
      case Field::identifiers:
      case Field::subjects:
      case Field::tags:
        return read_list(field, cell);
      case Field::isbn:
        return builder_.isbn(cell);
      case Field::year:
      case Field::pages:
        return read_number(field, cell);
      case Field::extra:
        return read_extra(cell);
      case Field::author:
      case Field::series:
        return;  // read_author, read_series: they look at more than one cell
    }
  }

  // What only the server sets; the store compares it with the current book.
  void read_server_value(Field field, std::string_view cell) {
    if (field == Field::created_at || field == Field::updated_at) {
      const auto instant = base::parse_rfc3339(base::trim(cell));
      if (!instant) builder_.refuse({pointer_to({field}), Rule::invalid_value, {"RFC 3339"}});
      (field == Field::created_at ? book_.claims.created_at : book_.claims.updated_at) = instant;
      return;
    }
    const auto value = integer(field, cell);
    if (!value) return;
    if (*value < 1 || *value > catalog::book_id_max) {
      builder_.refuse(
          {pointer_to({field}), Rule::out_of_range, {"1", std::to_string(catalog::book_id_max)}});
      return;
    }
    if (field == Field::id) {
      book_.id = catalog::BookId{*value};
    } else {
      book_.claims.version = catalog::Version{*value};
    }
  }

  std::optional<std::int64_t> integer(Field field, std::string_view cell) {
    const std::string_view text = base::trim(cell);
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc() && end == text.data() + text.size()) return value;
    builder_.refuse({pointer_to({field}), Rule::wrong_type, {"integer"}});
    return std::nullopt;
  }

  void read_number(Field field, std::string_view cell) {
    const auto value = integer(field, cell);
    if (!value) return;
    if (field == Field::year) {
      builder_.year(*value);
    } else {
      builder_.pages(*value);
    }
  }

  void read_list(Field field, std::string_view cell) {
    for (const std::string& item : split_csv_items(cell)) {
      if (builder_.is_full()) return;
      read_item(field, item);
    }
  }

  void read_item(Field field, const std::string& item) {
    if (field == Field::subjects) return builder_.subject(item);
    if (field == Field::tags) return builder_.tag(item);
    if (field == Field::other_isbns) return builder_.other_isbn(item);
    if (field == Field::contributors) {
      const CsvContributor contributor = contributor_in(item);
      return builder_.contributor(contributor.name, contributor.role);
    }
    const std::size_t colon = std::min(item.find(':'), item.size());
    const std::string_view value = std::string_view(item).substr(std::min(colon + 1, item.size()));
    builder_.identifier({.type = std::string_view(item).substr(0, colon), .value = value});
  }

  void read_extra(std::string_view cell) {
    json::Document document;
    const auto value = document.parse(cell);
    if (!value) {
      builder_.refuse({pointer_to({Field::extra}), Rule::invalid_value, {"JSON"}});
      return;
    }
    if (value->kind() != json::Kind::object) {
      builder_.refuse({pointer_to({Field::extra}), Rule::wrong_type, {"object"}});
      return;
    }
    std::string minified;
    json::append_minified(minified, *value);
    builder_.extra({.json = minified, .depth = json::depth_of(*value)});
  }

  void read_author() {
    const std::string_view cell = value_of({Field::author});
    if (!cell.empty()) {
      const auto author = author_in(cell);
      return author ? builder_.author(*author) : builder_.author_unknown();
    }
    // A cell left empty says that nothing is known; a column that is not there says nothing.
    if (!has(row_.header, {Field::author})) return;
    if (value_of({Field::contributors}).empty()) builder_.author_unknown();
  }

  void read_series() {
    const std::string_view name = value_of({Field::series});
    const std::string_view volume = value_of({Field::series, CsvColumn::Part::volume});
    if (name.empty() && volume.empty()) return;
    builder_.series(
        {.name = name, .volume = volume.empty() ? std::nullopt : std::optional(volume)});
  }

  // Trimmed; empty when there is no such column.
  std::string_view value_of(const CsvColumn& column) const {
    const auto found = std::find(row_.header.begin(), row_.header.end(), column);
    if (found == row_.header.end()) return {};
    return base::trim(row_.cells[static_cast<std::size_t>(found - row_.header.begin())]);
  }

  CsvRow row_;
  BookBuilder builder_;
  NewBook book_;
};

}  // namespace

catalog::Result<CsvHeader> read_csv_header(const std::vector<std::string>& cells) {
  CsvHeader header;
  std::vector<FieldError> errors;
  for (const std::string& cell : cells) {
    const std::string_view name = base::trim(cell);
    const auto column = csv_column_named(name);
    if (!name.empty() && !column) {
      errors.push_back(
          {pointer_to(name), Rule::unknown_key, {std::string(catalog::nearest_wire_name(name))}});
    } else if (column && has(header, *column)) {
      errors.push_back({pointer_to(name), Rule::alias_conflict, {std::string(name_of(*column))}});
    }
    header.push_back(column);
    if (errors.size() == catalog::limits::errors_max) break;
  }
  const bool names_author = has(header, {Field::author}) || has(header, {Field::contributors});
  if (!has(header, {Field::title}))
    errors.push_back({pointer_to({Field::title}), Rule::required, {}});
  if (!names_author) errors.push_back({pointer_to({Field::author}), Rule::required, {}});
  if (!errors.empty()) return catalog::fail(catalog::problem::invalid_book(std::move(errors)));
  return header;
}

catalog::Result<NewBook> read_csv_book(const CsvRow& row, int current_year) {
  return RowReader(row, current_year).read();
}

}  // namespace formats
