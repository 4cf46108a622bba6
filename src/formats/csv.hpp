// CSV with a header row, in and out; csv_columns.hpp says how a book is spread over the columns.
// In: "," or ";", UTF-8 or Windows-1252, byte order mark or not. A header that cannot be understood
// is Record 0 with the Problem, and the end: nothing is guessed. Out: ",", UTF-8, CRLF (RFC 4180).
// One thread.
#pragma once

#include <memory>

#include "formats/format.hpp"

namespace formats {

std::unique_ptr<Reader> make_csv_reader(int current_year);
std::unique_ptr<Writer> make_csv_writer();

}  // namespace formats
