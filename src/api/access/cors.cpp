#include "api/access/cors.hpp"

#include <algorithm>
#include <utility>

#include "http/syntax.hpp"

namespace api {
namespace {

constexpr std::string_view exposed_line =
    "Access-Control-Expose-Headers: Accept-Patch, ETag, Idempotent-Replayed, Link, Location, "
    "RateLimit, RateLimit-Policy, Retry-After, WWW-Authenticate, X-Busca, X-Busca-Ignoradas, "
    "X-Busca-Sugestao, X-Catalogo-Atraso, X-Catalogo-Seq, X-Proximo-Cursor, X-Request-Id, "
    "X-Total-Count, X-Total-Minimo\r\n";
constexpr std::string_view allowed_headers_line =
    "Access-Control-Allow-Headers: Authorization, Content-Type, Idempotency-Key, If-Match, "
    "If-None-Match, If-Unmodified-Since, Last-Event-ID, Prefer, X-Catalogo-Seq, X-Request-Id, "
    "traceparent\r\n";
// Browsers keep it two hours at most.
constexpr std::string_view max_age_line = "Access-Control-Max-Age: 7200\r\n";

bool is_host_char(char c) noexcept {
  return (c >= 'a' && c <= 'z') || http::is_digit(c) || c == '-' || c == '.' || c == '[' ||
         c == ']' || c == ':';
}

}  // namespace

bool is_origin(std::string_view text) noexcept {
  const std::size_t slashes = text.find("://");
  if (slashes == std::string_view::npos || slashes == 0) {
    return false;
  }
  const std::string_view scheme = text.substr(0, slashes);
  const std::string_view host = text.substr(slashes + 3);
  const bool own_port =
      (scheme == "http" && host.ends_with(":80")) || (scheme == "https" && host.ends_with(":443"));
  return !host.empty() && !own_port && !host.starts_with(':') && !host.ends_with(':') &&
         std::ranges::all_of(scheme, [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; }) &&
         std::ranges::all_of(host, is_host_char);
}

Cors::Cors(std::vector<std::string> origins) : origins_(std::move(origins)) {
  if (origins_.empty()) {
    return;
  }
  if (std::ranges::find(origins_, "*") != origins_.end()) {
    anybody_ = true;
    origins_.clear();
    common_lines_.append("Access-Control-Allow-Origin: *\r\n").append(exposed_line);
    return;
  }
  // Also to those who name no origin: a cache must not give their answer to one who does.
  common_lines_ = "Vary: Origin\r\n";
}

std::string Cors::lines_for(const http::Request& request) const {
  const std::string_view origin = request.header(http::Header::origin);
  if (anybody_ || !admits(origin)) {
    return {};
  }
  std::string lines("Access-Control-Allow-Origin: ");
  return lines.append(origin).append("\r\n").append(exposed_line);
}

bool Cors::admits(std::string_view origin) const noexcept {
  return anybody_ || std::ranges::find(origins_, origin) != origins_.end();
}

bool Cors::is_preflight(const http::Request& request) const noexcept {
  return request.method == http::Method::options && request.has(http::Header::origin) &&
         request.has(http::Header::request_method) && admits(request.header(http::Header::origin));
}

std::string Cors::preflight_lines(std::string_view allow) const {
  std::string lines("Access-Control-Allow-Methods: ");
  lines.append(allow).append("\r\n").append(allowed_headers_line).append(max_age_line);
  return lines;
}

}  // namespace api
