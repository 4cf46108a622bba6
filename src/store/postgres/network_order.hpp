// Integers as PostgreSQL's binary formats hold them: the most significant byte first. Pure
// functions, any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

namespace postgres {

// The lowest `width` bytes of `value`.
inline void write_network_order(char* to, std::uint64_t value, std::size_t width) noexcept {
  for (std::size_t byte = width; byte-- > 0; value >>= 8) {
    to[byte] = static_cast<char>(value & 0xFF);
  }
}
inline void append_network_order(std::string& out, std::uint64_t value, std::size_t width) {
  std::array<char, sizeof value> bytes;
  write_network_order(bytes.data(), value, width);
  out.append(bytes.data(), width);
}

}  // namespace postgres
