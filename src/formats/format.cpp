#include "formats/format.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "formats/csv.hpp"
#include "formats/csv_columns.hpp"
#include "formats/feed_buffer.hpp"
#include "formats/iso2709.hpp"
#include "formats/marc_reader.hpp"
#include "formats/ndjson.hpp"

namespace formats {
namespace {

struct Ending {
  std::string_view ending;
  Format format;
};
// ".utf8" is how the Library of Congress names its files of MARC records.
constexpr std::array endings{
    Ending{".ndjson", Format::ndjson}, Ending{".jsonl", Format::ndjson},
    Ending{".csv", Format::csv},       Ending{".mrc", Format::marc},
    Ending{".marc", Format::marc},     Ending{".iso2709", Format::marc},
    Ending{".utf8", Format::marc},
};

bool ends_with_folded(std::string_view name, std::string_view ending) noexcept {
  if (name.size() < ending.size()) return false;
  const std::string_view tail = name.substr(name.size() - ending.size());
  return std::equal(tail.begin(), tail.end(), ending.begin(), [](char left, char right) {
    return (left >= 'A' && left <= 'Z' ? left - 'A' + 'a' : left) == right;
  });
}

// A leader: five digits of length, or blanks where a writer left them out, and "22" and "4500"
// where MARC 21 fixes them.
bool looks_like_marc(std::string_view bytes) noexcept {
  if (bytes.size() < iso2709_leader_bytes) return false;
  const std::string_view length = bytes.substr(0, 5);
  return length.find_first_not_of("0123456789 ") == std::string_view::npos &&
         bytes.substr(10, 2) == "22" && bytes.substr(20, 2) == "45";
}

// A first line with a title column in it.
bool looks_like_csv(std::string_view bytes) {
  std::string_view line = bytes.substr(0, bytes.find_first_of("\r\n"));
  while (!line.empty()) {
    const std::size_t end = std::min(line.find_first_of(",;"), line.size());
    std::string_view cell = line.substr(0, end);
    if (cell.starts_with('"') && cell.ends_with('"') && cell.size() > 1) {
      cell = cell.substr(1, cell.size() - 2);
    }
    const bool utf8 = base::is_valid_utf8(cell);
    // Of the columns a title must have, only this one may hold a letter of Windows-1252.
    const bool title_in_windows_1252 = cell.size() == 6 && cell.ends_with("tulo");
    if (utf8 ? csv_column_named(cell) == CsvColumn{catalog::Field::title} : title_in_windows_1252) {
      return true;
    }
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return false;
}

std::optional<Format> guess_by_content(std::string_view bytes) {
  if (bytes.starts_with(byte_order_mark)) bytes.remove_prefix(byte_order_mark.size());
  bytes.remove_prefix(std::min(bytes.find_first_not_of(" \t\r\n"), bytes.size()));
  if (bytes.starts_with('{')) return Format::ndjson;
  if (looks_like_marc(bytes)) return Format::marc;
  if (looks_like_csv(bytes)) return Format::csv;
  return std::nullopt;
}

}  // namespace

std::optional<Format> guess_format(const Sample& sample) {
  for (const Ending& known : endings) {
    if (ends_with_folded(sample.file_name, known.ending)) return known.format;
  }
  return guess_by_content(sample.first_bytes);
}

std::optional<Format> format_named(std::string_view name) {
  for (const Format format : {Format::ndjson, Format::csv, Format::marc}) {
    if (name == name_of(format)) return format;
  }
  return std::nullopt;
}

std::string_view name_of(Format format) noexcept {
  switch (format) {
    case Format::ndjson:
      return "ndjson";
    case Format::csv:
      return "csv";
    case Format::marc:
      return "marc";
  }
  return {};
}

std::unique_ptr<Reader> make_reader(Format format, int current_year) {
  switch (format) {
    case Format::ndjson:
      return make_ndjson_reader(current_year);
    case Format::csv:
      return make_csv_reader(current_year);
    case Format::marc:
      return make_marc_reader(current_year);
  }
  return nullptr;
}

std::unique_ptr<Writer> make_writer(Format format) {
  switch (format) {
    case Format::ndjson:
      return make_ndjson_writer();
    case Format::csv:
      return make_csv_writer();
    case Format::marc:
      return nullptr;
  }
  return nullptr;
}

}  // namespace formats
