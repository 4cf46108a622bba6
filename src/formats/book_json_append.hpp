// Writes a book as the JSON object of the wire. Pure function; any thread.
// On the path of every write and of every list with `campos`, so it allocates nothing of its own.
#pragma once

#include <string>

#include "catalog/book.hpp"
#include "catalog/field.hpp"

namespace formats {

// Appends the object with the chosen members, absent ones left out, in the order of catalog::Field.
void append_book(std::string& out, const catalog::Book& book,
                 catalog::FieldSet members = catalog::FieldSet::all());

}  // namespace formats
