// How many pages an extent speaks of (MARC 300 $a, or whatever people write for it): "xii, 345 p.",
// "187, [7] páginas", "1 v. (1.200 p.)". Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace formats {

// The largest count of pages; nullopt when no pages are counted. Thousands may be set off by a full
// stop, an apostrophe, a comma or a blank.
std::optional<std::int64_t> pages_in(std::string_view extent);

}  // namespace formats
