// The punctuation of catalogue cards, put on: the opposite of marc_text.hpp, whose functions take
// it off again. Pure functions on UTF-8; any thread.
#pragma once

#include <string>
#include <string_view>

#include "formats/marc_text.hpp"

namespace formats {

// The text with a full stop at its end where the reader takes it off again; as it is where one
// stands there already, or another mark that ends a sentence.
std::string with_full_stop(std::string_view text, FullStop kind);

// A non-filing indicator, "0" to "9": the characters of the leading article of the language, and of
// what parts it from the next word.
std::string skipped_characters(std::string_view title, std::string_view language);

// "J. K. Rowling" -> "J.K. Rowling", as a statement of responsibility has them.
std::string without_blanks_between_initials(std::string_view statement);

}  // namespace formats
