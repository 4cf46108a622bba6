// What catalogues and spreadsheets leave in the values that they hand to other programs: marks of
// ISBD that announce the next part, brackets, words for what is not known. Pure functions; any
// thread; views are into the argument.
#pragma once

#include <string>
#include <string_view>

namespace formats {

// "Dom Casmurro /", "Rio de Janeiro :", "Garnier,", "2. ed. --": without the mark at its end, which
// has a blank before it unless it is a comma. Text of marks alone stays.
std::string_view without_card_marks(std::string_view text) noexcept;

// A place or a publisher without marks and brackets; empty where it says that none is known.
std::string_view imprint_of_card(std::string_view text);

// "Vários autores", "Anônimo": no person that could be named.
bool names_nobody(std::string_view name);

// The names of one cell, without commas at their ends, blanks that are doubled, and those that name
// nobody. They are parted by ";", "|", line breaks and the column's own separator ('\0': none).
std::string names_of_card(std::string_view names, char separator = '\0');

// What spreadsheets and databases show for an error or for nothing: "#N/D", "#REF!", "NULL", "-".
bool is_no_value(std::string_view cell) noexcept;
// The same of a title, which may be "-" or "NULL".
bool is_spreadsheet_error(std::string_view cell) noexcept;

// "2.0" -> "2": an edition that a spreadsheet took for a number.
std::string_view without_zero_decimal(std::string_view edition) noexcept;

}  // namespace formats
