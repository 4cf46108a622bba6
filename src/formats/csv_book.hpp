// The header row and one record of a CSV file as a book (csv_columns.hpp says what a cell holds).
// Pure; any thread. Every error of a row is reported at once, with the pointers of the JSON form.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalog/new_book.hpp"
#include "catalog/problem.hpp"
#include "formats/csv_columns.hpp"

namespace formats {

// nullopt: a column without a name, as spreadsheets leave at the right; its cells must be empty.
using CsvHeader = std::vector<std::optional<CsvColumn>>;

// Refused: unknown columns (naming the nearest known one), columns twice, no title, no author.
catalog::Result<CsvHeader> read_csv_header(const std::vector<std::string>& cells);

// `cells` has as many cells as the header.
struct CsvRow {
  const CsvHeader& header;
  const std::vector<std::string>& cells;
};
catalog::Result<catalog::NewBook> read_csv_book(const CsvRow& row, int current_year);

}  // namespace formats
