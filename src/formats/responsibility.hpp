// Statements of responsibility, as MARC 245 $c and UNIMARC 200 $f have them: "[por] Ana Costa ;
// tradução de Rui Lima". Pure; any thread.
#pragma once

#include <string_view>

namespace formats {

// The names of the first statement, without what says the part that they had, nor "[et al.]": "org.
// João Silva e Ana Costa ... [et al.]" -> "João Silva e Ana Costa". A body's name stays whole:
// "Organização das Nações Unidas".
std::string_view first_responsibility(std::string_view statement);

}  // namespace formats
