// The first half of every Unicode normal form: text taken apart, marks in canonical order (UAX #15,
// D109). Pure functions, any thread.
// In place of utf8proc_decompose(), which orders marks by swapping neighbours: a letter with 80 000
// marks took it 9 seconds. This one sorts, O(n log n) whatever the text is.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace base {

// Code points of valid UTF-8 under utf8proc's `options` (UTF8PROC_DECOMPOSE and what goes with it).
// What follows composes with utf8proc_normalize_utf32(), in linear time.
std::vector<std::int32_t> decompose(std::string_view text, int options);

}  // namespace base
