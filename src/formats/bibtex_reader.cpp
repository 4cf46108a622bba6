#include "formats/bibtex_reader.hpp"

#include <string>
#include <utility>

#include "formats/bibtex_book.hpp"
#include "formats/bibtex_crossrefs.hpp"
#include "formats/bibtex_entries.hpp"
#include "formats/csv_encoding.hpp"
#include "formats/marc_text.hpp"
#include "formats/tex_text.hpp"
#include "formats/text_stream.hpp"

namespace formats {
namespace {

using catalog::FieldError;
using catalog::Rule;
using catalog::Wording;

constexpr Wording never_closed{"a entrada não fecha: falta uma chave",
                               "the entry is not closed: a brace is missing"};
constexpr Wording wrong_syntax{"a entrada não está na forma campo = {valor}",
                               "the entry is not of the form field = {value}"};

constexpr Wording no_entry{"não há nele nenhuma entrada BibTeX, como @book{…}",
                           "it holds no entry of BibTeX, such as @book{…}"};

class BibtexReader final : public Reader {
 public:
  explicit BibtexReader(const ReadOptions& options)
      : current_year_(options.current_year),
        record_bytes_(options.record_bytes),
        text_(options.encoding) {}

  void feed(std::string_view bytes) override {
    has_text_ = has_text_ || !trimmed(bytes).empty();
    entries_.feed(text_.take(bytes));
  }
  void finish() override {
    entries_.feed(text_.finish());
    entries_.finish();
    finished_ = true;
  }

  std::optional<Record> next() override {
    while (true) {
      if (auto waited = crossrefs_.take()) {
        Record record = book_of(waited->entry);
        record.number = ++number_;
        record.line = waited->line;
        record.bytes = std::move(waited->bytes);
        return record;
      }
      const auto entry = entries_.next();
      has_entry_ = has_entry_ || entry;
      if (!entry && (!finished_ || !crossrefs_.release())) return std::nullopt;
      if (!entry) continue;
      if (auto record = read(*entry)) {
        record->number = ++number_;
        record->line = entry->line;
        record->bytes = kept_bytes(*entry);
        return record;
      }
    }
  }

  Remarks remarks() const override {
    Remarks remarks;
    if (has_text_ && !has_entry_ && finished_) {
      remarks.failed = FileFailure{file_failures::malformed, 0, 0, no_entry};
    }
    return remarks;
  }

  std::string rejects_begin() const override {
    const bool is_told = text_.is_utf8() || encoding_.has_refused();
    return std::string(is_told ? byte_order_mark : std::string_view{}) + string_entries_;
  }

 private:
  // An entry that is too long is at hand in pieces only; one that is not closed can be mended.
  std::string kept_bytes(const BibtexEntries::Entry& entry) const {
    const bool is_kept = record_bytes_ == RecordBytes::kept && entry.fault != BibtexFault::too_long;
    return is_kept ? std::string(entry.bytes) + "\n\n" : std::string();
  }

  // nullopt: no record, but a remark or a name for a text, or an entry that waits for another.
  std::optional<Record> read(const BibtexEntries::Entry& entry) {
    if (entry.fault == BibtexFault::too_long) {
      return refuse({"", Rule::too_long, {std::to_string(bibtex_entry_bytes_max) + " bytes"}});
    }
    if (entry.fault == BibtexFault::unclosed) {
      return refuse({"", Rule::invalid_value, {"BibTeX"}}, never_closed);
    }
    std::string bytes[1] = {std::string(entry.bytes)};
    if (text_.is_utf8()) encoding_.set_utf8();
    if (!encoding_.decode(bytes)) return refuse({"", Rule::invalid_value, {"UTF-8"}});
    BibtexEntry parsed;
    switch (read_bibtex_entry(bytes[0], strings_, parsed)) {
      case BibtexSyntax::read:
        return map(parsed, entry);
      case BibtexSyntax::too_long:
        return refuse({"", Rule::too_long, {std::to_string(bibtex_values_bytes_max) + " bytes"}});
      case BibtexSyntax::broken:
        break;
    }
    return refuse({"", Rule::invalid_value, {"BibTeX"}}, wrong_syntax);
  }

  std::optional<Record> map(BibtexEntry& entry, const BibtexEntries::Entry& source) {
    if (entry.type == "comment" || entry.type == "preamble") return std::nullopt;
    if (entry.type == "string") return define(entry, source.bytes);
    if (!is_bibtex_book(entry.type)) {
      return refuse({"/tipo", Rule::unsupported_type, {bibtex_book_types()}, entry.type});
    }
    for (const BibtexField& field : entry.fields) {
      if (tex_depth(field.value) > bibtex_depth_max) {
        return refuse({"/" + field.name, Rule::too_deep, {std::to_string(bibtex_depth_max)}});
      }
    }
    if (!crossrefs_.complete(entry)) {
      BibtexCrossrefs::Waiting waiting{entry, source.line, kept_bytes(source)};
      if (crossrefs_.hold(std::move(waiting))) return std::nullopt;
    }
    return book_of(entry);
  }

  std::optional<Record> define(const BibtexEntry& entry, std::string_view bytes) {
    for (const BibtexField& field : entry.fields) {
      if (!strings_.set(field.name, field.value)) {
        return refuse({"/string", Rule::too_many, {std::to_string(bibtex_strings_max)}});
      }
    }
    if (record_bytes_ == RecordBytes::kept &&
        string_entries_.size() + bytes.size() <= bibtex_string_bytes_max) {
      string_entries_.append(bytes).append("\n");
    }
    return std::nullopt;
  }

  Record book_of(const BibtexEntry& entry) {
    crossrefs_.see(entry);
    Record record{.number = 0, .line = 0, .book = refused({"", Rule::required, {}})};
    map_bibtex(entry, current_year_, record);
    record.control = entry.key;
    return record;
  }

  static Record refuse(FieldError error, const Wording& why = {}) {
    Record record{.number = 0, .line = 0, .book = refused(std::move(error))};
    if (!why.portuguese.empty()) record.written.push_back({"", "", why});
    return record;
  }

  int current_year_;
  RecordBytes record_bytes_;
  TextStream text_;
  CsvEncoding encoding_;
  BibtexEntries entries_;
  BibtexStrings strings_;
  BibtexCrossrefs crossrefs_;
  std::string string_entries_;
  std::uint64_t number_ = 0;
  bool finished_ = false;
  bool has_text_ = false;
  bool has_entry_ = false;
};

}  // namespace

std::unique_ptr<Reader> make_bibtex_reader(const ReadOptions& options) {
  return std::make_unique<BibtexReader>(options);
}

}  // namespace formats
