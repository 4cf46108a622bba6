// One UTF-8 sequence at a time, for the loops of base/text. Pure functions, any thread.
// decode() is strict (RFC 3629); append() writes what decode() reads.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace base::utf8 {

struct Decoded {
  char32_t code_point = 0;
  std::size_t size = 0;  // bytes read; 0: not valid UTF-8 here
};

// The sequence at the start of `text`, which must not be empty.
inline Decoded decode(std::string_view text) noexcept {
  const auto byte = [text](std::size_t i) -> char32_t {
    return static_cast<unsigned char>(text[i]);
  };
  const auto continues = [&](std::size_t count) {
    if (text.size() <= count) {
      return false;
    }
    for (std::size_t i = 1; i <= count; ++i) {
      if ((byte(i) & 0xC0) != 0x80) {
        return false;
      }
    }
    return true;
  };
  const char32_t first = byte(0);
  if (first < 0x80) {
    return {first, 1};
  }
  if (first >= 0xC2 && first <= 0xDF && continues(1)) {
    return {((first & 0x1F) << 6) | (byte(1) & 0x3F), 2};
  }
  if ((first & 0xF0) == 0xE0 && continues(2)) {
    const char32_t value = ((first & 0x0F) << 12) | ((byte(1) & 0x3F) << 6) | (byte(2) & 0x3F);
    const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    return {value, value < 0x800 || surrogate ? std::size_t{0} : std::size_t{3}};
  }
  if (first >= 0xF0 && first <= 0xF4 && continues(3)) {
    const char32_t value = ((first & 0x07) << 18) | ((byte(1) & 0x3F) << 12) |
                           ((byte(2) & 0x3F) << 6) | (byte(3) & 0x3F);
    return {value, value < 0x10000 || value > 0x10FFFF ? std::size_t{0} : std::size_t{4}};
  }
  return {0, 0};
}

inline void append(std::string& out, char32_t code_point) {
  const auto push = [&out](char32_t byte) { out += static_cast<char>(byte); };
  if (code_point < 0x80) {
    push(code_point);
  } else if (code_point < 0x800) {
    push(0xC0 | (code_point >> 6));
    push(0x80 | (code_point & 0x3F));
  } else if (code_point < 0x10000) {
    push(0xE0 | (code_point >> 12));
    push(0x80 | ((code_point >> 6) & 0x3F));
    push(0x80 | (code_point & 0x3F));
  } else {
    push(0xF0 | (code_point >> 18));
    push(0x80 | ((code_point >> 12) & 0x3F));
    push(0x80 | ((code_point >> 6) & 0x3F));
    push(0x80 | (code_point & 0x3F));
  }
}

inline bool is_continuation(char byte) noexcept {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

}  // namespace base::utf8
