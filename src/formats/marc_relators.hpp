// What MARC records write about a person's part in a book ($4 codes, $e terms in English,
// Portuguese and Spanish) as the relator codes of the catalogue. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace formats {

// "tradutor", "joint ed.", "ill." -> "trl", "edt", "ill"; empty when the term is not known.
std::string_view relator_of_term(std::string_view term);

// "org. e trad.", "trad., introd. e notas" -> each of them; none when no part of the term is known.
std::vector<std::string_view> relators_of_term(std::string_view term);

// True when every part of it is a term that is known: "Organização", "sel. e notas".
bool is_relator_term(std::string_view term);

// "aut", "AUT", "http://id.loc.gov/vocabulary/relators/aut", UNIMARC's "070" -> "aut", and a term
// that stands in its place, "tradutor"; empty when it is neither.
std::string relator_of_code(std::string_view code);

// True when a role makes its bearer one of those a book is said to be by.
bool is_authorial(std::string_view role) noexcept;

}  // namespace formats
