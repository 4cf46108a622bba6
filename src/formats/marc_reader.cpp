#include "formats/marc_reader.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "base/ascii.hpp"
#include "formats/iso2709.hpp"
#include "formats/marc_book.hpp"
#include "formats/marc_record.hpp"
#include "formats/marc_text.hpp"
#include "formats/unimarc_book.hpp"
#include "formats/xml_marc_records.hpp"

namespace formats {
namespace {

using catalog::FieldError;
using catalog::NewBook;
using catalog::Rule;
using catalog::Wording;

constexpr Wording isis_file{
    "é ISO 2709 do CDS/ISIS ou PHL, com outras etiquetas: exporte como MARC 21 ou CSV",
    "is ISO 2709 of CDS/ISIS or PHL, with other tags: export as MARC 21 or CSV"};

FieldError to_error(Iso2709Fault fault) {
  switch (fault) {
    case Iso2709Fault::too_long:
      return {"leader", Rule::too_long, {std::to_string(iso2709_record_bytes_max) + " bytes"}};
    case Iso2709Fault::directory:
      return {"directory", Rule::invalid_value, {"ISO 2709"}};
    case Iso2709Fault::none:
    case Iso2709Fault::leader:
      break;
  }
  return {"leader", Rule::invalid_value, {"ISO 2709"}};
}

FieldError to_error(XmlRecordFault fault) {
  if (fault == XmlRecordFault::too_deep) {
    return {"", Rule::too_deep, {std::to_string(xml_record_depth_max)}};
  }
  return {"", Rule::too_long, {std::to_string(xml_record_bytes_max) + " bytes"}};
}

// A leader without indicators, as CDS/ISIS writes it, or its length and then lines of "#".
bool begins_isis_record(std::string_view bytes) noexcept {
  constexpr std::size_t lengths_begin = 10;
  return bytes.size() >= iso2709_leader_bytes &&
         std::all_of(bytes.begin(), bytes.begin() + 5, base::is_digit) &&
         bytes.substr(lengths_begin, 2) == "00" && bytes.substr(20, 3) == "450";
}

void map_record(const MarcRecord& marc, int current_year, Record& record) {
  record.warnings = marc.warnings();
  // Whose number it is, as 035 $a writes it: "(BR-RjBN)000123".
  const std::string_view source = trimmed(marc.control(3));
  record.control = source.empty() ? "" : "(" + std::string(source) + ")";
  record.control += trimmed(marc.control(1));
  if (!marc.is_unimarc()) {
    record.book = to_book(marc, current_year, record.warnings);
    return;
  }
  auto fields = book_of_unimarc(marc, current_year, record.warnings);
  if (!fields) {
    record.book = catalog::fail(std::move(fields).error());
    return;
  }
  record.book = NewBook{.id = std::nullopt, .fields = *std::move(fields), .claims = {}};
}

class Iso2709BookReader final : public Reader {
 public:
  Iso2709BookReader(const ReadOptions& options, MarcSyntax syntax)
      : current_year_(options.current_year),
        record_bytes_(options.record_bytes),
        rules_{syntax, options.encoding} {}

  void feed(std::string_view bytes) override {
    if (failure_) return;
    if (has_begun_) return records_.feed(bytes);
    begin_ += bytes;
    if (begin_.size() >= iso2709_leader_bytes) begin();
  }
  void finish() override {
    if (!has_begun_) begin();
    records_.finish();
  }

  std::optional<Record> next() override {
    if (failure_) return std::nullopt;
    const auto fault = records_.next();
    if (!fault) return std::nullopt;
    Record record{.number = ++number_, .line = 0, .book = refused(to_error(*fault))};
    if (*fault == Iso2709Fault::none) read(record);
    if (record_bytes_ == RecordBytes::kept) record.bytes = records_.bytes();
    return record;
  }

  Remarks remarks() const override {
    Remarks remarks;
    remarks.failed = failure_;
    return remarks;
  }

 private:
  // The first leader tells the kind of file before anything is read.
  void begin() {
    has_begun_ = true;
    if (begins_isis_record(begin_)) {
      failure_ = FileFailure{file_failures::unsupported, 0, 0, isis_file};
    } else {
      records_.feed(begin_);
    }
    begin_ = {};
  }

  void read(Record& record) const {
    auto marc = MarcRecord::accept(records_.record(), rules_);
    if (!marc) {
      record.book = refused(std::move(marc).error());
      return;
    }
    map_record(*marc, current_year_, record);
  }

  int current_year_;
  RecordBytes record_bytes_;
  MarcRules rules_;
  Iso2709Reader records_;
  std::string begin_;
  bool has_begun_ = false;
  std::optional<FileFailure> failure_;
  std::uint64_t number_ = 0;
};

class MarcxmlReader final : public Reader {
 public:
  MarcxmlReader(const ReadOptions& options, MarcSyntax syntax)
      : current_year_(options.current_year),
        syntax_(syntax),
        records_(options.encoding, options.record_bytes) {}

  void feed(std::string_view bytes) override { records_.feed(bytes); }
  void finish() override { records_.finish(); }

  std::optional<Record> next() override {
    const XmlMarcRecord* const xml = records_.next();
    if (xml == nullptr) return std::nullopt;
    Record record{.number = ++number_, .line = xml->line, .book = refused(to_error(xml->fault))};
    record.bytes = xml->bytes;
    if (xml->fault == XmlRecordFault::none) read(*xml, record);
    return record;
  }

  Remarks remarks() const override {
    Remarks remarks;
    remarks.failed = records_.failure();
    return remarks;
  }
  std::string rejects_begin() const override { return records_.document_begin(); }
  std::string rejects_end() const override { return records_.document_end(); }

 private:
  void read(const XmlMarcRecord& xml, Record& record) const {
    auto marc = MarcRecord::accept({.leader = xml.leader, .fields = xml.fields}, syntax_);
    if (!marc) {
      record.book = refused(std::move(marc).error());
      return;
    }
    map_record(*marc, current_year_, record);
  }

  int current_year_;
  MarcSyntax syntax_;
  XmlMarcRecords records_;
  std::uint64_t number_ = 0;
};

// Blanks, byte order marks, and the zero bytes of UTF-16.
constexpr std::string_view before_text(" \t\r\n\xEF\xBB\xBF\xFF\xFE\0", 10);

// UNIMARC comes in both forms: the first byte that is no blank tells which.
class UnimarcReader final : public Reader {
 public:
  explicit UnimarcReader(const ReadOptions& options) : options_(options) {}

  void feed(std::string_view bytes) override {
    if (reader_) return reader_->feed(bytes);
    begin_ += bytes;
    const std::size_t first = begin_.find_first_not_of(before_text);
    if (first != std::string::npos) choose(begin_[first]);
  }
  void finish() override {
    if (!reader_) choose('\0');
    reader_->finish();
  }
  std::optional<Record> next() override { return reader_ ? reader_->next() : std::nullopt; }
  Remarks remarks() const override { return reader_ ? reader_->remarks() : Remarks{}; }
  std::string rejects_begin() const override { return reader_ ? reader_->rejects_begin() : ""; }
  std::string rejects_end() const override { return reader_ ? reader_->rejects_end() : ""; }

 private:
  void choose(char first) {
    if (first == '<') {
      reader_ = std::make_unique<MarcxmlReader>(options_, MarcSyntax::unimarc);
    } else {
      reader_ = std::make_unique<Iso2709BookReader>(options_, MarcSyntax::unimarc);
    }
    reader_->feed(std::exchange(begin_, {}));
  }

  ReadOptions options_;
  std::string begin_;
  std::unique_ptr<Reader> reader_;
};

}  // namespace

std::unique_ptr<Reader> make_marc_reader(const ReadOptions& options) {
  return std::make_unique<Iso2709BookReader>(options, MarcSyntax::either);
}

std::unique_ptr<Reader> make_marcxml_reader(const ReadOptions& options) {
  return std::make_unique<MarcxmlReader>(options, MarcSyntax::either);
}

std::unique_ptr<Reader> make_unimarc_reader(const ReadOptions& options) {
  return std::make_unique<UnimarcReader>(options);
}

}  // namespace formats
