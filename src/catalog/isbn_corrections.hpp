// Corrections of a mistyped ISBN: the valid ones that differ in one digit, or in two digits
// that stand side by side the wrong way round. Pure function, any thread.
#pragma once

#include <string_view>
#include <vector>

#include "catalog/isbn.hpp"

namespace catalog {

inline constexpr std::size_t isbn_corrections_max = 32;

// The corrections of a text with 10 or 13 digits, whatever hyphens and spaces it has; any other
// text has none. The text itself is among them when only its separators were wrong.
std::vector<Isbn> isbn_corrections(std::string_view text);

}  // namespace catalog
