// Books compared and copied field by field, without naming each field everywhere.
// Pure functions, any thread. id, version and the instants are nobody's fields here.
#pragma once

#include "catalog/book.hpp"
#include "catalog/field.hpp"

namespace catalog {

// The fields in which two books differ.
FieldSet differing_fields(const BookFields& left, const BookFields& right);

// Overwrites the chosen fields of `target`; all others keep their value.
struct CopyFields {
  const BookFields& from;
  FieldSet fields;
};
void copy_fields(BookFields& target, const CopyFields& copy);

}  // namespace catalog
