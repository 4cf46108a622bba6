// Integers as PostgreSQL's binary formats hold them: the most significant byte first. Pure
// function, any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace postgres {

// The lowest `width` bytes of `value`.
inline void append_network_order(std::string& out, std::uint64_t value, std::size_t width) {
  for (std::size_t byte = width; byte-- > 0;) {
    out += static_cast<char>((value >> (8 * byte)) & 0xFF);
  }
}

}  // namespace postgres
