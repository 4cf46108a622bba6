// Numbers and ISBNs in the cells of a spreadsheet, as people and spreadsheets write them. Pure; any
// thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/isbn.hpp"
#include "catalog/problem.hpp"

namespace formats {

// A whole number and nothing else, or one that a spreadsheet gave decimals ("2008,0").
std::optional<std::int64_t> integer_in(std::string_view cell);

// "1998", "c1862", "[2008]", "01/05/2008", "1.998"; nullopt: no year of publication.
std::optional<std::int64_t> csv_year_in(std::string_view cell, int current_year);
// "240", "240 p.", "xii, 240 p.", "1.200"; nullopt: no count of pages.
std::optional<std::int64_t> csv_pages_in(std::string_view cell);

// Nothing but dashes and the like: how an empty cell is shown on paper.
bool is_dash(std::string_view cell) noexcept;

// A number that a spreadsheet has shortened beyond repair: "9,78851E+12".
bool is_shortened_number(std::string_view cell) noexcept;

// A number of serials with its check digit right: such columns hold both.
bool is_issn(std::string_view text) noexcept;

// The ISBNs of a cell, and what is none: "978… (broch.); 85-…", `="978…"`, "[978…]".
struct CsvIsbns {
  std::vector<catalog::Isbn> isbns;
  std::vector<std::string> invalid;  // as written
};
CsvIsbns csv_isbns_in(std::string_view whole);
inline constexpr catalog::Wording no_isbn{"não é um ISBN válido; ficou como isbn_invalido",
                                          "is not a valid ISBN; kept as isbn_invalido"};
inline constexpr catalog::Wording shortened_isbn{
    "o Excel encurtou o número: formate a coluna como texto; ficou como isbn_invalido",
    "Excel has shortened the number: format the column as text; kept as isbn_invalido"};

// As a warning shows what is written.
std::string for_people(std::string_view text);

// A cell of several lines as one, for a value that has only one.
std::string one_line(std::string_view cell);

// The names of a cell, one a line, as one author line: joined by "; ".
std::string joined_lines(std::string_view names);

// Spreadsheets write a tab where the cell of another program had one.
std::string with_blanks_for_tabs(std::string_view cell);

}  // namespace formats
