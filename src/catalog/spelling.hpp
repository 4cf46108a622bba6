// Spelling families of Portuguese: words that old, European and Brazilian orthographies write
// differently (acção/ação, António/Antônio, pharmacia/farmácia). Pure functions, any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "catalog/search_words.hpp"

namespace catalog {

// Grows whenever the rules of folding, splitting or spelling change, or what an index is made of:
// one by other rules is made anew.
inline constexpr std::uint32_t search_rules = 11;

// The same text for every word of a family, itself no word; the argument is one of
// append_search_words(). Empty when the word has no family but itself (digits, other scripts, too
// short).
std::string spelling_family(std::string_view word);

}  // namespace catalog
