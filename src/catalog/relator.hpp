// The MARC code list for relators: what a contributor did for a book ("aut", "trl", "ill", …).
// A constant table; any thread.
#pragma once

#include <string_view>

namespace catalog {

// One of the codes of the Library of Congress list, discontinued ones included because records
// carry them; exactly three lower-case letters.
bool is_relator(std::string_view code) noexcept;

}  // namespace catalog
