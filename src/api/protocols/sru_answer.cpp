#include "api/protocols/sru_answer.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include "formats/book_document.hpp"
#include "formats/format.hpp"
#include "formats/xml_writer.hpp"

namespace api {
namespace {

using formats::Xml;

constexpr std::string_view sru_1_space = "http://www.loc.gov/zing/srw/";
constexpr std::string_view sru_1_diagnostics = "http://www.loc.gov/zing/srw/diagnostic/";
constexpr std::array<SruNames, 3> version_names{{
    {"1.1", sru_1_space, "recordPacking", sru_1_diagnostics},
    {"1.2", sru_1_space, "recordPacking", sru_1_diagnostics},
    {"2.0", "http://docs.oasis-open.org/ns/search-ws/sruResponse", "recordXMLEscaping",
     "http://docs.oasis-open.org/ns/search-ws/diagnostic"},
}};

struct SruMessage {
  int number;
  std::string_view text;
};
// As the list of diagnostics words them.
constexpr std::array sru_messages{
    SruMessage{4, "Unsupported operation"},
    SruMessage{5, "Unsupported version"},
    SruMessage{6, "Unsupported parameter value"},
    SruMessage{7, "Mandatory parameter not supplied"},
    SruMessage{8, "Unsupported parameter"},
    SruMessage{10, "Query syntax error"},
    SruMessage{15, "Unsupported context set"},
    SruMessage{16, "Unsupported index"},
    SruMessage{19, "Unsupported relation"},
    SruMessage{20, "Unsupported relation modifier"},
    SruMessage{27, "Empty term unsupported"},
    SruMessage{28, "Masking character not supported"},
    SruMessage{31, "Anchoring character not supported"},
    SruMessage{36, "Term in invalid format for index or relation"},
    SruMessage{37, "Unsupported boolean operator"},
    SruMessage{39, "Proximity not supported"},
    SruMessage{46, "Unsupported boolean modifier"},
    SruMessage{48, "Query feature unsupported"},
    SruMessage{61, "First record position out of range"},
    SruMessage{66, "Unknown schema for retrieval"},
    SruMessage{71, "Unsupported recordPacking value"},
    SruMessage{72, "XPath retrieval unsupported"},
    SruMessage{80, "Sort not supported"},
    SruMessage{82, "Unsupported sort sequence"},
    SruMessage{84, "Too many sort keys to sort"},
    SruMessage{85, "Duplicate sort keys"},
    SruMessage{87, "Unsupported schema for sort"},
    SruMessage{91, "Unsupported case"},
    SruMessage{92, "Unsupported missing value action"},
    SruMessage{110, "Stylesheets not supported"},
};

std::string_view sru_message(int number) noexcept {
  const auto* const found = std::ranges::find(sru_messages, number, &SruMessage::number);
  return found == sru_messages.end() ? "General system error" : found->text;
}

formats::Format format_of(SruSchema schema) {
  switch (schema) {
    case SruSchema::marcxml:
      return formats::Format::marcxml;
    case SruSchema::dc:
      return formats::Format::dc;
    case SruSchema::mods:
      return formats::Format::mods;
  }
  return formats::Format::marcxml;
}

// The XML of one book, with its own namespaces.
std::string sru_record(const store::BookDocument& document, formats::Writer& writer) {
  const catalog::Book book = formats::read_stored_document(document.json);
  std::string xml;
  writer.append(xml, book);
  return xml;
}

void append_sru_records(std::string& out, const SruFound& found) {
  Xml xml(out);
  if (found.books.books.empty()) {
    return;
  }
  const SruRequest& request = found.request;
  const std::string packing = "zs:" + std::string(sru_names(request.version).packing);
  const auto writer = formats::make_writer(format_of(request.schema), found.options);
  xml.open("zs:records");
  for (const search::PlacedBooks::Placed& one : found.books.books) {
    xml.line().open("zs:record");
    xml.element("zs:recordSchema", sru_schemas[static_cast<std::size_t>(request.schema)].uri);
    xml.element(packing, packing_name(request.packing));
    xml.open("zs:recordData");
    const std::string data = sru_record(one.document, *writer);
    if (request.packing == SruRequest::Packing::xml) {
      out += data;
    } else {
      xml.text(data);
    }
    xml.close("zs:recordData");
    if (request.version != SruVersion::v1_1) {
      xml.element("zs:recordIdentifier", std::to_string(one.document.id.value));
    }
    xml.element("zs:recordPosition", std::to_string(one.place + 1));
    xml.close("zs:record");
  }
  xml.line().close("zs:records").line();
}

}  // namespace

const SruNames& sru_names(SruVersion version) noexcept {
  return version_names[static_cast<std::size_t>(version)];
}

std::string_view sru_media_type(SruVersion version) noexcept {
  return version == SruVersion::v2_0 ? "application/sru+xml; charset=utf-8"
                                     : "text/xml; charset=utf-8";
}

std::string_view packing_name(SruRequest::Packing packing) noexcept {
  return packing == SruRequest::Packing::xml ? "xml" : "string";
}

void append_sru_diagnostics(std::string& out, const SruRequest& request) {
  if (!request.diagnostic) {
    return;
  }
  const SruDiagnostic& diagnostic = *request.diagnostic;
  Xml xml(out);
  xml.open("zs:diagnostics");
  xml.open("diagnostic", {{"xmlns", sru_names(request.version).diagnostic_space}});
  xml.element("uri", "info:srw/diagnostic/1/" + std::to_string(diagnostic.number));
  if (!diagnostic.details.empty()) {
    xml.element("details", diagnostic.details);
  }
  xml.element("message", sru_message(diagnostic.number));
  xml.close("diagnostic").close("zs:diagnostics").line();
}

std::string sru_answer(const SruFound& found) {
  const SruNames& names_of = sru_names(found.request.version);
  std::string out(formats::xml_declaration);
  Xml xml(out);
  xml.open("zs:searchRetrieveResponse", {{"xmlns:zs", names_of.space}}).line();
  xml.element("zs:version", names_of.version).line();
  xml.element("zs:numberOfRecords", std::to_string(found.books.total)).line();
  append_sru_records(out, found);
  if (found.books.next) {
    xml.element("zs:nextRecordPosition", std::to_string(*found.books.next + 1)).line();
  }
  append_sru_diagnostics(out, found.request);
  xml.close("zs:searchRetrieveResponse").line();
  return out;
}

std::string sru_no_scan(const SruRequest& request) {
  const bool is_2 = request.version == SruVersion::v2_0;
  const SruNames& names_of = sru_names(request.version);
  std::string out(formats::xml_declaration);
  Xml xml(out);
  xml.open("zs:scanResponse",
           {{"xmlns:zs", is_2 ? "http://docs.oasis-open.org/ns/search-ws/scan" : names_of.space}});
  if (!is_2) {
    xml.line().element("zs:version", names_of.version);
  }
  xml.line();
  append_sru_diagnostics(out, request);
  xml.close("zs:scanResponse").line();
  return out;
}

}  // namespace api
