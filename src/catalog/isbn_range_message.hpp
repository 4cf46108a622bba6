// The International ISBN Agency's RangeMessage.xml as a range table. It reads the elements it needs
// and skips all others; it is no XML parser: no entities but the five, no CDATA, no namespaces.
// Pure function, any thread.
#pragma once

#include <string_view>

#include "catalog/isbn_ranges.hpp"

namespace catalog {

// Failures name the line, or the group, that is damaged.
IsbnRanges::Read read_isbn_range_message(std::string_view xml);

}  // namespace catalog
