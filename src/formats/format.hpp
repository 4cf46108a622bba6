// Exchange formats, bytes <-> Book, streaming, no I/O: a Reader is fed bytes in any slices and
// hands out whole records; a Writer appends books to a buffer. Memory is bounded by the longest
// record. A bad record is an outcome with its number, never the end of the stream. One thread per
// object.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catalog/book.hpp"
#include "catalog/new_book.hpp"
#include "catalog/problem.hpp"
#include "formats/charset.hpp"
#include "formats/csv_header.hpp"
#include "formats/format_names.hpp"
#include "formats/write_options.hpp"

namespace formats {

// By file name ending (.ndjson .jsonl .csv .tsv .mrc .marc .utf8 .bib .ris …), then by the first
// bytes. Of formats that share an ending (.mrc, .xml, .json) the first bytes decide.
struct Sample {
  std::string_view file_name;
  std::string_view first_bytes;
};
std::optional<Format> guess_format(const Sample& sample);
// The format of a file to be written, by its ending alone.
std::optional<Format> format_of_ending(std::string_view file_name);

// What somebody wrote, and where: a cell and its heading in CSV, a field of a MARC record. Clipped,
// for people.
struct Written {
  std::string column;
  std::string value;
  catalog::Wording why;  // empty: the rule's own wording says it
};
inline constexpr std::size_t written_bytes_max = 200;

struct Record {
  std::uint64_t number = 0;  // 1, 2, 3, … within the stream; 0: a CSV header refused, the end
  std::uint64_t line = 0;    // 1-based line where it begins; 0 in formats without lines
  catalog::Result<catalog::NewBook> book;
  // What became of values that could not be read as what their column holds.
  std::vector<Written> warnings{};
  // One for each error of a refused record, where the format can tell.
  std::vector<Written> written{};
  // By what it is known where it comes from: 003 and 001, a citation key; empty: nothing is.
  std::string control{};
  std::string bytes{};  // as it came, for a file of refused records, when those are asked for
};

// Why the rest of a file cannot be read at all; the records before it stand.
struct FileFailure {
  std::string_view code;     // as the wire has it: see file_failures
  std::uint64_t line = 0;    // 1-based; 0: the format has no lines
  std::uint64_t column = 0;  // in bytes, 1-based; 0: not known
  catalog::Wording why;
};
// Not well-formed; a kind of file that is known and not read; no column that is known.
namespace file_failures {
inline constexpr std::string_view malformed = "arquivo-malformado";
inline constexpr std::string_view unsupported = "formato-nao-suportado";
inline constexpr std::string_view unknown_header = "cabecalho-desconhecido";
}  // namespace file_failures

// What a reader has to say of the file as a whole.
struct Remarks {
  std::optional<FileFailure> failed;  // told once next() has nothing more to give
  std::uint64_t header_line = 0;      // where the CSV header stands
  std::vector<std::string> headings;  // all of them, as they stand there
  std::vector<std::string>
      extra_columns;               // those that go into extra, since nothing is known of them
  std::uint64_t rows_skipped = 0;  // that are no books: totals, the header again
  // The first of them, and why.
  struct Skipped {
    std::uint64_t line;
    catalog::Wording why;
  };
  std::vector<Skipped> skipped;
};
inline constexpr std::size_t skipped_listed_max = 20;

// The problem for bytes that are no book.
inline base::Unexpected<catalog::Problem> refused(catalog::FieldError error) {
  return catalog::fail(catalog::problem::invalid_book({std::move(error)}));
}

class Reader {
 public:
  virtual ~Reader() = default;
  virtual void feed(std::string_view bytes) = 0;
  virtual void finish() = 0;                 // no more bytes will come
  virtual std::optional<Record> next() = 0;  // nullopt: feed more, or (after finish) the end
  virtual Remarks remarks() const { return {}; }
  // What a file of refused records begins and ends with, once one was refused: a CSV header, the
  // root of an XML document.
  virtual std::string rejects_begin() const { return {}; }
  virtual std::string rejects_end() const { return {}; }
};
enum class RecordBytes : std::uint8_t { dropped, kept };
struct ReadOptions {
  int current_year;       // bounds the year of publication
  ColumnRules columns{};  // CSV only
  RecordBytes record_bytes = RecordBytes::dropped;
  Encoding encoding = Encoding::automatic;  // what somebody said that the text is in
  CsvProfile profile = CsvProfile::automatic;
  char separator = '\0';  // of cells of CSV; '\0': by the header
};
// nullptr: this format is not read.
std::unique_ptr<Reader> make_reader(Format format, ReadOptions options);
bool has_reader(Format format);
// False when no file of this format is in it, so that it was said by mistake: MARC-8 is in records
// of ISO 2709 alone.
bool can_be_in(Format format, Encoding encoding) noexcept;
inline constexpr catalog::Wording other_than_marc8{
    "outra codificação (marc-8 só existe em registros MARC, ISO 2709)",
    "another encoding (marc-8 exists in MARC records, ISO 2709, only)"};

// begin(), append() for each book, end(): the bytes of all of them are the document.
class Writer {
 public:
  virtual ~Writer() = default;
  virtual void begin(std::string& out) = 0;  // header row or nothing
  virtual void append(std::string& out, const catalog::Book& book) = 0;
  virtual void end(std::string& /*out*/) {}
  // Records that lost something because the format has a longest record (ISO 2709).
  virtual std::uint64_t shortened() const noexcept { return 0; }
};
// nullptr: this format is not written, or not with this extent.
std::unique_ptr<Writer> make_writer(Format format, const WriteOptions& options = {});
bool has_writer(Format format, WriteOptions::Extent extent);
// The document of one book.
std::string write_one(Writer& writer, const catalog::Book& book);
// CSV as spreadsheets of countries with a decimal comma open it.
inline constexpr CsvForm excel_csv{.delimiter = ';', .has_byte_order_mark = true};

}  // namespace formats
