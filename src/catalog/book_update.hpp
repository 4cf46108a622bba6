// What a list says of a book that is there already, as an import brings it up to date, and what
// the import adds itself. Pure functions; any thread.
#pragma once

#include <string>

#include "catalog/book.hpp"
#include "catalog/problem.hpp"

namespace catalog {

// The values that `newer` has replace those of `current`, what it leaves out stays; of `extra` each
// member. Refused when `extra` grows beyond its limit.
Result<BookFields> updated(const BookFields& current, const BookFields& newer);

// Adds what is not there yet (of tags: written in any way). False: the book has as many as it may
// have.
bool add_tag(BookFields& fields, const std::string& tag);
bool add_identifier(BookFields& fields, const Identifier& identifier);

}  // namespace catalog
