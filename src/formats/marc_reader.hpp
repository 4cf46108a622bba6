// Records of MARC 21 and UNIMARC, in ISO 2709 and in XML, as Readers: each numbers its records and
// turns them into books or Problems (pointers "leader", "leader/05", "directory", "/245", "/200").
// One thread. A file of CDS/ISIS is recognised and not read.
#pragma once

#include <memory>

#include "formats/format.hpp"

namespace formats {

// A record with 200 and without 245 is UNIMARC in either of them.
std::unique_ptr<Reader> make_marc_reader(const ReadOptions& options);
std::unique_ptr<Reader> make_marcxml_reader(const ReadOptions& options);
// Every record is UNIMARC; ISO 2709 or XML.
std::unique_ptr<Reader> make_unimarc_reader(const ReadOptions& options);

}  // namespace formats
