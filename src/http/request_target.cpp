#include "http/request_target.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "http/framing.hpp"
#include "http/syntax.hpp"

namespace http {
namespace {

// Wider than RFC 3986's set: browsers send | and ^ as they are, and people type "?autor=josé" into
// curl, so whole UTF-8 passes too. Nothing that could end the target or start a fragment does.
constexpr unsigned forbidden = 1;
constexpr unsigned beyond_ascii = 2;
constexpr unsigned question_mark = 4;
consteval std::array<std::uint8_t, 256> target_table() {
  std::array<std::uint8_t, 256> table{};
  for (std::size_t byte = 0; byte < 0x100; ++byte) {
    const bool is_forbidden = byte <= 0x20 || byte == 0x7f || byte == '#';
    table[byte] = is_forbidden ? forbidden : byte >= 0x80 ? beyond_ascii : 0;
  }
  table['?'] = question_mark;
  return table;
}
constexpr std::array<std::uint8_t, 256> target_chars = target_table();

// The marks of all its bytes together: one look at each answers every question about them.
unsigned marks_of(std::string_view raw) noexcept {
  unsigned marks = 0;
  for (const char c : raw) {
    marks |= target_chars[static_cast<unsigned char>(c)];
  }
  return marks;
}

bool is_target(std::string_view raw, unsigned marks) noexcept {
  return !raw.empty() && (marks & forbidden) == 0 &&
         ((marks & beyond_ascii) == 0 || base::is_valid_utf8(raw));
}

TargetParts split_query(std::string_view target) noexcept {
  TargetParts parts{.target = target, .path = target, .query = {}, .authority = {}};
  const std::size_t mark = target.find('?');
  if (mark != std::string_view::npos) {
    parts.path = target.substr(0, mark);
    parts.query = target.substr(mark + 1);
  }
  return parts;
}

// The text after "http://" or "https://"; data() is nullptr for anything else.
std::string_view after_scheme(std::string_view raw) noexcept {
  const std::size_t end = raw.find("://");
  if (end == std::string_view::npos) {
    return {};
  }
  const std::string_view scheme = raw.substr(0, end);
  const bool is_http = equal_ignoring_case(scheme, "http") || equal_ignoring_case(scheme, "https");
  return is_http ? raw.substr(end + 3) : std::string_view{};
}

std::optional<TargetParts> split_absolute(Method method, std::string_view raw,
                                          std::string& storage) {
  const std::string_view rest = after_scheme(raw);
  const std::size_t end = std::min(rest.find_first_of("/?"), rest.size());
  const std::string_view authority = rest.substr(0, end);
  if (authority.empty() || !is_host(authority)) {
    return std::nullopt;
  }
  std::string_view target = rest.substr(end);
  if (!target.starts_with('/')) {
    // RFC 9112 section 3.2.4: the server-wide OPTIONS in absolute-form has no path.
    storage = target.empty() && method == Method::options ? "*" : "/";
    storage.append(target);
    target = storage;
  }
  TargetParts parts = split_query(target);
  parts.authority = authority;
  return parts;
}

}  // namespace

std::optional<TargetParts> split_target(Method method, std::string_view method_token,
                                        std::string_view raw, std::string& storage) {
  const unsigned marks = marks_of(raw);
  if (!is_target(raw, marks)) {
    return std::nullopt;
  }
  if (raw.front() == '/') {
    return (marks & question_mark) == 0
               ? TargetParts{.target = raw, .path = raw, .query = {}, .authority = {}}
               : split_query(raw);
  }
  if (method_token == "CONNECT" && is_host(raw)) {
    return TargetParts{.target = raw, .path = "*", .query = {}, .authority = {}};
  }
  if (raw == "*") {
    return method == Method::options ? std::optional(split_query(raw)) : std::nullopt;
  }
  return split_absolute(method, raw, storage);
}

}  // namespace http
