// Single ASCII characters, whatever the locale. Pure functions, any thread.
// Bytes above 127, the parts of UTF-8, are never any of them.
#pragma once

namespace base {

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

}  // namespace base
