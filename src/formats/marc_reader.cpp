#include "formats/marc_reader.hpp"

#include <cstdint>
#include <string>
#include <utility>

#include "formats/iso2709.hpp"
#include "formats/marc_book.hpp"
#include "formats/marc_record.hpp"

namespace formats {
namespace {

using catalog::FieldError;
using catalog::NewBook;
using catalog::Rule;

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

class MarcReader final : public Reader {
 public:
  explicit MarcReader(const ReadOptions& options)
      : current_year_(options.current_year), record_bytes_(options.record_bytes) {}

  void feed(std::string_view bytes) override { records_.feed(bytes); }
  void finish() override { records_.finish(); }

  std::optional<Record> next() override {
    const auto fault = records_.next();
    if (!fault) return std::nullopt;
    Record record{.number = ++number_, .line = 0, .book = refused(to_error(*fault))};
    // Nobody knows where a damaged record ends.
    if (*fault == Iso2709Fault::none) {
      read(record);
      if (record_bytes_ == RecordBytes::kept) {
        record.bytes = records_.record().bytes();
      }
    }
    return record;
  }

 private:
  void read(Record& record) const {
    auto marc = MarcRecord::accept(records_.record());
    if (!marc) {
      record.book = refused(std::move(marc).error());
      return;
    }
    record.warnings = marc->warnings();
    record.book = to_book(*marc, current_year_, record.warnings);
  }

  int current_year_;
  RecordBytes record_bytes_;
  Iso2709Reader records_;
  std::uint64_t number_ = 0;
};

}  // namespace

std::unique_ptr<Reader> make_marc_reader(const ReadOptions& options) {
  return std::make_unique<MarcReader>(options);
}

}  // namespace formats
