// JSON as GET /livros answers it: an array of books, one a line, or one book alone. The NDJSON
// reader takes both. One thread.
#pragma once

#include <memory>

#include "formats/format.hpp"

namespace formats {

std::unique_ptr<Writer> make_json_writer(WriteOptions::Extent extent);

}  // namespace formats
