#include "api/protocols/sru_request.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "api/answer/query_values.hpp"
#include "base/text.hpp"
#include "catalog/cql_indexes.hpp"
#include "http/target.hpp"

namespace api {
namespace {

using SruOperation = SruRequest::Operation;
using SruPacking = SruRequest::Packing;
using catalog::CqlFault;

constexpr std::size_t sru_details_max = 200;  // code points

// The parameters that are known, and the versions that have them.
enum class KnownIn : std::uint8_t { everywhere, in_1, in_2 };
struct SruParameter {
  std::string_view name;
  KnownIn known = KnownIn::everywhere;
};
constexpr std::array sru_parameters{
    SruParameter{"version"},
    SruParameter{"operation"},
    SruParameter{"query"},
    SruParameter{"startRecord"},
    SruParameter{"maximumRecords"},
    SruParameter{"recordSchema"},
    SruParameter{"recordPacking"},
    SruParameter{"recordXPath", KnownIn::in_1},
    SruParameter{"resultSetTTL"},
    SruParameter{"sortKeys"},
    SruParameter{"stylesheet"},
    SruParameter{"extraRequestData"},
    SruParameter{"recordXMLEscaping", KnownIn::in_2},
    SruParameter{"queryType", KnownIn::in_2},
    SruParameter{"httpAccept", KnownIn::in_2},
    SruParameter{"scanClause"},
    SruParameter{"responsePosition"},
    SruParameter{"maximumTerms"},
};

SruDiagnostic sru_diagnostic(SruFault fault, std::string_view details) {
  return {static_cast<int>(fault), base::abridged(details, sru_details_max)};
}
SruDiagnostic sru_diagnostic(CqlFault fault, std::string_view details) {
  return {static_cast<int>(fault), base::abridged(details, sru_details_max)};
}

class SruReader {
 public:
  SruRequest read(std::string_view raw) {
    take_values(raw);
    read_version();
    read_operation();
    check_names();
    if (!made_.diagnostic && made_.operation == SruOperation::search_retrieve) {
      read_numbers();
      read_form();
      read_query();
    }
    return std::move(made_);
  }

 private:
  using NamedValue = std::pair<std::string, std::string>;

  bool is_version_2() const noexcept { return made_.version == SruVersion::v2_0; }

  std::optional<std::string_view> value(std::string_view name) const noexcept {
    const auto found = std::ranges::find(values_, name, &NamedValue::first);
    return found == values_.end() ? std::nullopt : std::optional<std::string_view>(found->second);
  }

  // The first thing that is wrong is told.
  template <class Fault>
  void refuse(Fault fault, std::string_view details) {
    if (!made_.diagnostic) {
      made_.diagnostic = sru_diagnostic(fault, details);
    }
  }

  void take_values(std::string_view raw) {
    http::QueryReader fields(raw);
    while (const auto field = fields.next()) {
      auto name = http::decode_query_part(field->key);
      auto text = http::decode_query_part(field->value);
      if (!name || !text) {
        bad_ = std::string(field->key);
      } else if (name->starts_with("x-")) {
        continue;  // for those who know what it means
      } else if (value(*name)) {
        bad_ = *name;
      } else {
        if (std::ranges::find(sru_parameters, *name, &SruParameter::name) == sru_parameters.end()) {
          unknown_ = *name;
          continue;
        }
        values_.emplace_back(*std::move(name), *std::move(text));
      }
    }
  }

  void read_version() {
    const bool is_old = value("operation").has_value();
    made_.version = is_old ? SruVersion::v1_2 : SruVersion::v2_0;
    const auto version = value("version");
    if (!version || version->empty()) {
      return;
    }
    if (*version == "1.1") {
      made_.version = SruVersion::v1_1;
    } else if (*version == "1.2") {
      made_.version = SruVersion::v1_2;
    } else if (*version == "2.0") {
      made_.version = SruVersion::v2_0;
    } else {
      refuse(SruFault::version, "2.0");
    }
  }

  void read_operation() {
    const auto name = value("operation");
    if (value("scanClause") || (name && *name == "scan")) {
      made_.operation = SruOperation::scan;
      refuse(SruFault::operation, "scan");
    } else if (!name || name->empty()) {
      made_.operation = value("query") ? SruOperation::search_retrieve : SruOperation::explain;
    } else if (*name == "searchRetrieve") {
      made_.operation = SruOperation::search_retrieve;
    } else if (*name != "explain") {
      refuse(SruFault::operation, *name);
    }
  }

  void check_names() {
    if (unknown_) {
      refuse(SruFault::parameter, *unknown_);
    }
    for (const auto& [name, text] : values_) {
      const auto* const parameter = std::ranges::find(sru_parameters, name, &SruParameter::name);
      if ((parameter->known == KnownIn::in_1 && is_version_2()) ||
          (parameter->known == KnownIn::in_2 && !is_version_2())) {
        refuse(SruFault::parameter, name);
      }
    }
    if (bad_) {
      refuse(SruFault::parameter_value, *bad_);
    }
    if (const auto sheet = value("stylesheet"); sheet && !sheet->empty()) {
      refuse(SruFault::stylesheet, *sheet);
    }
  }

  void read_numbers() {
    constexpr std::uint64_t most = std::uint64_t{1} << 53;
    std::uint64_t number = 0;
    if (const auto text = value("startRecord"); text && !text->empty()) {
      if (!read_number(*text, number) || number == 0 || number > most) {
        refuse(SruFault::parameter_value, "startRecord");
      }
      made_.start_record = number;
    }
    if (const auto text = value("maximumRecords"); text && !text->empty()) {
      if (!read_number(*text, number)) {
        refuse(SruFault::parameter_value, "maximumRecords");
      }
      made_.records = static_cast<std::size_t>(std::min<std::uint64_t>(number, sru_records_max));
    }
    if (const auto type = value("queryType"); type && !type->empty() && *type != "cql") {
      refuse(SruFault::parameter_value, "queryType");
    }
    if (const auto path = value("recordXPath"); path && !path->empty()) {
      refuse(SruFault::record_path, *path);
    }
  }

  void read_form() {
    if (const auto asked = value("recordSchema"); asked && !asked->empty()) {
      const auto* const found = std::ranges::find_if(sru_schemas, [&](const SruSchemaInfo& known) {
        return known.name == *asked || asked->starts_with(known.family);
      });
      if (found == std::end(sru_schemas)) {
        refuse(SruFault::schema, *asked);
      } else {
        made_.schema = found->schema;
      }
    }
    // 2.0 calls it otherwise, and has another use for the old name.
    for (const std::string_view name : {"recordPacking", "recordXMLEscaping"}) {
      const auto packing = value(name);
      if (!packing || packing->empty()) {
        continue;
      }
      const bool is_layout = is_version_2() && name == "recordPacking" &&
                             (*packing == "packed" || *packing == "unpacked");
      if (*packing == "string") {
        made_.packing = SruPacking::text;
      } else if (*packing != "xml" && !is_layout) {
        refuse(SruFault::packing, *packing);
      }
    }
  }

  void read_query() {
    const auto text = value("query");
    if (!text || text->empty()) {
      refuse(SruFault::missing_parameter, "query");
      return;
    }
    auto query = catalog::parse_cql(*text);
    if (!query) {
      refuse(query.error().fault, query.error().details);
      return;
    }
    made_.query = *std::move(query);
    const auto keys = value("sortKeys");
    if (keys && made_.query.order == std::vector<catalog::Sort>{{}}) {
      read_sort_keys(*keys);
    }
  }

  // "title,dc,1 date,,0": path, schema, whether it ascends, whether case matters, and what becomes
  // of books without it.
  void read_sort_keys(std::string_view keys) {
    std::vector<catalog::Sort> order;
    for (keys = base::trim(keys); !keys.empty(); keys = base::trim(keys)) {
      const std::size_t end = std::min(keys.find(' '), keys.size());
      read_sort_key(keys.substr(0, end), order);
      keys.remove_prefix(end);
      if (order.size() > catalog::cql_sort_keys_max) {
        refuse(CqlFault::too_many_sort_keys, std::to_string(catalog::cql_sort_keys_max));
      }
      if (made_.diagnostic) {
        return;
      }
    }
    order.push_back({});
    made_.query.order = std::move(order);
  }

  void read_sort_key(std::string_view key, std::vector<catalog::Sort>& order) {
    std::array<std::string_view, 5> parts{};
    for (std::size_t i = 0; i < parts.size() && !key.empty(); ++i) {
      const std::size_t end = std::min(key.find(','), key.size());
      parts[i] = key.substr(0, end);
      key.remove_prefix(std::min(end + 1, key.size()));
    }
    const auto& [path, schema, ascending, case_matters, missing] = parts;
    const bool is_known_schema =
        schema.empty() || std::ranges::any_of(sru_schemas, [&](const SruSchemaInfo& known) {
          return known.name == schema || schema.starts_with(known.family);
        });
    const catalog::CqlPrefixes prefixes;
    const catalog::CqlIndex* index = prefixes.index_named(path);
    index = index == nullptr ? prefixes.index_named("dc." + std::string(path)) : index;
    if (!is_known_schema) {
      refuse(SruFault::sort_schema, schema);
    } else if (index == nullptr || !index->sort) {
      refuse(CqlFault::sort, path);
    } else if (!ascending.empty() && ascending != "0" && ascending != "1") {
      refuse(CqlFault::sort_sequence, ascending);
    } else if (!case_matters.empty() && case_matters != "0") {
      refuse(CqlFault::sort_case, case_matters);
    } else if (!missing.empty()) {
      refuse(CqlFault::sort_missing_value, missing);
    } else if (std::ranges::find(order, *index->sort, &catalog::Sort::key) != order.end()) {
      refuse(CqlFault::duplicate_sort_key, path);
    } else {
      order.push_back({*index->sort, ascending == "0" ? catalog::Direction::descending
                                                      : catalog::Direction::ascending});
    }
  }

  std::vector<NamedValue> values_;
  std::optional<std::string> unknown_;
  std::optional<std::string> bad_;  // sent twice, or no UTF-8
  SruRequest made_;
};

}  // namespace

SruRequest read_sru(std::string_view raw) { return SruReader().read(raw); }

}  // namespace api
