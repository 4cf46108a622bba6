// check(condition): a bug detector that stays on in every build. Any thread.
// A false condition is logged to stderr and the process aborts; the supervisor restarts it, and
// acknowledged writes are on disk. Never use it for what a client or the environment can cause.
#pragma once

#include <source_location>

namespace base {

[[noreturn]] void check_failed(std::source_location where) noexcept;

}  // namespace base

inline void check(bool condition,
                  std::source_location where = std::source_location::current()) noexcept {
  if (!condition) [[unlikely]] {
    base::check_failed(where);
  }
}
