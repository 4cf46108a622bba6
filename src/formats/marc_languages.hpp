// MARC language codes (ISO 639-2, bibliographic and terminological, and the codes MARC 21 has since
// replaced) as BCP 47 language tags. Pure; any thread.
#pragma once

#include <cstddef>
#include <string_view>

namespace formats {

inline constexpr std::size_t marc_language_letters = 3;

// "por" -> "pt", "gmh" -> "gmh", "scr" -> "hr"; empty for unknown codes and for those that name no
// language ("mul", "und", "zxx"). Case does not matter; what follows the third letter is ignored.
std::string_view language_of_marc(std::string_view code) noexcept;

// "pt-BR" -> "por", "he" -> "heb", "mul" -> "mul": the code of the MARC list, no former one and
// the bibliographic one of two; empty when the list has none for the primary language.
std::string_view marc_of_language(std::string_view tag) noexcept;

}  // namespace formats
