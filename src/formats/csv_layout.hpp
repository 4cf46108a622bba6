// Where the header of a CSV file stands and what separates its cells, by which words of its first
// rows name a column. Pure; any thread.
#pragma once

#include <cstddef>
#include <string_view>

#include "formats/csv_header.hpp"

namespace formats {

// How much of a file is looked at.
inline constexpr std::size_t csv_layout_bytes = std::size_t{64} << 10;

struct CsvLayout {
  char delimiter = ',';
  std::size_t rows_above = 0;  // bytes in front of the header
  bool has_title = false;      // a row names the column of the titles
};
// `head`: the first csv_layout_bytes of a file, or all of it; without a byte order mark.
// `separator`: what somebody said that it is; '\0': nobody did.
enum class Head { whole, cut };
CsvLayout find_csv_layout(std::string_view head, Head extent, const ColumnRules& rules,
                          char separator = '\0');

}  // namespace formats
