// A request of SRU 1.1, 1.2 or 2.0 out of its parameters, with the first thing that is wrong with
// it. Pure function, any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/cql.hpp"
#include "search/query/reads.hpp"

namespace api {

enum class SruVersion : std::uint8_t { v1_1, v1_2, v2_0 };

// The numbers of info:srw/diagnostic/1/… beside those of CQL (catalog::CqlFault).
enum class SruFault : int {
  operation = 4,
  version = 5,
  parameter_value = 6,
  missing_parameter = 7,
  parameter = 8,
  record_out_of_range = 61,
  schema = 66,
  packing = 71,
  record_path = 72,
  sort_schema = 87,
  stylesheet = 110,
};
struct SruDiagnostic {
  int number;
  std::string details;
};

enum class SruSchema : std::uint8_t { marcxml, dc, mods };
struct SruSchemaInfo {
  SruSchema schema;
  std::string_view name;
  std::string_view uri;
  std::string_view family;  // every URI that begins so is meant
  std::string_view title;
};
// In the order of SruSchema; the first is given unless another one is asked for.
inline constexpr SruSchemaInfo sru_schemas[] = {
    {SruSchema::marcxml, "marcxml", "info:srw/schema/1/marcxml-v1.1",
     "info:srw/schema/1/marcxml-v1.", "MARC 21 (MARCXML)"},
    {SruSchema::dc, "dc", "info:srw/schema/1/dc-v1.1", "info:srw/schema/1/dc-v1.", "Dublin Core"},
    {SruSchema::mods, "mods", "info:srw/schema/1/mods-v3.7", "info:srw/schema/1/mods-v3.",
     "MODS 3.7"},
};

inline constexpr std::size_t sru_records_default = 10;
inline constexpr std::size_t sru_records_max = search::found_books_max;

struct SruRequest {
  enum class Operation : std::uint8_t { explain, search_retrieve, scan };
  // How the XML of a record lies in the answer: as a part of it, or escaped to a text.
  enum class Packing : std::uint8_t { xml, text };

  SruVersion version = SruVersion::v2_0;
  Operation operation = Operation::explain;
  std::optional<SruDiagnostic> diagnostic;  // then nothing below counts
  catalog::CqlQuery query;
  std::uint64_t start_record = 1;
  std::size_t records = sru_records_default;
  SruSchema schema = SruSchema::marcxml;
  Packing packing = Packing::xml;
};

// `raw` is a query string or the body of a form.
SruRequest read_sru(std::string_view raw);

}  // namespace api
