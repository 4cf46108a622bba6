// A clock that stands still until a test moves it. It starts at 2026-05-01T12:00:00.000Z, the year
// that the tests of "this year + 5" count from. Any thread.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

#include "base/clock.hpp"

namespace support {

class FakeClock final : public base::Clock {
 public:
  base::Instant now() const noexcept override {
    return base::Instant{std::chrono::milliseconds{now_ms_.load()}};
  }
  std::chrono::nanoseconds worked() const noexcept override {
    return std::chrono::milliseconds{worked_ms_.load()};
  }
  void advance(std::chrono::milliseconds by) noexcept { now_ms_ += by.count(); }
  void work(std::chrono::milliseconds by) noexcept {
    worked_ms_ += by.count();
    advance(by);
  }

 private:
  std::atomic<std::int64_t> worked_ms_{0};
  std::atomic<std::int64_t> now_ms_{1'777'636'800'000};
};

}  // namespace support
