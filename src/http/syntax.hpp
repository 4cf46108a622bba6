// The lexical rules that the parsers of this folder share: tokens, blanks, case, comma lists and
// weights (RFC 9110 sections 5.6 and 12.4.2). Pure functions, any thread, no allocation.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

#include "base/ascii.hpp"

namespace http {

namespace syntax {

consteval std::array<bool, 256> token_table() {
  std::array<bool, 256> table{};
  for (const char c : std::string_view("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
                                       "ABCDEFGHIJKLMNOPQRSTUVWXYZ")) {
    table[static_cast<unsigned char>(c)] = true;
  }
  return table;
}
inline constexpr std::array<bool, 256> token_chars = token_table();

}  // namespace syntax

constexpr bool is_token_char(char c) noexcept {
  return syntax::token_chars[static_cast<unsigned char>(c)];
}
using base::is_digit;
constexpr bool is_blank(char c) noexcept { return c == ' ' || c == '\t'; }
// C0 controls and DEL; the blanks' HTAB among them.
constexpr bool is_control(char c) noexcept {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}
using base::to_lower;
// The value of a hexadecimal digit, -1 for anything else.
constexpr int hex_value(char c) noexcept {
  if (is_digit(c)) {
    return c - '0';
  }
  const char lower = to_lower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// As ==, for the short texts of a head that are compared on each request: two machine words in
// place of two calls.
inline bool is_same(std::string_view left, std::string_view right) noexcept {
  constexpr std::size_t word_bytes = sizeof(std::uint64_t);
  const std::size_t size = left.size();
  if (size != right.size()) {
    return false;
  }
  if (size < word_bytes || size > 2 * word_bytes) {
    return left == right;
  }
  const auto word = [](const char* at) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, at, word_bytes);
    return bytes;
  };
  const std::size_t last = size - word_bytes;
  return ((word(left.data()) ^ word(right.data())) |
          (word(left.data() + last) ^ word(right.data() + last))) == 0;
}

bool is_token(std::string_view text) noexcept;
using base::equal_ignoring_case;  // as for field names and most tokens
std::string_view trim_blanks(std::string_view text) noexcept;

// The members of a comma list, one at a time, blanks trimmed and empty members skipped (RFC 9110
// section 5.6.1.2). Commas inside quoted strings do not separate.
class ListReader {
 public:
  explicit ListReader(std::string_view list, char separator = ',') noexcept
      : rest_(list), separator_(separator) {}
  std::optional<std::string_view> next() noexcept;

 private:
  std::string_view rest_;
  char separator_;
};

// A weight in thousandths, "0.5" -> 500; nullopt when it is none (RFC 9110 section 12.4.2).
std::optional<unsigned> parse_weight(std::string_view text) noexcept;

// `gzip;q=0.5` taken apart: the item before the first ';', its weight (1000 when absent) and the
// parameters between them. nullopt: malformed weight or no item.
struct WeightedItem {
  std::string_view item;
  std::string_view parameters;
  unsigned weight = 1000;
};
std::optional<WeightedItem> parse_weighted(std::string_view member) noexcept;

}  // namespace http
