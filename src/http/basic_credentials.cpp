#include "http/basic_credentials.hpp"

#include <cstdint>

#include "base/ascii.hpp"
#include "http/syntax.hpp"

namespace http {
namespace {

constexpr unsigned bits_per_digit = 6;
constexpr unsigned bits_per_byte = 8;
// A line of credentials longer than this is of nobody who has a key.
constexpr std::size_t encoded_bytes_max = 1024;

// RFC 4648 section 4.
int digit_of(char c) noexcept {
  if (c >= 'A' && c <= 'Z') {
    return c - 'A';
  }
  if (c >= 'a' && c <= 'z') {
    return c - 'a' + 26;
  }
  if (base::is_digit(c)) {
    return c - '0' + 52;
  }
  return c == '+' ? 62 : c == '/' ? 63 : -1;
}

std::optional<std::string> decode_base64(std::string_view text) {
  for (int padding = 0; padding < 2 && text.ends_with('='); ++padding) {
    text.remove_suffix(1);
  }
  if (text.empty() || text.size() > encoded_bytes_max || text.size() % 4 == 1) {
    return std::nullopt;
  }
  std::string bytes;
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const char c : text) {
    const int digit = digit_of(c);
    if (digit < 0) {
      return std::nullopt;
    }
    bits = bits << bits_per_digit | static_cast<std::uint32_t>(digit);
    held += bits_per_digit;
    if (held >= bits_per_byte) {
      held -= bits_per_byte;
      bytes += static_cast<char>(bits >> held & 0xffU);
    }
  }
  return bytes;
}

}  // namespace

std::optional<BasicCredentials> read_basic(std::string_view credential) {
  const std::size_t space = credential.find(' ');
  if (space == std::string_view::npos ||
      !equal_ignoring_case(credential.substr(0, space), "basic")) {
    return std::nullopt;
  }
  const auto pair = decode_base64(trim_blanks(credential.substr(space)));
  const std::size_t colon = pair ? pair->find(':') : std::string::npos;
  if (colon == std::string::npos) {
    return std::nullopt;
  }
  return BasicCredentials{pair->substr(0, colon), pair->substr(colon + 1)};
}

}  // namespace http
