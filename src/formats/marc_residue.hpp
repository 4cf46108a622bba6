// Field 887 of a record of ours: what of a book MARC cannot hold. For each member that MARC gives
// differently it has the value that MARC gives and the value that the book has, as JSON:
//   {"v":1,"m":{"idioma":["pt","pt-BR"],"sinopse":["#0123456789abcdef","…\n…"]}}
// A reader takes the second while MARC still gives the first; where somebody has edited the MARC
// field, the edit wins. Pure functions; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "catalog/book.hpp"
#include "catalog/new_book.hpp"
#include "formats/write_options.hpp"

namespace formats {

// `mapped` is what the MARC fields read as. Empty when nothing is to be said. An export tells id,
// version and instants as well, so that it can come back as it was.
std::string residue_of(const catalog::BookFields& mapped, const catalog::Book& book,
                       WriteOptions::Purpose purpose);

// Completes what was read from MARC fields. False when the residue cannot be read or would make an
// invalid book, which then stays as it is.
bool apply_residue(catalog::NewBook& book, std::string_view residue, int current_year);

}  // namespace formats
