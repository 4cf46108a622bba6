// The table of exchange formats: their names on the wire, in file names and in Content-Type, and
// where each can stand. A row may be there before its reader or writer is: make_reader() and
// make_writer() of format.hpp tell. Pure functions; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace formats {

enum class Format : std::uint8_t {
  json,
  ndjson,
  csv,
  marc,
  marcxml,
  marcjson,
  unimarc,  // read only; as ISO 2709 or as XML
  dc,
  mods,
  bibtex,
  ris,
  csl,
  jsonld,
  abnt,
};
inline constexpr std::size_t format_count = 14;

// Where a format can stand, by its nature.
enum class Use : std::uint8_t {
  one_book = 1,  // a book alone: GET /livros/{id}
  list = 2,      // many: GET /livros, GET /exportar, `export`
  read = 4,      // POST /importacoes, `import`
};

struct FormatInfo {
  Format format;
  std::string_view name;          // `formato=`, `--format`
  std::string_view content_type;  // with its parameters
  std::string_view extension;     // of a file, without the dot; empty: never written
  std::uint8_t uses;

  constexpr bool can(Use use) const noexcept {
    return (uses & static_cast<std::uint8_t>(use)) != 0;
  }
};

std::span<const FormatInfo, format_count> format_table() noexcept;  // in the order of Format
const FormatInfo& info_of(Format format) noexcept;

std::optional<Format> format_named(std::string_view name);  // exactly as in the table
std::string_view name_of(Format format) noexcept;

// By a Content-Type's type and subtype, in any case, without its parameters; among the formats that
// can be used so. Types that others use for the same come too: text/xml, application/bibtex.
std::optional<Format> format_of_media_type(std::string_view type, Use use);

// The names of all formats with this use, joined by a comma and a blank.
std::string format_list(Use use);

}  // namespace formats
