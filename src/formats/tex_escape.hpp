// Plain text as TeX that bibliographies can hold, in UTF-8: signs with a meaning of their own are
// escaped, letters stay as they are. Pure functions; any thread.
#pragma once

#include <string>
#include <string_view>

namespace formats {

void append_tex(std::string& out, std::string_view text);
// The same, with words that have a capital behind their first letter in braces: BibTeX's styles
// write titles in lower case otherwise.
void append_tex_title(std::string& out, std::string_view title);
// Addresses and numbers, which are not typeset: only what would end the field is changed.
void append_tex_verbatim(std::string& out, std::string_view address);

}  // namespace formats
