// MARC 21 in ISO 2709 as a Reader: numbers the records and turns each into a book or a Problem
// (pointers "leader", "leader/09", "directory", "/245"). One thread.
#pragma once

#include <memory>

#include "formats/format.hpp"

namespace formats {

std::unique_ptr<Reader> make_marc_reader(const ReadOptions& options);

}  // namespace formats
