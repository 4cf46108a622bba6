// What text editors of some systems put in front of a file in UTF-8. One stream, one thread;
// nothing is thrown.
#pragma once

#include <cstddef>
#include <istream>
#include <string>
#include <string_view>

namespace base {

inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// Moves a stream that was just opened behind the mark, when it begins with one.
inline void skip_byte_order_mark(std::istream& in) {
  std::size_t taken = 0;
  for (const char byte : byte_order_mark) {
    if (in.peek() == std::char_traits<char>::to_int_type(byte)) {
      in.get();
      ++taken;
      continue;
    }
    // Given back one by one: a pipe cannot go to its beginning.
    for (; taken > 0; --taken) {
      in.unget();
    }
    return;
  }
}

}  // namespace base
