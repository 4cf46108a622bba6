// An entry of BibTeX or biblatex as a book: TeX becomes text, names keep the order that they are
// written in. Pure; one thread per entry.
#pragma once

#include "formats/bibtex_fields.hpp"
#include "formats/format.hpp"

namespace formats {

// The types that become books, for people; nothing else is one.
std::string bibtex_book_types();
bool is_bibtex_book(std::string_view type) noexcept;

// The book, or why it is none, and its warnings.
void map_bibtex(const BibtexEntry& entry, int current_year, Record& record);

}  // namespace formats
