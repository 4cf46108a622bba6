#include "catalog/web_url.hpp"

#include <algorithm>
#include <cstddef>

#include "base/ascii.hpp"
#include "base/text.hpp"

namespace catalog {
namespace {

bool is_port(std::string_view text) noexcept {
  unsigned value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9' || value > 65'535) {
      return false;
    }
    value = value * 10 + static_cast<unsigned>(c - '0');
  }
  return text.empty() || (value >= 1 && value <= 65'535);
}

// [user@]host[:port] or [user@][v6][:port].
bool is_authority(std::string_view text) noexcept {
  const std::size_t at = text.rfind('@');
  std::string_view host = at == std::string_view::npos ? text : text.substr(at + 1);
  std::string_view port;
  if (host.starts_with('[')) {
    const std::size_t closing = host.find(']');
    if (closing == std::string_view::npos || closing < 3) {
      return false;
    }
    port = host.substr(closing + 1);
    host = host.substr(0, closing + 1);
  } else {
    const std::size_t colon = std::min(host.find(':'), host.size());
    port = host.substr(colon);
    host = host.substr(0, colon);
  }
  if (!port.empty() && (port.front() != ':' || !is_port(port.substr(1)))) {
    return false;
  }
  return !host.empty();
}

constexpr base::ByteSet forbidden_signs("<>\"\\^`{|}\x7F");

bool is_forbidden(char c) noexcept {
  return static_cast<unsigned char>(c) <= 0x20 || forbidden_signs.has(c);
}

}  // namespace

bool is_web_url(std::string_view text) noexcept {
  if (std::ranges::any_of(text, is_forbidden) || base::has_control(text, base::Newlines::refused)) {
    return false;
  }
  std::string_view rest = text;
  if (base::begins_ignoring_case(rest, "https://")) {
    rest.remove_prefix(8);
  } else if (base::begins_ignoring_case(rest, "http://")) {
    rest.remove_prefix(7);
  } else {
    return false;
  }
  return is_authority(rest.substr(0, rest.find_first_of("/?#")));
}

}  // namespace catalog
