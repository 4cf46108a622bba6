// A book as a MARC 21 bibliographic record, with ISBD punctuation, and the writers of its three
// forms: ISO 2709, MARCXML and MARC-in-JSON. What MARC cannot hold goes into field 887
// (marc_residue.hpp). One thread per writer.
#pragma once

#include <memory>

#include "catalog/book.hpp"
#include "formats/format.hpp"
#include "formats/marc_tree.hpp"
#include "formats/write_options.hpp"

namespace formats {

// Without 887.
MarcTree to_marc(const catalog::Book& book, const WriteOptions& options);

std::unique_ptr<Writer> make_marc_writer(const WriteOptions& options);
std::unique_ptr<Writer> make_marcxml_writer(const WriteOptions& options);
std::unique_ptr<Writer> make_marcjson_writer(const WriteOptions& options);

}  // namespace formats
