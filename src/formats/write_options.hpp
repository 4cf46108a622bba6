// What a Writer has to know beside the books: where the catalogue is reached, and how the one who
// asks wants it. Values; the defaults write a list for reading.
#pragma once

#include <cstdint>
#include <string>

namespace formats {

// How a CSV is written: RFC 4180, unless told otherwise.
struct CsvForm {
  char delimiter = ',';
  bool has_byte_order_mark = false;
};

// How a reference looks (ABNT).
struct ReferenceForm {
  enum class Extent : std::uint8_t { essential, complete };
  enum class Markup : std::uint8_t { text, html, markdown };
  enum class Authors : std::uint8_t { three, all };  // three: from four on the first and "et al."

  Extent extent = Extent::essential;
  Markup markup = Markup::text;
  Authors authors = Authors::three;
};

struct WriteOptions {
  // `one`: exactly one book follows, and stands alone where the format has a form for that (a JSON
  // object, `mods` without `modsCollection`).
  enum class Extent : std::uint8_t { one, list };
  // `round_trip` is for coming back: MARC's 887 takes id, version and instants along.
  enum class Purpose : std::uint8_t { reading, round_trip };

  Extent extent = Extent::list;
  Purpose purpose = Purpose::reading;
  // Where the catalogue is reached, without a slash at its end: a book's address is this and
  // "/livros/4". Empty: nobody knows, and what needs an absolute address is left out or relative.
  std::string base_uri{};
  std::string marc_organization{};  // MARC 21 field 003; empty: left out
  std::string marc_country{"xx "};  // MARC 21 field 008, characters 15-17
  CsvForm csv{};
  ReferenceForm reference{};
};

}  // namespace formats
