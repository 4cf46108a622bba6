#include "api/protocols/oai_answer.hpp"

#include <algorithm>

#include "api/answer/book_answer.hpp"
#include "api/answer/own_address.hpp"
#include "api/protocols/oai_namespace.hpp"
#include "api/protocols/oai_sets.hpp"
#include "formats/book_document.hpp"
#include "formats/xml_writer.hpp"

namespace api::oai {
namespace {

using formats::Xml;

constexpr std::string_view root_begin =
    R"(<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/")"
    R"( xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance")"
    R"( xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/)"
    R"( http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd">)";
constexpr std::string_view local_begin = "livros/";
// The next harvest begins at the date of this answer (OAI-PMH implementation guidelines, 2.7.1). A
// change gets its datestamp before it is committed, and seen, so the date lies back by more than
// that takes.
constexpr std::chrono::seconds commit_max{10};

}  // namespace

ExchangePtr exchange_of(const Request& request, Arguments arguments) {
  const Settings& settings = request.settings;
  Exchange made{own_address(request.http, settings) + "/oai",
                oai_namespace_of(request.http, settings),
                settings.name,
                settings.admin_email,
                {},
                settings.clock.now(),
                std::move(arguments)};
  made.options = write_options_of(request.http, settings);
  return std::make_shared<const Exchange>(std::move(made));
}

http::Response answer(const Exchange& exchange, std::string_view content) {
  http::Response response;
  response.add("Content-Type", "text/xml; charset=utf-8");
  response.add("Cache-Control", "no-cache");
  response.add("Vary", "Accept-Encoding");
  std::string& out = response.body;
  out.append(formats::xml_declaration).append(root_begin).append("\n");
  Xml xml(out);
  xml.element("responseDate", datestamp_of(exchange.now - commit_max)).line();
  out += "<request";
  for (const auto& [name, value] : exchange.arguments) {
    out.append(" ").append(name).append("=\"");
    formats::append_xml_value(out, value);
    out += '"';
  }
  out += '>';
  xml.text(exchange.base_url).close("request").line();
  out.append(content).append("</OAI-PMH>\n");
  return response;
}

http::Response answer(const Exchange& exchange, catalog::Language language, const Fault& fault) {
  std::string content;
  Xml(content).element("error", {{"code", fault.code}}, fault.why.in(language)).line();
  return answer(exchange, content);
}

std::string identifier_of(const Exchange& exchange, catalog::BookId id) {
  std::string identifier = "oai:";
  identifier.append(exchange.name_space).append(":").append(local_begin);
  return identifier += std::to_string(id.value);
}

std::optional<catalog::BookId> book_of_identifier(const Exchange& exchange,
                                                  std::string_view identifier) {
  const std::string begin = "oai:" + exchange.name_space + ":" + std::string(local_begin);
  if (!identifier.starts_with(begin)) {
    return std::nullopt;
  }
  const auto id = book_id_in(identifier.substr(begin.size()));
  return id ? std::optional(*id) : std::nullopt;
}

std::string datestamp_of(base::Instant at) {
  constexpr std::size_t to_the_second = 19;
  return base::to_rfc3339(at).substr(0, to_the_second) + "Z";
}

void append_header(std::string& out, const Exchange& exchange, const Header& header) {
  Xml xml(out);
  if (header.status == Header::Status::deleted) {
    xml.open("header", {{"status", "deleted"}});
  } else {
    xml.open("header");
  }
  xml.element("identifier", identifier_of(exchange, header.id));
  xml.element("datestamp", datestamp_of(header.at));
  for (const std::string& set : header.sets) {
    xml.element("setSpec", set);
  }
  xml.close("header");
}

void append_record(std::string& out, const Exchange& exchange, const Header& header,
                   const catalog::Book& book, formats::Writer& writer) {
  Xml xml(out);
  xml.open("record");
  append_header(out, exchange, header);
  xml.open("metadata");
  writer.append(out, book);
  xml.close("metadata").close("record").line();
}

void append_deleted_record(std::string& out, const Exchange& exchange, const Header& header) {
  Xml xml(out);
  xml.open("record");
  append_header(out, exchange, header);
  xml.close("record").line();
}

Header header_of(const catalog::Book& book) {
  return {book.id, book.updated_at, sets_of(book.fields->tags), Header::Status::live};
}

Header header_of(const store::Deletion& deletion, std::span<const std::string> labels) {
  return {deletion.id, deletion.at, sets_of(labels), Header::Status::deleted};
}

std::vector<std::string> labels_of(const store::Deletion& deletion) {
  if (!deletion.last) {
    return {};
  }
  return formats::read_stored_document(deletion.last->json).fields->tags;
}

}  // namespace api::oai
