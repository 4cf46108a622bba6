// Addresses in TeX: the arguments of \url and the like, in which every sign stands for itself.
// Pure; any thread; the results are in UTF-8.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace formats {

// True for "url" and the other commands whose argument is an address, which is the text as well.
bool is_address_command(std::string_view name) noexcept;

// Takes the argument in braces that `tex` begins with, behind blanks; one without its end is the
// rest. nullopt: there is none, and nothing is taken.
std::optional<std::string_view> take_tex_argument(std::string_view& tex) noexcept;

// The argument as an address: TeX drops blanks there.
std::string address_of_tex(std::string_view argument);

// The addresses that the text gives: of its commands, or else the parts of it when it begins with
// one, or else those that stand in it as plain text.
std::vector<std::string> addresses_in_tex(std::string_view tex);

}  // namespace formats
