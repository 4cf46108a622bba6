#include "formats/csv_encoding.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "formats/charset.hpp"

namespace formats {
namespace {

bool is_ascii(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

bool CsvEncoding::decode(std::span<std::string> cells) {
  if (std::all_of(cells.begin(), cells.end(), is_ascii)) return true;
  const bool valid = std::all_of(cells.begin(), cells.end(), base::is_valid_utf8);
  if (valid) {
    // In a file known for Windows-1252, where a valid pair may be chance, it proves nothing.
    if (seen_ == Seen::ascii) seen_ = Seen::utf8;
    return true;
  }
  if (seen_ == Seen::utf8) {
    has_refused_ = true;
    return false;
  }
  seen_ = Seen::windows_1252;
  for (std::string& cell : cells) cell = from_windows_1252(cell);
  return true;
}

}  // namespace formats
