// Text of MARC records from before Unicode: MARC-8 with all its character sets, and ISO 5426 as
// UNIMARC uses it. Marks stand in front of their letters there, and behind them here. Pure; any
// thread. An unknown byte becomes U+FFFD; nothing is lost for it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace formats {

// The text of marc8.txt, embedded at build.
std::string_view marc8_table() noexcept;

// What begins a switch of character sets; no other encoding of records has it.
inline constexpr char marc8_escape = '\x1B';

struct DecodedText {
  std::string text;  // UTF-8; in NFC as far as marks are concerned
  std::size_t unknown = 0;
};

// The data of a field with its delimiters. A subfield begins in Latin again, whatever the one
// before it switched to.
DecodedText from_marc8(std::string_view data);
DecodedText from_iso5426(std::string_view data);

}  // namespace formats
