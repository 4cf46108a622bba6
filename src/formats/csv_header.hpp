// What the columns of a CSV file hold, by the words of its header row: the contract's names, those
// that people and other programs give the same things, and what --columns says. Everything else is
// kept in `extra` under its heading. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catalog/problem.hpp"
#include "formats/csv_columns.hpp"
#include "formats/csv_profiles.hpp"

namespace formats {

enum class CsvKind : std::uint8_t {
  field,              // `column`
  identifier,         // identificadores, all of the type `code`
  contributor,        // autores, all in the role `code`
  contributor_roles,  // those of the column of contributors before it, one for each
  extra,              // a member of `extra`; records of kinds that `code` does not list are refused
  ignored,
};
// Where the cells of a column go.
struct CsvTarget {
  CsvKind kind = CsvKind::extra;
  CsvColumn column{};
  std::string_view code{};
  // Parts the items in a cell, besides the usual separators; '\0': none.
  char separator = '\0';
  CsvCleaning cleaning = CsvCleaning::none;
  bool operator==(const CsvTarget&) const = default;
};

struct CsvHeading {
  std::string name;  // as it stands in the header; empty: a column without a name
  CsvTarget target;
  std::string extra_key;
};
using CsvHeader = std::vector<CsvHeading>;

// What a header cell names: "Título original" is titulo_original, "Ano de publicação" is ano,
// "Tradutor(es)" are contributors. nullopt: nothing that is known.
std::optional<CsvTarget> csv_target_named(std::string_view heading);

// `--columns`: a heading, and the contract's name of what is in its cells. "extra.tombo" is a
// member of extra; nothing ignores the column; "autores&" splits its cells at "&" as well.
struct ColumnRule {
  std::string heading;
  std::string target;
};
using ColumnRules = std::vector<ColumnRule>;
// "Assunto=assuntos,Tombo=extra.tombo"; the text that cannot be understood, or names no column.
base::Expected<ColumnRules, std::string> parse_column_rules(std::string_view text);

// The same as JSON, {"Assunto":"assuntos","Sala":null}: null ignores a column.
inline constexpr std::size_t column_map_bytes_max = 4096;
base::Expected<ColumnRules, std::string> parse_column_map(std::string_view json);

// Refused: no title, no author, a rule for a column that is not there. Rules come before what the
// profile says.
catalog::Result<CsvHeader> read_csv_header(const std::vector<std::string>& cells,
                                           const ColumnRules& rules,
                                           CsvProfile profile = CsvProfile::automatic);

// What each cell of a header names, whatever is missing.
CsvHeader csv_headings(const std::vector<std::string>& cells, const ColumnRules& rules,
                       CsvProfile profile);
// What no header may be without.
struct CsvNeeds {
  bool has_title;
  bool has_people;
};
CsvNeeds csv_needs(const CsvHeader& header) noexcept;

// How much of a row is header: the cells that name something, and whether one is the title.
struct HeaderScore {
  std::size_t known = 0;
  bool has_title = false;
};
HeaderScore header_score(const std::vector<std::string>& cells, const ColumnRules& rules);

// A row of names under the header, as merged cells leave it: "Publicação" over "Editora" and "Ano".
// True: the names are in `cells` now.
bool add_second_header_row(std::vector<std::string>& cells, const std::vector<std::string>& row);

// What parts the items in the cells of a column.
CsvSeparators separators_of(const CsvTarget& target);

// "A", "B", …, "Z", "AA": how spreadsheets call a column.
std::string column_letters(std::size_t index);

}  // namespace formats
