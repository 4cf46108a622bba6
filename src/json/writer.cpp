#include "json/writer.hpp"

#include <cstdint>
#include <cstring>

namespace json {
namespace {

constexpr std::uint64_t ones = 0x0101010101010101;
constexpr std::uint64_t highs = 0x8080808080808080;

std::uint64_t eight_bytes(const char* at) noexcept {
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, at, sizeof bytes);
  return bytes;
}

constexpr std::uint64_t zero_bytes(std::uint64_t bytes) noexcept {
  return (bytes - ones) & ~bytes & highs;
}

// True when any of eight bytes is below 0x20, a quote or a backslash.
constexpr bool any_escaped(std::uint64_t bytes) noexcept {
  const std::uint64_t controls = (bytes - ones * 0x20) & ~bytes & highs;
  return (controls | zero_bytes(bytes ^ (ones * '"')) | zero_bytes(bytes ^ (ones * '\\'))) != 0;
}

constexpr bool is_escaped(char c) noexcept {
  return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

// Length of the run at `begin` that needs no escape.
std::size_t plain_run(std::string_view text, std::size_t begin) noexcept {
  std::size_t i = begin;
  while (i + 8 <= text.size() && !any_escaped(eight_bytes(text.data() + i))) {
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
