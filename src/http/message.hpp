// A request and a response as values, without sockets and without the domain.
// A Request's views point into its connection's buffers and stay valid until its answer has been
// sent, deferred or not. One I/O thread.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace http {

class BodyStream;

// RFC 9110 section 9 and RFC 5789. `other`: a registered method this server never routes (TRACE,
// CONNECT, …) -> 405; `unknown`: a token nobody registered -> 501.
enum class Method : std::uint8_t { get, head, post, put, patch, del, options, other, unknown };
inline constexpr std::size_t method_count = 9;
// "GET", "DELETE", …; empty for other and unknown.
std::string_view to_string(Method method) noexcept;
// Case matters: "get" is unknown (RFC 9110 section 9.1).
Method method_of(std::string_view token) noexcept;

// The header fields somebody reads; all others are checked for syntax and dropped.
enum class Header : std::uint8_t {
  accept,
  accept_encoding,
  accept_language,
  authorization,
  catalogue_sequence,  // X-Catalogo-Seq
  content_encoding,
  content_type,
  cookie,
  expect,
  forwarded_for,    // X-Forwarded-For
  forwarded_proto,  // X-Forwarded-Proto
  host,
  idempotency_key,
  if_match,
  if_none_match,
  if_unmodified_since,
  last_event_id,
  mcp_protocol_version,  // MCP-Protocol-Version
  origin,
  prefer,
  request_id,      // X-Request-Id
  request_method,  // Access-Control-Request-Method
  sec_fetch_site,
  te,
  traceparent,
  user_agent,
};
inline constexpr std::size_t header_count = static_cast<std::size_t>(Header::user_agent) + 1;

class BodySink;

struct Request {
  Method method = Method::get;
  std::string_view method_token;
  std::string_view target;  // as sent, origin-form (absolute-form is reduced to it)
  std::string_view path;    // before '?', still percent-encoded; "*" for OPTIONS * and CONNECT
  std::string_view query;   // after '?', without it
  std::string body;
  BodySink* sink = nullptr;  // where the body went in place of `body`; the connection's
  bool takes_chunks = true;  // not HTTP/1.0
  bool is_secure = false;    // by TLS, as a trusted proxy says
  // What the application left with an earlier answer of the connection; 0: nothing.
  std::uint64_t note = 0;
  std::string_view peer;  // numeric address of the client's socket, or of whom it speaks for
  std::chrono::steady_clock::time_point started;

  // Repeated list-valued fields arrive joined with ", ". data() is nullptr when absent.
  std::string_view header(Header name) const noexcept {
    return headers[static_cast<std::size_t>(name)];
  }
  bool has(Header name) const noexcept { return header(name).data() != nullptr; }
  // One look for all of them.
  template <Header... names>
  bool has_any() const noexcept {
    return ((reinterpret_cast<std::uintptr_t>(header(names).data())) | ...) != 0;
  }

  std::array<std::string_view, header_count> headers{};
};

struct Response {
  unsigned status = 200;
  std::string headers;  // finished lines "Name: value\r\n"; no Date, Content-Length, Connection
  std::string body;
  enum class After : std::uint8_t { keep, close } after = After::keep;
  // In place of `body`, which is empty then (http/body_stream.hpp).
  std::shared_ptr<BodyStream> stream = nullptr;
  std::uint64_t note = 0;  // for the connection's next requests, where it is not 0

  // Neither may hold CR or LF: values from outside must have been checked (a bug otherwise).
  Response& add(std::string_view name, std::string_view value);
};

// "200 OK", "422 Unprocessable Content", …; for an unlisted status just the number.
std::string_view status_line(unsigned status) noexcept;

}  // namespace http
