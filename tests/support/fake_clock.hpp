// A clock that stands still until a test moves it. It starts at 2026-05-01T12:00:00.000Z, the year
// that the tests of "this year + 5" count from. One thread.
#pragma once

#include <chrono>

#include "base/clock.hpp"

namespace support {

class FakeClock final : public base::Clock {
 public:
  base::Instant now() const noexcept override { return now_; }
  void advance(std::chrono::milliseconds by) noexcept { now_ += by; }

 private:
  base::Instant now_{std::chrono::milliseconds{1'777'636'800'000}};
};

}  // namespace support
