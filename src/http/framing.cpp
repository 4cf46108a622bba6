#include "http/framing.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "http/syntax.hpp"

namespace http {
namespace {

constexpr std::string_view sub_delims = "!$&'()*+,;=";

constexpr bool is_name_char(char c) noexcept {
  const char lower = to_lower(c);
  return (lower >= 'a' && lower <= 'z') || is_digit(c) || c == '-' || c == '.' || c == '_' ||
         c == '~' || sub_delims.find(c) != std::string_view::npos;
}
constexpr auto name_chars = [] {
  std::array<bool, 256> table{};
  for (std::size_t byte = 0; byte < table.size(); ++byte) {
    table[byte] = is_name_char(static_cast<char>(byte));
  }
  return table;
}();

// How much of `text`, from its begin, is a reg-name or IPv4 address of RFC 3986 section 3.2.2.
std::size_t name_bytes(std::string_view text) noexcept {
  std::size_t at = 0;
  while (at < text.size()) {
    if (name_chars[static_cast<unsigned char>(text[at])]) {
      ++at;
    } else if (text[at] == '%' && text.size() - at >= 3 && hex_value(text[at + 1]) >= 0 &&
               hex_value(text[at + 2]) >= 0) {
      at += 3;
    } else {
      break;
    }
  }
  return at;
}

// True for the text between the brackets of an IPv6 address.
bool is_ipv6(std::string_view text) noexcept {
  return text.size() >= 2 && text.find(':') != std::string_view::npos &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return hex_value(c) >= 0 || c == ':' || c == '.'; });
}

}  // namespace

std::optional<Refusal> FramingGuard::content_length(std::string_view value) noexcept {
  // Equal repetitions and lists of equal lengths may be merged (RFC 9110 section 8.6); nobody
  // honest sends them. from_chars takes no sign, blank or list, and says when 64 bits do not
  // suffice.
  std::uint64_t length = 0;
  const char* const end = value.data() + value.size();
  const auto [stop, error] = std::from_chars(value.data(), end, length);
  const bool is_number = stop == end && error == std::errc();
  if (!is_number || length_ || is_chunked_) {
    return Refusal::malformed;
  }
  length_ = length;
  return std::nullopt;
}

std::optional<Refusal> FramingGuard::transfer_encoding(std::string_view value) noexcept {
  if (version_ == Version::http_1_0 || length_ || is_chunked_) {
    return Refusal::malformed;
  }
  if (equal_ignoring_case(value, "chunked")) {
    is_chunked_ = true;
    return std::nullopt;
  }
  // Another coding is not implemented: 501. But where chunked is not the last one, or comes twice,
  // the length is anybody's guess: 400 (RFC 9112 sections 6.1 and 6.3).
  bool other_before = false;
  bool chunked_before = false;
  ListReader codings(value);
  while (const auto coding = codings.next()) {
    if (chunked_before || !is_token(*coding)) {
      return Refusal::malformed;
    }
    chunked_before = equal_ignoring_case(*coding, "chunked");
    other_before = other_before || !chunked_before;
  }
  return other_before ? Refusal::unknown_coding : Refusal::malformed;
}

void KnownHost::learn(std::string_view value) noexcept {
  if (value.size() <= text_.size()) {
    std::copy(value.begin(), value.end(), text_.begin());
    size_ = static_cast<std::uint8_t>(value.size());
  }
}

std::optional<Refusal> FramingGuard::host(std::string_view value, KnownHost& known) noexcept {
  if (has_host_) {
    return Refusal::malformed;
  }
  if (!known.is(value)) [[unlikely]] {
    if (!is_host(value)) {
      return Refusal::malformed;
    }
    known.learn(value);
  }
  has_host_ = true;
  return std::nullopt;
}

std::optional<Refusal> FramingGuard::head_end() const noexcept {
  if (version_ == Version::http_1_1 && !has_host_) {
    return Refusal::malformed;
  }
  return std::nullopt;
}

FramingGuard::Body FramingGuard::body() const noexcept {
  if (is_chunked_) {
    return Body::chunked;
  }
  return length() > 0 ? Body::length : Body::none;
}

bool is_host(std::string_view value) noexcept {
  std::size_t end = 0;
  if (value.starts_with('[')) {
    const std::size_t close = value.find(']');
    if (close == std::string_view::npos || !is_ipv6(value.substr(1, close - 1))) {
      return false;
    }
    end = close + 1;
  } else {
    end = name_bytes(value);
  }
  if (end == value.size()) {
    return true;
  }
  const std::string_view port = value.substr(end + 1);
  return value[end] == ':' && port.size() <= 5 && std::all_of(port.begin(), port.end(), is_digit);
}

}  // namespace http
