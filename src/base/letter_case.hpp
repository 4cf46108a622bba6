// Capital letters, for texts that people read. Pure functions, any thread. Letter by letter, in no
// language's own way: "ß" has no capital here, and "i" becomes "I".
#pragma once

#include <string>
#include <string_view>

namespace base {

// `text` must be valid UTF-8; what is in NFC stays so.
std::string to_upper(std::string_view text);
bool is_upper(char32_t code_point) noexcept;

}  // namespace base
