#include "json/writer.hpp"

#include <cstdint>
#include <cstring>

#include "base/eight_bytes.hpp"

namespace json {
namespace {

constexpr bool any_escaped(std::uint64_t bytes) noexcept {
  return base::any_below(bytes, 0x20) || base::any_equal(bytes, '"') ||
         base::any_equal(bytes, '\\');
}

constexpr bool is_escaped(char c) noexcept {
  return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

// Length of the run at `begin` that needs no escape.
std::size_t plain_run(std::string_view text, std::size_t begin) noexcept {
  std::size_t i = begin;
  while (i + 8 <= text.size() && !any_escaped(base::eight_bytes(text.data() + i))) {
    i += 8;
  }
  while (i < text.size() && !is_escaped(text[i])) {
    ++i;
  }
  return i - begin;
}

void append_escape(std::string& out, char c) {
  static constexpr std::string_view hex = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  out += '\\';
  switch (c) {
    case '\b':
      out += 'b';
      return;
    case '\t':
      out += 't';
      return;
    case '\n':
      out += 'n';
      return;
    case '\f':
      out += 'f';
      return;
    case '\r':
      out += 'r';
      return;
    case '"':
    case '\\':
      out += c;
      return;
    default:
      out += "u00";
      out += hex[byte >> 4];
      out += hex[byte & 15];
  }
}

}  // namespace

void append_string(std::string& out, std::string_view text) {
  std::size_t run = plain_run(text, 0);
  if (run == text.size()) {
    const std::size_t begin = out.size();
    out.append(text.size() + 2, '"');
    std::memcpy(out.data() + begin + 1, text.data(), text.size());
    return;
  }
  out += '"';
  std::size_t i = 0;
  while (true) {
    out.append(text, i, run);
    i += run;
    if (i == text.size()) {
      break;
    }
    append_escape(out, text[i]);
    ++i;
    run = plain_run(text, i);
  }
  out += '"';
}

}  // namespace json
