// The explain record (ZeeRex 2.0): where the server is, what may be searched and how, in which
// forms records come.
#include <algorithm>

#include "api/answer/own_address.hpp"
#include "api/protocols/sru_answer.hpp"
#include "catalog/cql_indexes.hpp"
#include "formats/xml_writer.hpp"

namespace api {
namespace {

using formats::Xml;

constexpr std::string_view zeerex = "http://explain.z3950.org/dtd/2.0/";

struct ServerPlace {
  std::string_view host;
  std::string_view port;
};
// "[::1]:8080", of an address with this scheme.
ServerPlace server_place_of(const AddressParts& address) {
  const std::string_view authority = address.authority;
  const std::size_t colon = authority.rfind(':');
  const std::size_t bracket = authority.rfind(']');
  const bool has_port =
      colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket);
  if (has_port) {
    return {authority.substr(0, colon), authority.substr(colon + 1)};
  }
  return {authority, address.scheme == "https" ? "443" : "80"};
}

// Where the path of --public-url goes on to.
std::string sru_database_of(const AddressParts& address) {
  return address.path.empty() ? "sru" : std::string(address.path.substr(1)) + "/sru";
}

void append_sru_server(Xml& xml, const SruRequest& request, const SruServer& server) {
  const AddressParts address = parts_of_address(server.address);
  const ServerPlace place = server_place_of(address);
  xml.open("serverInfo", {{"protocol", "SRU"},
                          {"version", sru_names(request.version).version},
                          {"transport", address.scheme},
                          {"method", "GET POST"}});
  xml.element("host", place.host).element("port", place.port);
  xml.element("database", sru_database_of(address)).close("serverInfo").line();
  xml.open("databaseInfo");
  xml.element("title", {{"lang", "pt"}, {"primary", "true"}}, server.name);
  xml.element("description", {{"lang", "pt"}, {"primary", "true"}}, "Catálogo de livros");
  xml.element("description", {{"lang", "en"}}, "Catalogue of books");
  xml.close("databaseInfo").line();
}

void append_sru_indexes(Xml& xml) {
  xml.open("indexInfo").line();
  for (const catalog::CqlContextSet& set : catalog::cql_context_sets()) {
    xml.empty("set", {{"name", set.name}, {"identifier", set.uri}}).line();
  }
  const auto indexes = catalog::cql_indexes();
  for (std::size_t i = 0; i < indexes.size(); ++i) {
    xml.open("index",
             {{"search", "true"}, {"scan", "false"}, {"sort", indexes[i].sort ? "true" : "false"}});
    xml.element("title", {{"lang", "pt"}}, indexes[i].title);
    for (const catalog::CqlName& name : catalog::cql_names()) {
      // Programs read each name with its set: those without one are names of the same indexes.
      if (name.index == i && !name.set.empty()) {
        xml.open("map").element("name", {{"set", name.set}}, name.name).close("map");
      }
    }
    xml.open("configInfo");
    for (const std::string_view relation : catalog::cql_relations(indexes[i].kind)) {
      xml.element("supports", {{"type", "relation"}}, relation);
    }
    xml.close("configInfo").close("index").line();
  }
  xml.close("indexInfo").line();
}

void append_sru_schemas(Xml& xml) {
  xml.open("schemaInfo").line();
  for (const SruSchemaInfo& schema : sru_schemas) {
    xml.open("schema", {{"name", schema.name}, {"identifier", schema.uri}, {"sort", "false"}});
    xml.element("title", {{"lang", "en"}}, schema.title).close("schema").line();
  }
  xml.close("schemaInfo").line();
}

void append_sru_settings(Xml& xml) {
  xml.open("configInfo").line();
  const auto line = [&](std::string_view element, std::string_view type, std::string_view value) {
    xml.element(element, {{"type", type}}, value).line();
  };
  line("default", "index", "cql.serverChoice");
  line("default", "relation", "=");
  line("default", "numberOfRecords", std::to_string(sru_records_default));
  line("default", "retrieveSchema", sru_schemas[0].uri);
  line("setting", "maximumRecords", std::to_string(sru_records_max));
  for (const std::string_view modifier : {"ignoreCase", "ignoreAccents", "masked", "word"}) {
    line("supports", "relationModifier", modifier);
  }
  for (const std::string_view boolean : {"and", "or", "not"}) {
    line("supports", "booleanOperator", boolean);
  }
  line("supports", "maskingCharacter", "*");
  line("supports", "sort", "");
  xml.close("configInfo").line();
}

}  // namespace

std::string sru_explanation(const SruRequest& request, const SruServer& server) {
  const SruNames& names = sru_names(request.version);
  std::string out(formats::xml_declaration);
  Xml xml(out);
  xml.open("zs:explainResponse", {{"xmlns:zs", names.space}}).line();
  xml.element("zs:version", names.version).line();
  xml.open("zs:record").element("zs:recordSchema", zeerex);
  xml.element("zs:" + std::string(names.packing), "xml").open("zs:recordData").line();
  xml.open("explain", {{"xmlns", zeerex}}).line();
  append_sru_server(xml, request, server);
  append_sru_indexes(xml);
  append_sru_schemas(xml);
  append_sru_settings(xml);
  xml.close("explain").line().close("zs:recordData").close("zs:record").line();
  append_sru_diagnostics(out, request);
  xml.close("zs:explainResponse").line();
  return out;
}

}  // namespace api
