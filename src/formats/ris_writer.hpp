// RIS references: "TY  - BOOK" to "ER  - ", lines that end in CRLF, UTF-8. One thread. A value is
// one line: breaks in it become blanks, so nothing in a book can begin a tag.
#pragma once

#include <memory>

#include "formats/format.hpp"

namespace formats {

std::unique_ptr<Writer> make_ris_writer();

}  // namespace formats
