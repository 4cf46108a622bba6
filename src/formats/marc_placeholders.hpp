// What cataloguers write where a place or a publisher belongs and there is none to name: "[S.l.]",
// "[s.n.]", "[Lugar desconhecido]", in Portuguese, English, Spanish, French, German, Italian and
// Latin. A constant table; any thread.
#pragma once

#include <string_view>

namespace formats {

// True when `text` says nothing but that a place, a publisher or a date is not known.
bool is_placeholder(std::string_view text);

}  // namespace formats
