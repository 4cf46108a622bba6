// The three forms of a MARC record as Writers (marc_writer.hpp).

#include <algorithm>
#include <utility>

#include "formats/iso2709_writer.hpp"
#include "formats/marc_book.hpp"
#include "formats/marc_residue.hpp"
#include "formats/marc_writer.hpp"
#include "formats/xml_writer.hpp"
#include "json/writer.hpp"

namespace formats {
namespace {

using catalog::Book;

// Later than the year of any book: what reads as a year does not depend on when it was written.
constexpr int any_year = 9999;

std::string tag_text(int tag) {
  std::string text = std::to_string(tag);
  return text.insert(0, 3 - text.size(), '0');
}

std::string residue_for(const MarcTree& tree, const Book& book, const WriteOptions& options) {
  const auto mapped = mapped_fields(MarcRecord::of(tree), any_year);
  return residue_of(mapped ? *mapped : catalog::BookFields{}, book, options.purpose);
}

// For the forms that know no longest field.
MarcTree whole_record(const Book& book, const WriteOptions& options) {
  MarcTree tree = to_marc(book, options);
  const std::string residue = residue_for(tree, book, options);
  if (!residue.empty()) add_field(tree, residue_tag, "  ", {{'a', residue}, {'2', residue_source}});
  return tree;
}

class MarcWriter final : public Writer {
 public:
  explicit MarcWriter(WriteOptions options) : options_(std::move(options)) {}

  void begin(std::string& /*out*/) override {}
  void append(std::string& out, const Book& book) override {
    MarcTree tree = to_marc(book, options_);
    fit_fields(tree);
    add_residue(tree, residue_for(tree, book, options_));
    if (!fits_a_record(tree)) {
      ++shortened_;
      // The residue of a book that MARC holds whole.
      shorten_record(tree, residue_of(book.fields, book, options_.purpose));
    }
    append_iso2709(out, tree);
  }
  std::uint64_t shortened() const noexcept override { return shortened_; }

 private:
  WriteOptions options_;
  std::uint64_t shortened_ = 0;
};

constexpr std::string_view slim = "http://www.loc.gov/MARC21/slim";

void append_marcxml(Xml& xml, const MarcTree& tree) {
  xml.element("leader", tree.leader);
  for (const MarcField& field : tree.fields) {
    const std::string tag = tag_text(field.tag);
    if (field.is_control()) {
      xml.element("controlfield", {{"tag", tag}}, field.data);
      continue;
    }
    const std::string_view data = field.data;
    xml.open("datafield", {{"tag", tag}, {"ind1", data.substr(0, 1)}, {"ind2", data.substr(1, 1)}});
    Subfields subfields = field.subfields();
    while (const auto subfield = subfields.next()) {
      xml.element("subfield", {{"code", {&subfield->code, 1}}}, subfield->value);
    }
    xml.close("datafield");
  }
}

class MarcXmlWriter final : public Writer {
 public:
  explicit MarcXmlWriter(WriteOptions options) : options_(std::move(options)) {}

  void begin(std::string& out) override {
    out += xml_declaration;
    if (is_list()) Xml(out).open("collection", {{"xmlns", slim}}).line();
  }
  void append(std::string& out, const Book& book) override {
    Xml xml(out);
    is_list() ? xml.open("record") : xml.open("record", {{"xmlns", slim}});
    append_marcxml(xml, whole_record(book, options_));
    xml.close("record").line();
  }
  void end(std::string& out) override {
    if (is_list()) Xml(out).close("collection").line();
  }

 private:
  bool is_list() const noexcept { return options_.extent == WriteOptions::Extent::list; }

  WriteOptions options_;
};

// One object with one member, as MARC-in-JSON has fields and subfields.
void append_pair(std::string& out, std::string_view key, std::string_view text) {
  json::Object pair(out);
  pair.string(key, text);
  pair.end();
}

void append_data_field(std::string& out, const MarcField& field) {
  const std::string_view data = field.data;
  json::Object value(out);
  value.string("ind1", data.substr(0, 1));
  value.string("ind2", data.substr(1, 1));
  value.key("subfields");
  json::Array array(out);
  Subfields subfields = field.subfields();
  while (const auto subfield = subfields.next()) {
    array.item();
    append_pair(out, {&subfield->code, 1}, subfield->value);
  }
  array.end();
  value.end();
}

void append_marc_json(std::string& out, const MarcTree& tree) {
  json::Object record(out);
  record.string("leader", tree.leader);
  record.key("fields");
  json::Array fields(out);
  for (const MarcField& field : tree.fields) {
    fields.item();
    if (field.is_control()) {
      append_pair(out, tag_text(field.tag), field.data);
      continue;
    }
    json::Object tagged(out);
    tagged.key(tag_text(field.tag));
    append_data_field(out, field);
    tagged.end();
  }
  fields.end();
  record.end();
}

class MarcJsonWriter final : public Writer {
 public:
  explicit MarcJsonWriter(WriteOptions options) : options_(std::move(options)) {}

  void begin(std::string& out) override {
    if (is_list()) out += '[';
  }
  void append(std::string& out, const Book& book) override {
    if (!std::exchange(is_first_, false)) out += ",\n";
    append_marc_json(out, whole_record(book, options_));
  }
  void end(std::string& out) override {
    if (is_list()) out += ']';
  }

 private:
  bool is_list() const noexcept { return options_.extent == WriteOptions::Extent::list; }

  WriteOptions options_;
  bool is_first_ = true;
};

}  // namespace

std::unique_ptr<Writer> make_marc_writer(const WriteOptions& options) {
  return std::make_unique<MarcWriter>(options);
}

std::unique_ptr<Writer> make_marcxml_writer(const WriteOptions& options) {
  return std::make_unique<MarcXmlWriter>(options);
}

std::unique_ptr<Writer> make_marcjson_writer(const WriteOptions& options) {
  return std::make_unique<MarcJsonWriter>(options);
}

}  // namespace formats
