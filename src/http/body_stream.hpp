// A body that is made while it is sent, piece by piece as the socket takes it, so that an answer of
// any length costs a known amount of memory. Made by the Application, carried by a Response, driven
// by its connection; that I/O thread alone calls it.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace http {

// About so much is made at once; a piece may be as much longer as its last part.
inline constexpr std::size_t stream_piece_bytes = 64 * 1024;

class BodyStream {
 public:
  using Clock = std::chrono::steady_clock;
  // Calls make() again. Does nothing once the stream is gone.
  using Wake = std::function<void()>;
  // some: make() may be called again at once. later: nothing can be made before `wake`. broken: the
  // rest cannot be made: the connection ends without the body's end, so that nobody takes what was
  // sent for the whole.
  enum class Made : std::uint8_t { some, later, end, broken };

  BodyStream() = default;
  virtual ~BodyStream() = default;
  BodyStream(const BodyStream&) = delete;
  BodyStream& operator=(const BodyStream&) = delete;

  // Before everything else, once the head is on its way.
  virtual void begin(Wake wake) = 0;
  // Appends what comes next. An exception is as good as `broken`.
  virtual Made make(std::string& out) = 0;
  // Finished field lines that follow the body, where it is sent in chunks.
  virtual std::string trailers() const { return {}; }
  // Every few hundred milliseconds, whether the client reads or not.
  virtual void tick(Clock::time_point /*now*/) {}
  // Whether the stream ends by itself, or only when somebody ends it: then it ends as soon as the
  // client or the server has had enough, and make() says `end` after end_now().
  enum class Ends : std::uint8_t { by_itself, when_told };
  virtual Ends ends() const noexcept { return Ends::by_itself; }
  virtual void end_now() noexcept {}
};

}  // namespace http
