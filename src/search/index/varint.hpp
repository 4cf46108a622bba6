// Unsigned numbers as one to five bytes, seven bits each, lowest first (LEB128). Reading trusts its
// input: it reads what this process wrote, or what a checksum has vouched for. Any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace search {

inline void put_varint(std::string& out, std::uint32_t value) {
  while (value >= 0x80) {
    out += static_cast<char>((value & 0x7FU) | 0x80U);
    value >>= 7;
  }
  out += static_cast<char>(value);
}

// Moves `at` behind the number.
inline std::uint32_t take_varint(const unsigned char*& at) noexcept {
  std::uint32_t value = *at++;
  if (value < 0x80) {
    return value;
  }
  value &= 0x7FU;
  for (unsigned shift = 7;; shift += 7) {
    const std::uint32_t next = *at++;
    value |= (next & 0x7FU) << shift;
    if (next < 0x80) {
      return value;
    }
  }
}

inline const unsigned char* bytes_of(std::string_view text) noexcept {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace search
