// The character encodings of files that are read: their names on the wire, and bytes of those that
// have one byte a character as UTF-8. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace formats {

// automatic: by the byte order mark, else UTF-8 when it is that, else what the format is used to.
enum class Encoding : std::uint8_t {
  automatic,
  utf8,
  utf16_little,
  utf16_big,
  latin1,
  latin9,
  windows_1252,
  cp850,
  marc8,
};

// "utf-8", "utf-16le", "utf-16be", "iso-8859-1", "iso-8859-15", "windows-1252", "cp850", "marc-8",
// in any case. Not automatic, which has no name.
std::optional<Encoding> encoding_named(std::string_view name);
std::string_view name_of(Encoding encoding) noexcept;
std::span<const std::string_view> encoding_names() noexcept;

constexpr bool has_one_byte(Encoding encoding) noexcept {
  return encoding == Encoding::latin1 || encoding == Encoding::latin9 ||
         encoding == Encoding::windows_1252 || encoding == Encoding::cp850;
}
// The character of a byte, in an encoding that has_one_byte().
char32_t code_point_of(Encoding encoding, unsigned char byte) noexcept;
std::string to_utf8(Encoding encoding, std::string_view text);

// Windows-1252 as browsers read it: its five unused bytes become C1 controls.
std::string from_windows_1252(std::string_view text);

}  // namespace formats
