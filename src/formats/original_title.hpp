// Titles and notes: where notes name the title of the original, and a parallel title as a note.
// Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace formats {

// "Tít. orig.: Le père Goriot", "Tradução de: …", "Translation of: …" -> "Le père Goriot"; empty
// when the note says something else.
std::string original_title_in(std::string_view note);

// "Título paralelo: …"; empty when the title is.
std::string parallel_title_note(std::string_view title);

}  // namespace formats
