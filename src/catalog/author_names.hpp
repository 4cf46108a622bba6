// Whose names count as a book's authors, in every index that is searched by author: the text
// filters and the search must find the same books. A pure function; any thread.
#pragma once

#include <string>
#include <vector>

#include "catalog/book.hpp"

namespace catalog {

// Folded, none empty: the author, then the contributors whom no name before them holds as whole
// words, because the author is mostly the contributors joined.
std::vector<std::string> author_names(const BookFields& fields);

}  // namespace catalog
