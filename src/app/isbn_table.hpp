// The ISBN range table that `serve` uses: the one of this build, or a file in its place. Main
// thread, at the start; throws when the file cannot be used, saying why.
#pragma once

#include <string>

#include "catalog/isbn_ranges.hpp"

namespace app {

// An empty name means the table of this build.
catalog::IsbnRanges read_isbn_ranges(const std::string& file);

}  // namespace app
