// The page of one book: its record, ways on, how it is cited, and what machines read of it (Open
// Graph, JSON-LD, COinS, its other forms). Pure function, any thread.
#pragma once

#include <string>

#include "catalog/book.hpp"
#include "web/layout.hpp"

namespace web {

std::string book_document(const View& view, const catalog::Book& book);

}  // namespace web
