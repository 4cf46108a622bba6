#include "formats/format.hpp"

#include <algorithm>
#include <array>

#include "formats/csv.hpp"
#include "formats/csv_layout.hpp"
#include "formats/feed_buffer.hpp"
#include "formats/iso2709.hpp"
#include "formats/marc_reader.hpp"
#include "formats/ndjson.hpp"
#include "formats/text_stream.hpp"

namespace formats {
namespace {

struct Ending {
  std::string_view ending;
  Format format;
};
// ".utf8" is how the Library of Congress names its files of MARC records.
constexpr std::array endings{
    Ending{".ndjson", Format::ndjson}, Ending{".jsonl", Format::ndjson},
    Ending{".csv", Format::csv},       Ending{".tsv", Format::csv},
    Ending{".tab", Format::csv},       Ending{".mrc", Format::marc},
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

bool looks_like_csv(std::string_view bytes) {
  TextStream text;
  std::string head = text.take(bytes.substr(0, csv_layout_bytes));
  head += text.finish();
  const Head extent = bytes.size() < csv_layout_bytes ? Head::whole : Head::cut;
  return find_csv_layout(head, extent, {}).has_title;
}

std::optional<Format> guess_by_content(std::string_view bytes) {
  std::string_view text = bytes;
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  if (text.starts_with('{') || text.starts_with('[')) return Format::ndjson;
  if (looks_like_marc(text)) return Format::marc;
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

bool is_workbook(std::string_view first_bytes) noexcept {
  return first_bytes.starts_with("PK\x03\x04") || first_bytes.starts_with("\xD0\xCF\x11\xE0");
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

std::unique_ptr<Reader> make_reader(Format format, ReadOptions options) {
  switch (format) {
    case Format::ndjson:
      return make_ndjson_reader(options);
    case Format::csv:
      return make_csv_reader(std::move(options));
    case Format::marc:
      return make_marc_reader(options);
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

std::unique_ptr<Writer> make_excel_writer() {
  return make_csv_writer({.delimiter = ';', .has_byte_order_mark = true});
}

}  // namespace formats
