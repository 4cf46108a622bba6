// The text of a piece of HTML, as programs put it into the cell of a spreadsheet. Nothing is run,
// fetched or believed. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace formats {

// Without tags; paragraphs and breaks are lines. References to characters are these characters.
std::string text_of_html(std::string_view html);

// Titles of reference managers are in italics here and there: "<i>Dom Casmurro</i>, hoje". Other
// signs in brackets stay.
std::string without_rich_text(std::string_view text);

// True when the whole of it is paragraphs of HTML, as reference managers keep notes, or when it has
// tags of JATS, as Crossref keeps abstracts.
bool is_html(std::string_view text) noexcept;

}  // namespace formats
