#include "formats/csv_encoding.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "base/utf8.hpp"

namespace formats {
namespace {

// 0x80…0x9F, where Windows-1252 departs from Latin-1.
constexpr std::array<char32_t, 32> high_controls{
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

bool is_ascii(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

std::string from_windows_1252(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool differs = byte >= 0x80 && byte < 0x80 + high_controls.size();
    base::utf8::append(out, differs ? high_controls[byte - 0x80U] : char32_t{byte});
  }
  return out;
}

bool CsvEncoding::decode(std::vector<std::string>& cells) {
  if (std::all_of(cells.begin(), cells.end(), is_ascii)) return true;
  const bool valid = std::all_of(cells.begin(), cells.end(), base::is_valid_utf8);
  if (valid) {
    // In a file known for Windows-1252, where a valid pair may be chance, it proves nothing.
    if (seen_ == Seen::ascii) seen_ = Seen::utf8;
    return true;
  }
  if (seen_ == Seen::utf8) return false;
  seen_ = Seen::windows_1252;
  for (std::string& cell : cells) cell = from_windows_1252(cell);
  return true;
}

}  // namespace formats
