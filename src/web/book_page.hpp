// The page of one book: its record, ways on, and what machines read of it (Open Graph, JSON-LD,
// COinS). Pure functions, any thread.
#pragma once

#include <string>

#include "catalog/book.hpp"
#include "web/layout.hpp"

namespace web {

std::string book_document(const View& view, const catalog::Book& book);

// schema.org's Book as JSON-LD, safe inside a script element: no "<" is in it.
std::string json_ld_of(const catalog::Book& book);
// The book as an OpenURL (ANSI/NISO Z39.88-2004), the title of a COinS span.
std::string coins_of(const catalog::Book& book);

}  // namespace web
