// What a list says of a book that is there already, as an import brings it up to date. A pure
// function; any thread.
#pragma once

#include "catalog/book.hpp"
#include "catalog/problem.hpp"

namespace catalog {

// The values that `newer` has replace those of `current`, what it leaves out stays; of `extra` each
// member. Refused when `extra` grows beyond its limit.
Result<BookFields> updated(const BookFields& current, const BookFields& newer);

}  // namespace catalog
