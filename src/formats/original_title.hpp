// What records say of titles that the book has no member for, and where notes name the title of the
// original. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace formats {

// "Tít. orig.: Le père Goriot", "Tradução de: …", "Translation of: …" -> "Le père Goriot"; empty
// when the note says something else.
std::string original_title_in(std::string_view note);

// "Título paralelo: …" and "Série: … ; 3", as notes; nothing when the title is empty.
void add_parallel_title(std::vector<std::string>& notes, std::string_view title);
void add_further_series(std::vector<std::string>& notes, std::string_view name,
                        std::string_view volume);

}  // namespace formats
