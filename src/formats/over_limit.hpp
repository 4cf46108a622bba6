// The warnings about values that a book has no room for (catalog/limits.hpp), whatever the format.
// Constants; any thread.
#pragma once

#include "catalog/problem.hpp"

namespace formats {

inline constexpr catalog::Wording was_cut{"passa do limite e foi cortado",
                                          "is over the limit and was cut"};
inline constexpr catalog::Wording over_limit{"passa do limite: ficou de fora",
                                             "is over the limit: left out"};
// Told once a list: a record may hold countless ones.
inline constexpr catalog::Wording no_room{
    "um livro não tem lugar para mais destes: ficou de fora, com os que seguem",
    "a book has no room for more of these: left out, with those behind it"};

}  // namespace formats
