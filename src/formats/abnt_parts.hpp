// What ABNT NBR 6023 makes of single values of a book. Pure functions; any thread.
// What cannot be understood stays as it is.
#pragma once

#include <string>
#include <string_view>

#include "formats/credits.hpp"

namespace formats {

// "ASSIS, Machado de"; "BRASIL. Ministério da Saúde" and "CONGRESSO DE FÍSICA, 3., 1998" of bodies
// and events.
std::string abnt_name(const Credit& credit);

// "2ª edição revista e ampliada" -> "2. ed. rev. e ampl."; empty for a plain first edition; what
// is no numbered edition stays as it is.
std::string abnt_edition(std::string_view edition);

// How many bytes of a title its entry shows in capitals: the first word, and the next where that is
// an article or has one syllable.
std::size_t abnt_entry_bytes(std::string_view title);

// "1899", "380 a.C.".
std::string abnt_year(int year);

}  // namespace formats
