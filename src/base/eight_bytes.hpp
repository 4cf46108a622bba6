// Eight bytes of a text at once, as one number: whether any of them is one that is looked for.
// Loops over every byte of what comes and goes take such steps. Pure functions, any thread.
#pragma once

#include <cstdint>
#include <cstring>

namespace base {

constexpr std::uint64_t eight_of(unsigned char byte) noexcept {
  return std::uint64_t{0x0101010101010101} * byte;
}

inline std::uint64_t eight_bytes(const char* at) noexcept {
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, at, sizeof bytes);
  return bytes;
}

constexpr bool all_ascii(std::uint64_t bytes) noexcept { return (bytes & eight_of(0x80)) == 0; }

// `limit`: 0x80 at most.
constexpr bool any_below(std::uint64_t bytes, unsigned char limit) noexcept {
  return ((bytes - eight_of(limit)) & ~bytes & eight_of(0x80)) != 0;
}

constexpr bool any_equal(std::uint64_t bytes, unsigned char byte) noexcept {
  return any_below(bytes ^ eight_of(byte), 1);
}

}  // namespace base
