// Waits for what another thread does when it thinks fit. Any thread; the condition is called on the
// caller's.
#pragma once

#include <chrono>
#include <thread>

namespace support {

// Whether `condition` comes true before the patience ends.
template <class Condition>
bool eventually(std::chrono::seconds patience, const Condition& condition) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() >= deadline) {
      return false;
    }
    std::this_thread::yield();
  }
  return true;
}

}  // namespace support
