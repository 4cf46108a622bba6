// CSV with a header row, in and out; csv_columns.hpp says how a book is spread over the columns,
// csv_header.hpp which words name them. In: ",", ";", TAB or "|"; UTF-8, UTF-16 or Windows-1252,
// byte order mark or not; rows above the header, a second header row, the header again and a row of
// totals are passed over. A header that cannot be understood is Record 0 with the Problem, and the
// end: nothing is guessed. Out: UTF-8, CRLF (RFC 4180). One thread.
#pragma once

#include <memory>

#include "formats/format.hpp"

namespace formats {

std::unique_ptr<Reader> make_csv_reader(ReadOptions options);

std::unique_ptr<Writer> make_csv_writer(CsvForm form = {});
// The header row alone.
std::string csv_header_row(CsvForm form = {});
// The same for people to fill in: without what the server sets.
std::string csv_template();

}  // namespace formats
