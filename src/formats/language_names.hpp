// Languages as people name them in a spreadsheet, in Portuguese, English and Spanish. Pure; any
// thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace formats {

// "Português (Brasil)" -> {"pt-BR"}, "Inglês/Espanhol" -> {"en", "es"}, "pt_BR" -> {"pt-BR"}; empty
// when a part of the text is no language that is known.
std::vector<std::string> languages_in(std::string_view text);

}  // namespace formats
