#include "formats/format.hpp"

#include <utility>

#include "catalog/own_cover.hpp"
#include "formats/abnt.hpp"
#include "formats/bibtex_reader.hpp"
#include "formats/bibtex_writer.hpp"
#include "formats/csl_reader.hpp"
#include "formats/csl_writer.hpp"
#include "formats/csv.hpp"
#include "formats/dublin_core.hpp"
#include "formats/json_array.hpp"
#include "formats/jsonld_writer.hpp"
#include "formats/marc_reader.hpp"
#include "formats/marc_writer.hpp"
#include "formats/mods.hpp"
#include "formats/ndjson.hpp"
#include "formats/ris_reader.hpp"
#include "formats/ris_writer.hpp"

namespace formats {

std::unique_ptr<Reader> make_reader(Format format, ReadOptions options) {
  switch (format) {
    case Format::ndjson:
      return make_ndjson_reader(options);
    case Format::csv:
      return make_csv_reader(std::move(options));
    case Format::marc:
      return make_marc_reader(options);
    case Format::marcxml:
      return make_marcxml_reader(options);
    case Format::unimarc:
      return make_unimarc_reader(options);
    case Format::bibtex:
      return make_bibtex_reader(options);
    case Format::ris:
      return make_ris_reader(options);
    case Format::csl:
      return make_csl_reader(options);
    case Format::json:
    case Format::marcjson:
    case Format::dc:
    case Format::mods:
    case Format::jsonld:
    case Format::abnt:
      return nullptr;
  }
  return nullptr;
}

bool has_reader(Format format) {
  constexpr int any_year = 2000;
  return make_reader(format, {any_year}) != nullptr;
}

bool can_be_in(Format format, Encoding encoding) noexcept {
  return encoding != Encoding::marc8 || format == Format::marc || format == Format::unimarc;
}

namespace {

// Writes the names of covers that the catalogue keeps as addresses, where its own is known. Else
// they are left out: nobody could follow them.
class OwnCoverWriter final : public Writer {
 public:
  OwnCoverWriter(std::unique_ptr<Writer> writer, std::string base_uri)
      : writer_(std::move(writer)), base_uri_(std::move(base_uri)) {}
  void begin(std::string& out) override { writer_->begin(out); }
  void append(std::string& out, const catalog::Book& book) override {
    if (!catalog::own_cover_in(book.fields->cover)) {
      writer_->append(out, book);
      return;
    }
    catalog::Book addressed = book;
    addressed.fields.edit().cover = base_uri_.empty() ? "" : base_uri_ + book.fields->cover;
    writer_->append(out, addressed);
  }
  void end(std::string& out) override { writer_->end(out); }
  std::uint64_t shortened() const noexcept override { return writer_->shortened(); }

 private:
  const std::unique_ptr<Writer> writer_;
  const std::string base_uri_;
};

std::unique_ptr<Writer> make_bare_writer(Format format, const WriteOptions& options) {
  switch (format) {
    case Format::json:
      return make_json_writer(options.extent);
    case Format::ndjson:
      return make_ndjson_writer();
    case Format::csv:
      return make_csv_writer(options.csv);
    case Format::marc:
      return make_marc_writer(options);
    case Format::marcxml:
      return make_marcxml_writer(options);
    case Format::marcjson:
      return make_marcjson_writer(options);
    case Format::mods:
      return make_mods_writer(options);
    case Format::dc:
      return make_dublin_core_writer(options);
    case Format::bibtex:
      return make_bibtex_writer();
    case Format::ris:
      return make_ris_writer();
    case Format::csl:
      return make_csl_writer();
    case Format::jsonld:
      return make_jsonld_writer(options);
    case Format::abnt:
      return make_abnt_writer(options.reference);
    case Format::unimarc:
      return nullptr;
  }
  return nullptr;
}

}  // namespace

// A JSON document is what the store keeps, under every name of the service.
std::unique_ptr<Writer> make_writer(Format format, const WriteOptions& options) {
  const bool is_one = options.extent == WriteOptions::Extent::one;
  if (!info_of(format).can(is_one ? Use::one_book : Use::list)) return nullptr;
  auto writer = make_bare_writer(format, options);
  if (writer == nullptr || format == Format::json || format == Format::ndjson) return writer;
  return std::make_unique<OwnCoverWriter>(std::move(writer), options.base_uri);
}

bool has_writer(Format format, WriteOptions::Extent extent) {
  return make_writer(format, {.extent = extent}) != nullptr;
}

std::string write_one(Writer& writer, const catalog::Book& book) {
  std::string out;
  writer.begin(out);
  writer.append(out, book);
  writer.end(out);
  return out;
}

}  // namespace formats
