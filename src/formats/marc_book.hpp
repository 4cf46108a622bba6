// A MARC 21 bibliographic record as a book of the catalogue.
// Pure; one thread per record. Only a missing title refuses a record ("/245"): what cannot be
// understood elsewhere is left out, what is too long is cut.
#pragma once

#include "catalog/book.hpp"
#include "catalog/problem.hpp"
#include "formats/marc_record.hpp"

namespace formats {

catalog::Result<catalog::BookFields> to_book(const MarcRecord& record, int current_year);

}  // namespace formats
