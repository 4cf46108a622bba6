// A UNIMARC bibliographic record as a book of the catalogue. Pure; one thread per record. Only a
// missing title refuses a record ("/200"): what cannot be understood elsewhere is left out, what is
// too long is cut.
#pragma once

#include <string>
#include <vector>

#include "catalog/book.hpp"
#include "catalog/problem.hpp"
#include "formats/marc_mapping.hpp"
#include "formats/marc_record.hpp"

namespace formats {

catalog::Result<catalog::BookFields> book_of_unimarc(const MarcRecord& record, int current_year,
                                                     std::vector<Written>& warnings);

// unimarc_titles.cpp. False when there is no title (200).
bool map_unimarc_title(const MarcMapping& to);
void map_unimarc_original_title(const MarcMapping& to);
void map_unimarc_series(const MarcMapping& to);
// The titles that the book has no member for.
void add_unimarc_title_notes(const MarcRecord& record, MarcNotes& notes);

// unimarc_names.cpp: 700…712, or 200 $f.
void map_unimarc_names(const MarcMapping& to);

}  // namespace formats
