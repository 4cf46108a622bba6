// A person's name put together from its parts (catalog/name_parts.hpp), for formats that file
// people by their surname (ABNT, BibTeX, RIS, CSL). Pure functions; any thread.
#pragma once

#include <string>
#include <string_view>

#include "catalog/name_parts.hpp"

namespace formats {

using catalog::name_parts;
using catalog::NameParts;

// "Assis, Machado de", "King, Martin Luther, Jr."; the name itself when it has one word.
std::string filed_form(std::string_view name);
// "Machado de Assis", "Martin Luther King Jr.".
std::string spoken_form(std::string_view name);

}  // namespace formats
