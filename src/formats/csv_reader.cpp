#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "formats/csv.hpp"
#include "formats/csv_book.hpp"
#include "formats/csv_encoding.hpp"
#include "formats/csv_records.hpp"

namespace formats {
namespace {

using catalog::FieldError;
using catalog::Result;
using catalog::Rule;

FieldError to_error(CsvFault fault) {
  if (fault == CsvFault::too_long) {
    return {"", Rule::too_long, {std::to_string(csv_record_bytes_max) + " bytes"}};
  }
  return {"", Rule::invalid_value, {"RFC 4180"}};
}

const FieldError wrong_encoding{"", Rule::invalid_value, {"UTF-8, Windows-1252"}};

bool is_utf16(std::string_view bytes) noexcept {
  return bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF");
}

bool is_empty(const std::vector<std::string>& cells) {
  return std::all_of(cells.begin(), cells.end(), [](const std::string& cell) {
    return cell.find_first_not_of(" \t") == std::string::npos;
  });
}

class CsvReader final : public Reader {
 public:
  explicit CsvReader(int current_year) : current_year_(current_year) {}

  // Behind a header that was refused nothing is read, so nothing is kept.
  void feed(std::string_view bytes) override {
    if (!stopped_) records_.feed(bytes);
  }
  void finish() override { records_.finish(); }

  std::optional<Record> next() override {
    while (!stopped_) {
      const auto fault = records_.next();
      if (!fault) return std::nullopt;
      const bool whole = *fault == CsvFault::none;
      // Spreadsheets save empty rows as delimiters alone.
      if (whole && is_empty(records_.cells())) continue;
      if (header_) return record(whole ? read_row() : refused(to_error(*fault)));
      auto header = whole ? read_header() : refused(to_error(*fault));
      if (!header) return stop(std::move(header).error());
      header_ = *std::move(header);
    }
    return std::nullopt;
  }

 private:
  Result<CsvHeader> read_header() {
    if (records_.marked_utf8()) encoding_.set_utf8();
    if (is_utf16(records_.bytes())) return refused(wrong_encoding);
    if (!encoding_.decode(records_.cells())) return refused(wrong_encoding);
    return read_csv_header(records_.cells());
  }

  Result<catalog::NewBook> read_row() {
    const std::size_t count = records_.cells().size();
    if (count != header_->size()) {
      records_.reject();
      return refused(wrong_count(count));
    }
    if (!encoding_.decode(records_.cells())) return refused({"", Rule::invalid_value, {"UTF-8"}});
    return read_csv_book({.header = *header_, .cells = records_.cells()}, current_year_);
  }

  // A row with a cell too few or too many has a delimiter or a line break astray: which of its
  // cells is which can only be guessed.
  FieldError wrong_count(std::size_t count) const {
    if (count > header_->size()) return {"", Rule::too_many, {std::to_string(header_->size())}};
    const auto& missing = (*header_)[count];
    const std::string name(missing ? name_of(*missing) : std::string_view{});
    return {"/" + name, Rule::required, {}};
  }

  Record record(Result<catalog::NewBook> book) {
    return {.number = ++number_, .line = records_.line(), .book = std::move(book)};
  }

  Record stop(catalog::Problem problem) {
    stopped_ = true;
    const std::uint64_t line = records_.line();
    records_ = {};
    return {.number = 0, .line = line, .book = catalog::fail(std::move(problem))};
  }

  int current_year_;
  CsvRecords records_;
  CsvEncoding encoding_;
  std::optional<CsvHeader> header_;
  std::uint64_t number_ = 0;
  bool stopped_ = false;
};

}  // namespace

std::unique_ptr<Reader> make_csv_reader(int current_year) {
  return std::make_unique<CsvReader>(current_year);
}

}  // namespace formats
