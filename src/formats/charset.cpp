#include "formats/charset.hpp"

#include <algorithm>
#include <array>

#include "base/ascii.hpp"
#include "base/utf8.hpp"

namespace formats {
namespace {

constexpr unsigned upper_half = 0x80;

// In the order of Encoding, behind automatic.
constexpr std::array<std::string_view, 8> charset_names{"utf-8",      "utf-16le",    "utf-16be",
                                                        "iso-8859-1", "iso-8859-15", "windows-1252",
                                                        "cp850",      "marc-8"};

// 0x80…0x9F, where Windows-1252 departs from Latin-1.
constexpr std::array<char16_t, 32> windows_1252_controls{
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

// From 0x80 on: what MS-DOS of Western Europe and Brazil wrote.
constexpr std::array<char16_t, 128> cp850_upper_half{
    0x00C7, 0x00FC, 0x00E9, 0x00E2, 0x00E4, 0x00E0, 0x00E5, 0x00E7, 0x00EA, 0x00EB, 0x00E8, 0x00EF,
    0x00EE, 0x00EC, 0x00C4, 0x00C5, 0x00C9, 0x00E6, 0x00C6, 0x00F4, 0x00F6, 0x00F2, 0x00FB, 0x00F9,
    0x00FF, 0x00D6, 0x00DC, 0x00F8, 0x00A3, 0x00D8, 0x00D7, 0x0192, 0x00E1, 0x00ED, 0x00F3, 0x00FA,
    0x00F1, 0x00D1, 0x00AA, 0x00BA, 0x00BF, 0x00AE, 0x00AC, 0x00BD, 0x00BC, 0x00A1, 0x00AB, 0x00BB,
    0x2591, 0x2592, 0x2593, 0x2502, 0x2524, 0x00C1, 0x00C2, 0x00C0, 0x00A9, 0x2563, 0x2551, 0x2557,
    0x255D, 0x00A2, 0x00A5, 0x2510, 0x2514, 0x2534, 0x252C, 0x251C, 0x2500, 0x253C, 0x00E3, 0x00C3,
    0x255A, 0x2554, 0x2569, 0x2566, 0x2560, 0x2550, 0x256C, 0x00A4, 0x00F0, 0x00D0, 0x00CA, 0x00CB,
    0x00C8, 0x0131, 0x00CD, 0x00CE, 0x00CF, 0x2518, 0x250C, 0x2588, 0x2584, 0x00A6, 0x00CC, 0x2580,
    0x00D3, 0x00DF, 0x00D4, 0x00D2, 0x00F5, 0x00D5, 0x00B5, 0x00FE, 0x00DE, 0x00DA, 0x00DB, 0x00D9,
    0x00FD, 0x00DD, 0x00AF, 0x00B4, 0x00AD, 0x00B1, 0x2017, 0x00BE, 0x00B6, 0x00A7, 0x00F7, 0x00B8,
    0x00B0, 0x00A8, 0x00B7, 0x00B9, 0x00B3, 0x00B2, 0x25A0, 0x00A0};

// The eight letters in which ISO 8859-15 departs from ISO 8859-1.
char32_t latin9_letter(unsigned char byte) noexcept {
  switch (byte) {
    case 0xA4:
      return 0x20AC;
    case 0xA6:
      return 0x0160;
    case 0xA8:
      return 0x0161;
    case 0xB4:
      return 0x017D;
    case 0xB8:
      return 0x017E;
    case 0xBC:
      return 0x0152;
    case 0xBD:
      return 0x0153;
    case 0xBE:
      return 0x0178;
    default:
      return byte;
  }
}

}  // namespace

std::optional<Encoding> encoding_named(std::string_view name) {
  const auto* const found = std::ranges::find_if(charset_names, [name](std::string_view known) {
    return base::equal_ignoring_case(known, name);
  });
  if (found == charset_names.end()) return std::nullopt;
  return static_cast<Encoding>(found - charset_names.begin() + 1);
}

std::string_view name_of(Encoding encoding) noexcept {
  return encoding == Encoding::automatic ? std::string_view{}
                                         : charset_names.at(static_cast<std::size_t>(encoding) - 1);
}

std::span<const std::string_view> encoding_names() noexcept { return charset_names; }

char32_t code_point_of(Encoding encoding, unsigned char byte) noexcept {
  if (byte < upper_half) return byte;
  if (encoding == Encoding::cp850) return cp850_upper_half.at(byte - upper_half);
  if (encoding == Encoding::latin9) return latin9_letter(byte);
  // Files said to be in ISO 8859-1 are in Windows-1252 wherever the two differ: nobody writes C1
  // controls.
  const bool differs = byte < upper_half + windows_1252_controls.size();
  return differs ? char32_t{windows_1252_controls.at(byte - upper_half)} : char32_t{byte};
}

std::string to_utf8(Encoding encoding, std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (const char c : text) {
    base::utf8::append(out, code_point_of(encoding, static_cast<unsigned char>(c)));
  }
  return out;
}

std::string from_windows_1252(std::string_view text) {
  return to_utf8(Encoding::windows_1252, text);
}

}  // namespace formats
