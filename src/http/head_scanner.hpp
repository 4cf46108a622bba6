// Finds the end of a request's head byte by byte and refuses what no head may hold: bare CR or LF,
// controls, folded lines, too long a target, too many bytes or fields (RFC 9112 sections 2.2, 3,
// 5). Its verdict depends on the bytes alone, never on how they were cut into reads: a head that
// is refused is refused at the same byte however it arrives. One connection, its thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "http/application.hpp"
#include "http/limits.hpp"

namespace http {

class HeadScanner {
 public:
  enum class State : std::uint8_t { more, whole, refused };
  struct Verdict {
    State state = State::more;
    std::size_t size = 0;                  // of the head, when whole
    Refusal refusal = Refusal::malformed;  // when refused
  };

  explicit HeadScanner(const Limits& limits) noexcept : limits_(limits) {}

  // `bytes` starts with the request line and holds everything received of the head so far; each
  // call looks only at what the last one has not seen.
  Verdict scan(std::string_view bytes) noexcept;
  // True when any byte of a head has been seen.
  bool has_begun() const noexcept { return next_ > 0; }
  // Field lines of the head found whole.
  std::size_t fields() const noexcept { return lines_ - 1; }
  void reset() noexcept { next_ = line_ = lines_ = 0; }

 private:
  bool target_is_too_long(std::string_view request_line) const noexcept;

  const Limits& limits_;
  std::size_t next_ = 0;   // first byte not yet judged
  std::size_t line_ = 0;   // first byte of the line it is in
  std::size_t lines_ = 0;  // lines ended so far, the request line among them
};

}  // namespace http
