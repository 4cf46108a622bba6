// A person's name as its parts, for formats that file people by their surname (ABNT, BibTeX, RIS,
// CSL). A name with a comma is "Surname, Forenames" and is parted there; of any other the last word
// is the surname, with Filho, Neto, Júnior or Sobrinho behind it. Pure functions; any thread.
#pragma once

#include <string>
#include <string_view>

namespace formats {

struct NameParts {
  std::string surname;
  std::string forenames;  // with the particles that stand before a surname; may be empty
};

// Years of life behind a further comma are no part of the name.
NameParts name_parts(std::string_view name);

// "Assis, Machado de"; the name itself when it has one word.
std::string filed_form(std::string_view name);
// "Machado de Assis".
std::string spoken_form(std::string_view name);

}  // namespace formats
