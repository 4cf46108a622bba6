// Headings that people, shelves and other programs give to the columns of a book list. Pure; any
// thread.
#pragma once

#include <optional>
#include <string_view>

#include "formats/csv_header.hpp"

namespace formats {

// By the folded heading (base::fold).
std::optional<CsvTarget> csv_synonym(std::string_view folded);

}  // namespace formats
