// A person's name as its parts: the one rule by which formats that cite books (ABNT, BibTeX, RIS,
// CSL) and the search index file people. A name with a comma is "Surname, Forenames"; of any other
// the last word is the surname, with Filho, Neto, Júnior or a numeral behind it. Names of popes and
// kings ("João Paulo II") have no surname. Dates, and remarks in parentheses behind a name, are no
// part of it. Pure functions; any thread.
#pragma once

#include <string>
#include <string_view>

namespace catalog {

struct NameParts {
  std::string surname;    // with what follows it: "Silva Neto", "Bandeira II"
  std::string suffix;     // what a comma parts from the rest: "Jr."; empty without forenames
  std::string forenames;  // with the particles that stand before a surname; may be empty
  // "Assis, Machado de"; false for "Machado de Assis", and for "João Paulo II, Papa".
  bool is_inverted = false;

  // "King Jr."
  std::string filed_surname() const { return suffix.empty() ? surname : surname + " " + suffix; }
};

NameParts name_parts(std::string_view name);

// True for "João Paulo II", "Dom Pedro II", "Bento XVI": a numeral behind nothing but given names.
bool is_regnal_name(std::string_view name);

}  // namespace catalog
