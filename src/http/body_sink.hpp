// Where a body goes that is too long for memory, piece by piece as it arrives. The application
// makes one for a request whose head it has seen; the connection owns it, and drops it with the
// request: a body that never became whole leaves nothing. The connection's thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

namespace http {

class BodySink {
 public:
  virtual ~BodySink() = default;
  BodySink() = default;
  BodySink(const BodySink&) = delete;
  BodySink& operator=(const BodySink&) = delete;

  // more: it has room. wait: it took the bytes, and calls `ready` on the connection's thread when
  // it has room again; the client is not read from meanwhile. refused: the request is handled at
  // once, as far as it has come, and the connection closes.
  enum class Taken : std::uint8_t { more, wait, refused };
  virtual Taken take(std::string_view bytes, std::function<void()> ready) = 0;
};

}  // namespace http
