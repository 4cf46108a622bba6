#include "http/message.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "base/check.hpp"

namespace http {
namespace {

// The IANA registry's methods besides the seven that have a name of their own, in its order.
constexpr auto registered_methods = std::to_array<std::string_view>({"ACL",
                                                                     "BASELINE-CONTROL",
                                                                     "BIND",
                                                                     "CHECKIN",
                                                                     "CHECKOUT",
                                                                     "CONNECT",
                                                                     "COPY",
                                                                     "LABEL",
                                                                     "LINK",
                                                                     "LOCK",
                                                                     "MERGE",
                                                                     "MKACTIVITY",
                                                                     "MKCALENDAR",
                                                                     "MKCOL",
                                                                     "MKREDIRECTREF",
                                                                     "MKWORKSPACE",
                                                                     "MOVE",
                                                                     "ORDERPATCH",
                                                                     "PRI",
                                                                     "PROPFIND",
                                                                     "PROPPATCH",
                                                                     "QUERY",
                                                                     "REBIND",
                                                                     "REPORT",
                                                                     "SEARCH",
                                                                     "TRACE",
                                                                     "UNBIND",
                                                                     "UNCHECKOUT",
                                                                     "UNLINK",
                                                                     "UNLOCK",
                                                                     "UPDATE",
                                                                     "UPDATEREDIRECTREF",
                                                                     "VERSION-CONTROL"});

struct StatusLine {
  unsigned status;
  std::string_view text;
};
constexpr auto status_lines = std::to_array<StatusLine>({
    {100, "100 Continue"},
    {200, "200 OK"},
    {201, "201 Created"},
    {202, "202 Accepted"},
    {204, "204 No Content"},
    {206, "206 Partial Content"},
    {303, "303 See Other"},
    {304, "304 Not Modified"},
    {307, "307 Temporary Redirect"},
    {308, "308 Permanent Redirect"},
    {400, "400 Bad Request"},
    {401, "401 Unauthorized"},
    {403, "403 Forbidden"},
    {404, "404 Not Found"},
    {405, "405 Method Not Allowed"},
    {406, "406 Not Acceptable"},
    {408, "408 Request Timeout"},
    {409, "409 Conflict"},
    {410, "410 Gone"},
    {412, "412 Precondition Failed"},
    {413, "413 Content Too Large"},
    {414, "414 URI Too Long"},
    {415, "415 Unsupported Media Type"},
    {416, "416 Range Not Satisfiable"},
    {417, "417 Expectation Failed"},
    {421, "421 Misdirected Request"},
    {422, "422 Unprocessable Content"},
    {428, "428 Precondition Required"},
    {429, "429 Too Many Requests"},
    {431, "431 Request Header Fields Too Large"},
    {500, "500 Internal Server Error"},
    {501, "501 Not Implemented"},
    {503, "503 Service Unavailable"},
    {505, "505 HTTP Version Not Supported"},
    {507, "507 Insufficient Storage"},
});

// "000 001 … 999 ": the space that ends a status code stays when there is no reason phrase
// (RFC 9112 section 4).
constexpr auto bare_codes = [] {
  std::array<char, 4000> text{};
  for (std::size_t code = 0; code < 1000; ++code) {
    text[code * 4] = static_cast<char>('0' + code / 100);
    text[code * 4 + 1] = static_cast<char>('0' + code / 10 % 10);
    text[code * 4 + 2] = static_cast<char>('0' + code % 10);
    text[code * 4 + 3] = ' ';
  }
  return text;
}();

bool has_line_break(std::string_view text) noexcept {
  return text.find('\r') != std::string_view::npos || text.find('\n') != std::string_view::npos;
}

}  // namespace

std::string_view to_string(Method method) noexcept {
  switch (method) {
    case Method::get:
      return "GET";
    case Method::head:
      return "HEAD";
    case Method::post:
      return "POST";
    case Method::put:
      return "PUT";
    case Method::patch:
      return "PATCH";
    case Method::del:
      return "DELETE";
    case Method::options:
      return "OPTIONS";
    case Method::other:
    case Method::unknown:
      return {};
  }
  return {};
}

Method method_of(std::string_view token) noexcept {
  using enum Method;
  for (const Method method : {get, post, put, head, patch, del, options}) {
    if (token == to_string(method)) {
      return method;
    }
  }
  const bool registered = std::find(registered_methods.begin(), registered_methods.end(), token) !=
                          registered_methods.end();
  return registered ? other : unknown;
}

Response& Response::add(std::string_view name, std::string_view value) {
  check(!has_line_break(name) && !has_line_break(value));
  headers.append(name).append(": ").append(value).append("\r\n");
  return *this;
}

std::string_view status_line(unsigned status) noexcept {
  const auto* line = std::lower_bound(
      status_lines.begin(), status_lines.end(), status,
      [](const StatusLine& known, unsigned wanted) { return known.status < wanted; });
  if (line != status_lines.end() && line->status == status) {
    return line->text;
  }
  check(status < 1000);
  return std::string_view(bare_codes.data() + std::size_t{status} * 4, 4);
}

}  // namespace http
