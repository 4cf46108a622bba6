// What readers and their programs cite a book by: references to be copied, its other forms, COinS,
// JSON-LD. Pure functions, any thread.
#pragma once

#include <string>

#include "catalog/book.hpp"
#include "web/html.hpp"

namespace web {

// ABNT, BibTeX and RIS, each with a button that copies it, and links to all forms.
void write_citations(Html& html, const catalog::Book& book);
// A link of the head for each form that the API gives of a book.
void write_alternates(Html& html, catalog::BookId id);

// The book as an OpenURL (ANSI/NISO Z39.88-2004) in an empty span, as reference managers read it
// from pages.
void write_coins(Html& html, const catalog::Book& book);

// schema.org's Book as JSON-LD, safe inside a script element: no "<" is in it.
std::string json_ld_of(const catalog::Book& book);

}  // namespace web
