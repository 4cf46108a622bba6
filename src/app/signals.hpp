// SIGTERM and SIGINT as events of the main thread. Construct before any other thread starts: they
// inherit the blocked mask, so that no handler ever interrupts the writer or an I/O thread.
#pragma once

#include <chrono>
#include <optional>

namespace app {

class Signals {
 public:
  Signals();

  // The next SIGTERM or SIGINT, or nullopt after `timeout`. Main thread.
  std::optional<int> wait(std::chrono::milliseconds timeout) const;
  // Makes wait() return SIGTERM; any thread.
  static void ask_to_stop() noexcept;
};

}  // namespace app
