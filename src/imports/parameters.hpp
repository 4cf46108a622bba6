// What an import was asked for with: the parameters of POST /importacoes, read and checked, and as
// the text that lies in the database. Pure functions, any thread.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catalog/problem.hpp"
#include "formats/format.hpp"
#include "store/import_store.hpp"

namespace imports {

inline constexpr std::array<std::string_view, 9> parameter_names{
    "formato",   "simular", "duplicados", "casar",   "codificacao",
    "separador", "mapa",    "perfil",     "etiqueta"};
inline constexpr std::size_t map_bytes_max = 4096;
inline constexpr std::size_t columns_mapped_max = 200;

struct Parameters {
  std::optional<formats::Format> format;  // nullopt: by Content-Type, or by the first bytes
  store::ImportPolicy policy;
  formats::Encoding encoding = formats::Encoding::automatic;
  char separator = '\0';  // of a CSV file; '\0': by its header
  formats::ColumnRules columns;
  formats::CsvProfile profile = formats::CsvProfile::automatic;
  std::string tag;
  // What was said, for whoever is shown it.
  std::vector<std::pair<std::string, std::string>> said;
};

// What a parameter was sent with; nullopt: it was not.
using ValueOf = std::function<std::optional<std::string_view>(std::string_view name)>;
// Failure: bad_parameter.
catalog::Result<Parameters> read_parameters(const ValueOf& value_of);

// `said` as one text. It is read again when the import runs, maybe by another release: then it may
// be refused.
std::string pack(const Parameters& parameters);
catalog::Result<Parameters> unpack(std::string_view packed);
// What was found out, unless it was said.
void set_format(Parameters& parameters, formats::Format format);

std::string_view name_of(store::IfKnown if_known) noexcept;
std::string_view name_of(store::MatchBy match) noexcept;
// "na_fila", "executando", …
std::string_view wire_name(store::ImportState state) noexcept;

}  // namespace imports
