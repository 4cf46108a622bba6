// TeX as bibliographies write it, as plain text: accents and letters by their commands, the usual
// symbols, braces and emphasis taken off. Pure; any thread; UTF-8, in NFC where accents were.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace formats {

inline constexpr std::string_view tex_blanks = " \t\r\n";

// An unknown command goes, and what is in its braces stays; so does "--". \url{a} is its address,
// \href{a}{x} is "x (a)".
std::string text_of_tex(std::string_view tex);

// An address or a number: only braces and the backslashes in front of signs go.
std::string verbatim_of_tex(std::string_view tex);

// The first of the signs that stands outside of braces and behind no backslash, from `from` on,
// where no brace is open; npos when there is none.
std::size_t find_outside_braces(std::string_view tex, std::string_view signs,
                                std::size_t from = 0) noexcept;

// How deep its braces are nested.
std::size_t tex_depth(std::string_view tex) noexcept;

}  // namespace formats
