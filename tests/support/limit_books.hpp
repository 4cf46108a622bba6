// Books at the limits: each text as long as the rules let it be, of letters of one byte and of
// four, each list full, and one book of all of these at once. Each is valid. A pure function.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "catalog/book.hpp"

namespace support {

std::vector<catalog::Book> limit_books();

// The 13 digits of a valid ISBN; another for each number below 1000.
std::string isbn_text(std::size_t number);

// All limits at once: longer than a record of ISO 2709 can be.
catalog::Book longest_book();

}  // namespace support
