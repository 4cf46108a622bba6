// Header lines of every answer: the request's id and the catalogue's sequence.
// An id is the client's X-Request-Id when it is harmless, else the trace id of its traceparent (W3C
// Trace Context), else one of our own: 8 random hex digits of this thread, 8 of a counter.
// One I/O thread; on the hot path nothing is allocated and only what changed is written.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "catalog/identity.hpp"
#include "http/message.hpp"

namespace api {

class RequestIds {
 public:
  RequestIds();

  // True when the client brought an id, so that ours is not needed.
  static bool brings_id(const http::Request& request) noexcept {
    return request.has(http::Header::request_id) || request.has(http::Header::traceparent);
  }

  // Valid until the next call or, for a client's own id, as long as the request.
  std::string_view id_of(const http::Request& request) noexcept;

  // The next id of our own, and both lines ready to send. Valid until the next call.
  struct Ready {
    std::string_view id;
    std::string_view lines;
  };
  Ready next(catalog::Sequence as_of);

  // The lines for any id; with the client's traceparent when it sent a valid one.
  struct Stamp {
    std::string_view id;
    std::optional<catalog::Sequence> as_of;
  };
  static std::string lines(const Stamp& stamp, const http::Request& request);

 private:
  std::string_view advance() noexcept;

  std::string ready_;  // "X-Request-Id: 0123456789abcdef\r\nX-Catalogo-Seq: 42\r\n"
  catalog::Sequence as_of_{-1};
};

// The 32 hex digits of a valid traceparent, else empty.
std::string_view trace_id_of(std::string_view traceparent) noexcept;

}  // namespace api
