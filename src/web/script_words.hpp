// The texts of the pages that the scripts say too: tools/embed.py makes the module palavras.js of
// this table. {0} {1} … are replaced; where a number comes first, the second text is the plural's.
// Constants; any thread.
#pragma once

#include "catalog/problem.hpp"

namespace web::words {

using catalog::Wording;

inline constexpr Wording undo{"Desfazer", "Undo"};

}  // namespace web::words
