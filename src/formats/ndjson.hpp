// NDJSON: one JSON object per line, each a book as the API writes it (formats/book_json.hpp).
// Blank lines, CRLF, a byte order mark and a last line without its newline are fine. A JSON array
// of such objects, as GET /livros answers, is read too, however it is laid out. One thread. A line,
// or an item of an array, over the limit is refused and skipped without being kept.
#pragma once

#include <cstddef>
#include <memory>

#include "formats/format.hpp"

namespace formats {

inline constexpr std::size_t ndjson_line_bytes_max = std::size_t{1} << 20;

std::unique_ptr<Reader> make_ndjson_reader(const ReadOptions& options);
std::unique_ptr<Writer> make_ndjson_writer();

}  // namespace formats
