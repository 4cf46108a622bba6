#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <utility>

#include "base/ascii.hpp"
#include "base/text.hpp"
#include "formats/csv.hpp"
#include "formats/csv_book.hpp"
#include "formats/csv_encoding.hpp"
#include "formats/csv_foreign.hpp"
#include "formats/csv_layout.hpp"
#include "formats/csv_records.hpp"
#include "formats/feed_buffer.hpp"
#include "formats/text_stream.hpp"

namespace formats {
namespace {

using catalog::FieldError;
using catalog::Result;
using catalog::Rule;
using catalog::Wording;
using Cells = std::vector<std::string>;

constexpr Wording no_header{"o cabeçalho não tem as colunas de um livro",
                            "the header does not have the columns of a book"};
constexpr Wording header_again{"é o cabeçalho outra vez", "is the header again"};
constexpr Wording totals{"é uma linha de totais, não um livro", "is a row of totals, no book"};

constexpr Wording open_quote{"aspas que não fecham, ou texto depois das que fecham",
                             "a quote that is not closed, or text behind one that is"};
constexpr Wording too_long{"a linha é longa demais", "the row is too long"};
constexpr Wording not_utf8{"um caractere não está em UTF-8, como o resto do arquivo",
                           "a character is not UTF-8, as the rest of the file is"};

FieldError to_error(CsvFault fault) {
  if (fault == CsvFault::too_long) {
    return {"", Rule::too_long, {std::to_string(csv_record_bytes_max) + " bytes"}};
  }
  return {"", Rule::invalid_value, {"RFC 4180"}};
}

const FieldError wrong_encoding{"", Rule::invalid_value, {"UTF-8, Windows-1252"}};

CsvBook refused_row(FieldError error, const Wording& why) {
  return {refused(std::move(error)), {}, {{"", "", why}}};
}

CsvBook refused_row(CsvFault fault) {
  return refused_row(to_error(fault), fault == CsvFault::too_long ? too_long : open_quote);
}

// The mark that old systems end a text file with counts as nothing.
bool is_blank_cell(std::string_view cell) {
  const std::string_view text = base::trim(cell);
  return text.empty() || text == "\x1A";
}

bool is_empty(const Cells& cells) { return std::all_of(cells.begin(), cells.end(), is_blank_cell); }

// "Total;;;6", "Total de livros: 120": a word for a sum in front, numbers behind, nothing else.
bool is_row_of_totals(const Cells& cells) {
  constexpr std::array<std::string_view, 7> words{"total",     "totais", "total geral", "subtotal",
                                                  "sub total", "soma",   "grand total"};
  constexpr std::string_view sum_of = "total de ";
  const auto first = std::find_if_not(cells.begin(), cells.end(), is_blank_cell);
  if (first == cells.end()) return false;
  std::string name = base::fold(*first);
  while (!name.empty() && (base::is_digit(name.back()) || name.back() == ' ')) name.pop_back();
  const bool is_sum =
      std::find(words.begin(), words.end(), name) != words.end() || name.starts_with(sum_of);
  return is_sum && std::all_of(first + 1, cells.end(), [](const std::string& cell) {
           return base::trim(cell).find_first_not_of("0123456789., ") == std::string_view::npos;
         });
}

class CsvReader final : public Reader {
 public:
  explicit CsvReader(ReadOptions options)
      : options_(std::move(options)), text_(options_.encoding) {}

  // Behind a header that was refused nothing is read, so nothing is kept.
  void feed(std::string_view bytes) override {
    if (!stopped_) take(text_.take(bytes));
  }
  void finish() override {
    if (stopped_) return;
    take(text_.finish());
    if (!is_laid_out_) lay_out(Head::whole);
    records_.finish();
  }

  std::optional<Record> next() override {
    while (!stopped_ && is_laid_out_) {
      const auto fault = records_.next();
      if (!fault) return std::nullopt;
      const bool whole = *fault == CsvFault::none;
      // Spreadsheets save empty rows as delimiters alone.
      if (whole && is_empty(records_.cells())) continue;
      if (!header_) {
        auto header = whole ? read_header() : refused(to_error(*fault));
        if (!header) return stop(std::move(header).error());
        header_ = *std::move(header);
        continue;
      }
      if (!whole) {
        Record refused = record(refused_row(*fault));
        // Its end is not kept.
        if (*fault == CsvFault::too_long) refused.bytes.clear();
        return refused;
      }
      if (auto read = read_row()) return record(*std::move(read));
    }
    return std::nullopt;
  }

  Remarks remarks() const override { return remarks_; }

  std::string rejects_begin() const override {
    const bool is_told = text_.is_utf8() || encoding_.has_refused();
    return std::string(is_told ? byte_order_mark : std::string_view{}) + header_bytes_ + "\r\n";
  }

 private:
  void take(std::string&& bytes) {
    if (is_laid_out_) {
      records_.feed(bytes);
      return;
    }
    head_ += bytes;
    if (head_.size() >= csv_layout_bytes) lay_out(Head::cut);
  }

  void lay_out(Head extent) {
    is_laid_out_ = true;
    if (text_.is_utf8()) encoding_.set_utf8();
    const std::string_view head = std::string_view(head_).substr(0, csv_layout_bytes);
    const CsvLayout layout = find_csv_layout(head, extent, options_.columns, options_.separator);
    records_ = CsvRecords(layout.delimiter);
    records_.feed(std::exchange(head_, {}));
    records_.skip(layout.rows_above);
  }

  Result<CsvHeader> read_header() {
    if (!encoding_.decode(records_.cells())) return refused(wrong_encoding);
    header_cells_ = records_.cells();
    header_bytes_ = records_.bytes();
    remarks_.header_line = records_.line();
    remarks_.headings = header_cells_;
    return use_header();
  }

  Result<CsvHeader> use_header() {
    auto header = read_csv_header(header_cells_, options_.columns, options_.profile);
    remarks_.extra_columns.clear();
    origin_ = is_own_export(header_cells_) ? CsvOrigin::own : CsvOrigin::foreign;
    if (!header) return header;
    for (const CsvHeading& heading : *header) {
      if (heading.target.kind == CsvKind::extra && !heading.name.empty()) {
        remarks_.extra_columns.push_back(heading.name);
      }
    }
    return header;
  }

  // nullopt: a row that is no record.
  std::optional<CsvBook> read_row() {
    Cells& cells = records_.cells();
    if (cells.size() < header_->size() && hides_rows(cells)) {
      records_.reject();
      return refused_row(CsvFault::quoting);
    }
    if (!encoding_.decode(cells)) {
      return refused_row({"", Rule::invalid_value, {"UTF-8"}}, not_utf8);
    }
    // A no-break space of Windows-1252 is a blank only now.
    if (is_empty(cells)) return std::nullopt;
    if (number_ == 0 && remarks_.rows_skipped == 0 && add_second_header_row(header_cells_, cells)) {
      header_bytes_.append("\r\n").append(records_.bytes());
      remarks_.headings = header_cells_;
      if (auto header = use_header()) header_ = *std::move(header);
      return std::nullopt;
    }
    if (is_header_again(cells)) return skip(header_again);
    if (is_row_of_totals(cells)) return skip(totals);
    while (cells.size() > header_->size() && is_blank_cell(cells.back())) cells.pop_back();
    const bool is_too_long = cells.size() > header_->size();
    const bool is_broken = is_too_long && hides_rows(cells);
    CsvBook read = read_csv_book({.header = *header_, .cells = cells, .origin = origin_},
                                 options_.current_year);
    if (is_broken) records_.reject();
    return read;
  }

  // Two stray quotes make a cell of several rows. Lines of prose have delimiters too, but a blank
  // behind each.
  bool hides_rows(const Cells& cells) const {
    return header_->size() > 1 &&
           std::ranges::any_of(cells, [this](const std::string& cell) { return holds_row(cell); });
  }

  bool holds_row(std::string_view cell) const {
    std::size_t delimiters = 0;
    for (std::size_t i = cell.find('\n'); i < cell.size(); ++i) {
      if (cell[i] == '\n') {
        delimiters = 0;
      } else if (cell[i] == records_.delimiter() && !cell.substr(i + 1).starts_with(' ')) {
        ++delimiters;
      }
      if (delimiters + 1 == header_->size()) return true;
    }
    return false;
  }

  bool is_header_again(const Cells& cells) const {
    std::size_t named = 0;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (is_blank_cell(cells[i])) continue;
      if (i >= header_cells_.size() || base::trim(cells[i]) != base::trim(header_cells_[i])) {
        return false;
      }
      ++named;
    }
    return named > 1;
  }

  std::nullopt_t skip(const Wording& why) {
    ++remarks_.rows_skipped;
    if (remarks_.skipped.size() < skipped_listed_max) {
      remarks_.skipped.push_back({records_.line(), why});
    }
    return std::nullopt;
  }

  Record record(CsvBook&& read) {
    Record record{.number = ++number_, .line = records_.line(), .book = std::move(read.book)};
    record.warnings = std::move(read.warnings);
    record.written = std::move(read.written);
    if (options_.record_bytes == RecordBytes::kept) {
      record.bytes = std::string(records_.bytes()) + "\r\n";
    }
    return record;
  }

  Record stop(catalog::Problem problem) {
    stopped_ = true;
    const std::uint64_t line = records_.line();
    remarks_.failed = FileFailure{file_failures::unknown_header, line, 0, no_header};
    records_ = CsvRecords(',');
    return {.number = 0, .line = line, .book = catalog::fail(std::move(problem))};
  }

  ReadOptions options_;
  TextStream text_;
  std::string head_;  // until the layout is known
  bool is_laid_out_ = false;
  CsvRecords records_{','};
  CsvEncoding encoding_;
  Cells header_cells_;
  std::string header_bytes_;
  std::optional<CsvHeader> header_;
  CsvOrigin origin_ = CsvOrigin::foreign;
  Remarks remarks_;
  std::uint64_t number_ = 0;
  bool stopped_ = false;
};

}  // namespace

std::unique_ptr<Reader> make_csv_reader(ReadOptions options) {
  return std::make_unique<CsvReader>(std::move(options));
}

}  // namespace formats
