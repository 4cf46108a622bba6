// The cells of spreadsheets that other programs and people wrote: what is no value, and what marks
// of catalogue cards stand around one. A file that this service exported is left as it is. Pure;
// any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/csv_header.hpp"

namespace formats {

// True for the header of an export: nobody else names these columns so.
bool is_own_export(const std::vector<std::string>& headings);

// The cell as its column has it; empty where it says nothing.
std::string foreign_cell(const CsvTarget& target, std::string_view cell);

}  // namespace formats
