// One record of a CSV file as a book (csv_columns.hpp says what a cell holds). Titles and lists are
// read as they are; a number, a language or an ISBN as people write them, and what cannot be read
// is kept in `extra` with a warning. Pure; any thread. Every error of a row is reported at once,
// with the pointers of the JSON form.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "catalog/new_book.hpp"
#include "catalog/problem.hpp"
#include "formats/csv_header.hpp"
#include "formats/format.hpp"

namespace formats {

// An export of this service is read as it stands; of other files marks of cards and cells that say
// nothing are taken off (csv_foreign.hpp).
enum class CsvOrigin : std::uint8_t { foreign, own };
// Cells that are missing at the end of the row are empty.
struct CsvRow {
  const CsvHeader& header;
  const std::vector<std::string>& cells;
  CsvOrigin origin = CsvOrigin::foreign;
};
struct CsvBook {
  catalog::Result<catalog::NewBook> book;
  std::vector<Written> warnings;
  std::vector<Written> written;  // of each error
};
CsvBook read_csv_book(const CsvRow& row, int current_year);

}  // namespace formats
