#include "json/token.hpp"

#include <algorithm>

#include "base/ascii.hpp"

namespace json {
namespace {

using base::is_digit;

// Skips digits; false when there was none.
bool skip_digits(std::string_view& rest) noexcept {
  const auto end = std::ranges::find_if_not(rest, is_digit);
  const auto count = static_cast<std::size_t>(end - rest.begin());
  rest.remove_prefix(count);
  return count > 0;
}

bool skip(std::string_view& rest, char c) noexcept {
  if (!rest.starts_with(c)) {
    return false;
  }
  rest.remove_prefix(1);
  return true;
}

unsigned hex_value(std::string_view digits) noexcept {
  unsigned value = 0;
  for (const char c : digits) {
    const char lower = static_cast<char>(c | 0x20);
    value = value * 16 + static_cast<unsigned>(is_digit(c) ? c - '0' : lower - 'a' + 10);
  }
  return value;
}

constexpr std::size_t escape_size = 6;  // \uXXXX

bool is_hex(char c) noexcept {
  const char lower = static_cast<char>(c | 0x20);
  return is_digit(c) || (lower >= 'a' && lower <= 'f');
}

bool is_unicode_escape(std::string_view text) noexcept {
  return text.size() >= escape_size && text[0] == '\\' && text[1] == 'u' &&
         std::ranges::all_of(text.substr(2, 4), is_hex);
}

}  // namespace

bool is_number(std::string_view token) noexcept {
  std::string_view rest = token;
  skip(rest, '-');
  if (!skip(rest, '0') && !skip_digits(rest)) {
    return false;
  }
  if (skip(rest, '.') && !skip_digits(rest)) {
    return false;
  }
  if (skip(rest, 'e') || skip(rest, 'E')) {
    if (!skip(rest, '-')) {
      skip(rest, '+');
    }
    if (!skip_digits(rest)) {
      return false;
    }
  }
  return rest.empty();
}

bool is_integer_spelling(std::string_view number) noexcept {
  static constexpr base::ByteSet others(".eE");
  return !others.is_any_in(number);
}

std::size_t string_content_size(const char* content) noexcept {
  std::size_t i = 0;
  while (content[i] != '"') {
    i += content[i] == '\\' ? 2 : 1;
  }
  return i;
}

std::size_t find_lone_surrogate(std::string_view content) noexcept {
  std::size_t i = content.find('\\');
  while (i != std::string_view::npos) {
    const std::string_view here = content.substr(i);
    if (!is_unicode_escape(here)) {
      i = content.find('\\', i + 2);
      continue;
    }
    const unsigned unit = hex_value(here.substr(2, 4));
    std::size_t size = escape_size;
    if (unit >= 0xDC00 && unit <= 0xDFFF) {
      return i;
    }
    if (unit >= 0xD800 && unit <= 0xDBFF) {
      const std::string_view next = here.substr(escape_size);
      const unsigned low = is_unicode_escape(next) ? hex_value(next.substr(2, 4)) : 0;
      if (low < 0xDC00 || low > 0xDFFF) {
        return i;
      }
      size = 2 * escape_size;
    }
    i = content.find('\\', i + size);
  }
  return std::string_view::npos;
}

std::size_t find_control_in_string(std::string_view text) noexcept {
  bool inside = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') {
      inside = !inside;
    } else if (inside && text[i] == '\\') {
      ++i;
    } else if (inside && static_cast<unsigned char>(text[i]) < 0x20) {
      return i;
    }
  }
  return std::string_view::npos;
}

}  // namespace json
