// A minimum transfer rate: a full window with fewer bytes than the bound misses it. The caller
// passes a count that only grows, of bytes received of a body or of answer bytes that a client has
// taken. Values; one thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace http {

class MinimumRate {
 public:
  using Clock = std::chrono::steady_clock;
  struct Bound {
    std::size_t bytes_per_second;
    std::chrono::milliseconds window;
  };

  void restart(Clock::time_point now, std::uint64_t bytes) noexcept {
    is_measuring_ = true;
    window_ = now;
    bytes_ = bytes;
  }
  // Does nothing while it is measuring.
  void begin(Clock::time_point now, std::uint64_t bytes) noexcept {
    if (!is_measuring_) {
      restart(now, bytes);
    }
  }
  void end() noexcept { is_measuring_ = false; }

  // false until a window has passed, which begins the next. The bound may change meanwhile.
  bool is_missed(Clock::time_point now, std::uint64_t bytes, const Bound& bound) noexcept {
    const auto passed = std::chrono::duration_cast<std::chrono::milliseconds>(now - window_);
    if (!is_measuring_ || passed < bound.window) {
      return false;
    }
    const std::uint64_t least =
        bound.bytes_per_second * static_cast<std::uint64_t>(passed.count()) / 1000;
    const bool is_missed = bytes - bytes_ < least;
    restart(now, bytes);
    return is_missed;
  }

 private:
  bool is_measuring_ = false;
  Clock::time_point window_{};
  std::uint64_t bytes_ = 0;  // when the window began
};

}  // namespace http
