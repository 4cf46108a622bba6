// The texts of the pages that the scripts say too: tools/embed.py makes the module palavras.js of
// this table. {0} {1} … are replaced; where a number comes first, the second text is the plural's.
// Constants; any thread.
#pragma once

#include "catalog/problem.hpp"

namespace web::words {

using catalog::Wording;

inline constexpr Wording undo{"Desfazer", "Undo"};
inline constexpr Wording copy_link{"Copiar link", "Copy link"};
inline constexpr Wording copied{"Copiado.", "Copied."};
inline constexpr Wording offline_search{
    "Sem conexão com o catálogo. A busca continua quando ela voltar.",
    "No connection to the catalogue. Search goes on when it is back."};
inline constexpr Wording overloaded{"O catálogo está ocupado. A busca continua em {0} s.",
                                    "The catalogue is busy. Search goes on in {0} s."};
inline constexpr Wording catalogue{"Catálogo", "Catalogue"};

}  // namespace web::words
