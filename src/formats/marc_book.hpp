// A MARC 21 bibliographic record as a book of the catalogue.
// Pure; one thread per record. Only a missing title refuses a record ("/245"): what cannot be
// understood elsewhere is left out, what is too long is cut.
#pragma once

#include <vector>

#include "catalog/book.hpp"
#include "catalog/new_book.hpp"
#include "catalog/problem.hpp"
#include "formats/marc_record.hpp"

namespace formats {

// With what field 887 tells of a record that this program wrote.
catalog::Result<catalog::NewBook> to_book(const MarcRecord& record, int current_year,
                                          std::vector<Written>& warnings);

// What the fields of MARC say, 887 aside; the title is empty when there is none.
catalog::Result<catalog::BookFields> mapped_fields(const MarcRecord& record, int current_year);

}  // namespace formats
