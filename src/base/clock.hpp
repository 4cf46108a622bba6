// Wall-clock time as the catalogue sees it: UTC with millisecond resolution; and how long the
// calling thread has worked. Clock is an interface so that tests can hold time still; SystemClock
// is the real one. Any thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace base {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const noexcept = 0;
  virtual std::chrono::nanoseconds worked() const noexcept = 0;
};

class SystemClock final : public Clock {
 public:
  Instant now() const noexcept override;
  std::chrono::nanoseconds worked() const noexcept override;
};

// RFC 3339 in UTC with milliseconds: "2026-11-23T18:04:05.123Z". Years 0000..9999 only.
std::string to_rfc3339(Instant instant);
void append_rfc3339(std::string& out, Instant instant);
// Accepts RFC 3339 date-times (any offset, 0..9 fraction digits, truncated to milliseconds) and a
// bare date (midnight UTC); nullopt for anything else.
std::optional<Instant> parse_rfc3339(std::string_view text) noexcept;

int year_of(Instant instant) noexcept;

}  // namespace base
