// The warnings about values that a book has no room for (catalog/limits.hpp), whatever the format.
// Pure; any thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

#include "catalog/problem.hpp"
#include "formats/format.hpp"

namespace formats {

inline constexpr catalog::Wording was_cut{"passa do limite e foi cortado",
                                          "is over the limit and was cut"};
inline constexpr catalog::Wording over_limit{"passa do limite: ficou de fora",
                                             "is over the limit: left out"};
// Told once a list: a record may hold countless ones.
inline constexpr catalog::Wording no_room{
    "um livro não tem lugar para mais destes: ficou de fora, com os que seguem",
    "a book has no room for more of these: left out, with those behind it"};

// How many of the warnings say this of this column.
inline std::size_t alike(const std::vector<Written>& warnings, std::string_view column,
                         const catalog::Wording& why) {
  return static_cast<std::size_t>(std::ranges::count_if(warnings, [&](const Written& one) {
    return one.column == column && one.why.portuguese == why.portuguese;
  }));
}

}  // namespace formats
