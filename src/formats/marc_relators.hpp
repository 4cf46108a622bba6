// What MARC records write about a person's part in a book ($4 codes, $e terms in English,
// Portuguese and Spanish) as the relator codes of the catalogue. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace formats {

// "tradutor", "joint ed.", "ill." -> "trl", "edt", "ill"; empty when the term is not known.
std::string_view relator_of_term(std::string_view term);

// "aut", "AUT", "http://id.loc.gov/vocabulary/relators/aut", UNIMARC's "070" -> "aut"; empty when
// it is no relator code.
std::string relator_of_code(std::string_view code);

// True when a role makes its bearer one of those a book is said to be by.
bool is_authorial(std::string_view role) noexcept;

}  // namespace formats
