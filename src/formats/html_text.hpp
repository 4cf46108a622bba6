// The text of a piece of HTML, as programs put it into the cell of a spreadsheet. Nothing is run,
// fetched or believed. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace formats {

// Without tags; paragraphs and breaks are lines. References to characters are these characters.
std::string text_of_html(std::string_view html);

}  // namespace formats
