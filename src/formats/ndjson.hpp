// NDJSON: one JSON object per line, each a book as the API writes it (formats/book_json.hpp).
// Blank lines, CRLF, a byte order mark and a last line without its newline are fine. A JSON array
// of such objects, as GET /livros answers, is read too, however it is laid out. One thread. A line,
// or an item of an array, over the limit is refused and skipped without being kept.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "formats/format.hpp"

namespace formats {

inline constexpr std::size_t ndjson_line_bytes_max = std::size_t{1} << 20;

std::unique_ptr<Reader> make_ndjson_reader(const ReadOptions& options);

// The same of other objects: `read` fills book, warnings and control of a record. An object that
// is laid out over lines, alone in its file, is read too.
using ReadJsonItem = void (*)(std::string_view json, int current_year, Record& record);
std::unique_ptr<Reader> make_json_items_reader(const ReadOptions& options, ReadJsonItem read);
std::unique_ptr<Writer> make_ndjson_writer();

}  // namespace formats
