// CSL-JSON, as citation processors and Zotero exchange it: an array, one object, or one object a
// line. Items that are books, chapters, theses or reports become books, others are refused by
// themselves ("/type"). One thread.
#pragma once

#include <memory>

#include "formats/format.hpp"

namespace formats {

std::unique_ptr<Reader> make_csl_reader(const ReadOptions& options);

}  // namespace formats
