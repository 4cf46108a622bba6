// What a book of the release before looks like in this one, where the rules for its values have
// changed since it was written. Pure functions, any thread.
#pragma once

#include "catalog/book.hpp"

namespace store {

// Brings languages into their canonical form; what has none stays as it is. Returns whether there
// was anything to change.
bool renew_fields(catalog::BookFields& fields);

}  // namespace store
