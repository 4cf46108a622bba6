// ASCII characters and their case, whatever the locale. Pure functions, any thread.
// Bytes above 127, the parts of UTF-8, are never letters or digits, and stay as they are. A ByteSet
// may hold them, too.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace base {

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
constexpr bool is_letter_or_digit(char c) noexcept { return is_letter(c) || is_digit(c); }
constexpr char to_lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}
inline std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), to_lower);
  return lower;
}
constexpr bool equal_ignoring_case(std::string_view left, std::string_view right) noexcept {
  return std::ranges::equal(left, right, {}, to_lower, to_lower);
}
constexpr bool begins_ignoring_case(std::string_view text, std::string_view begin) noexcept {
  return text.size() >= begin.size() && equal_ignoring_case(text.substr(0, begin.size()), begin);
}

constexpr bool ends_ignoring_case(std::string_view text, std::string_view end) noexcept {
  return text.size() >= end.size() &&
         equal_ignoring_case(text.substr(text.size() - end.size()), end);
}

// Some bytes to look for: find_first_of() of the library calls a function for each byte of a text.
class ByteSet {
 public:
  explicit constexpr ByteSet(std::string_view bytes) noexcept {
    for (const char byte : bytes) {
      has_[static_cast<unsigned char>(byte)] = true;
    }
  }
  constexpr bool has(char c) const noexcept { return has_[static_cast<unsigned char>(c)]; }
  constexpr bool is_any_in(std::string_view text) const noexcept {
    return std::ranges::any_of(text, [this](char c) { return has(c); });
  }

 private:
  std::array<bool, 256> has_{};
};

}  // namespace base
