// A UNIMARC bibliographic record as a book of the catalogue. Pure; one thread per record. Only a
// missing title refuses a record ("/200"): what cannot be understood elsewhere is left out, what is
// too long is cut.
#pragma once

#include "catalog/book.hpp"
#include "catalog/problem.hpp"
#include "formats/marc_mapping.hpp"
#include "formats/marc_record.hpp"

namespace formats {

catalog::Result<catalog::BookFields> book_of_unimarc(const MarcRecord& record, int current_year);

// unimarc_names.cpp: 700…712, or 200 $f.
void map_unimarc_names(const MarcMapping& to);

}  // namespace formats
