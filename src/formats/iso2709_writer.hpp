// A MARC record as ISO 2709 bytes. Its lengths have four and five digits: what is longer is cut
// into several fields, and of a record that is still too long something is left out, so that what
// is written can always be read. Pure functions; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "formats/marc_tree.hpp"

namespace formats {

inline constexpr std::size_t iso2709_field_bytes_max = 9999;  // with its terminator

// Cuts a summary that is too long into further ones, and leaves out a statement of responsibility
// (245 $c) with which the title would not fit. No other field of a book is ever too long.
void fit_fields(MarcTree& tree);

// Appends field 887, in as many pieces as its length needs.
void add_residue(MarcTree& tree, std::string_view residue);

bool fits_a_record(const MarcTree& tree);
// Leaves out what makes a record too long, in this order: the residue but for `least_residue`, the
// end of the summary, the last subjects, notes, addresses and added names.
void shorten_record(MarcTree& tree, std::string_view least_residue);

// For a tree that fits.
void append_iso2709(std::string& out, const MarcTree& tree);

}  // namespace formats
