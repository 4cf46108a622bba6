// The fields of a book as plain text: in the boxes of its form, and where versions are compared.
// Pure function, any thread.
#pragma once

#include <string>

#include "catalog/book.hpp"
#include "catalog/field.hpp"

namespace web {

// A list has one value a line; of what the server sets itself there is no text.
std::string field_text(const catalog::BookFields& fields, catalog::Field field);

}  // namespace web
