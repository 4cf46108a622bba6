// The bodies of requests that are arriving or being answered: they lie in memory, so all of them
// together have a bound. From half of it on they must arrive more quickly; beyond it whoever sends
// more than a little is refused. One I/O thread's; the sum is everyone's.
#pragma once

#include <atomic>
#include <cstddef>

namespace http {

class BodyMemory {
 public:
  // `held_by_all`: bytes of the bodies of every thread.
  BodyMemory(std::size_t bytes_max, std::atomic<std::size_t>& held_by_all) noexcept
      : bytes_max_(bytes_max), held_by_all_(held_by_all) {}

  void change(std::size_t from, std::size_t to) noexcept {
    // Modulo 2^64: also less.
    held_by_all_.fetch_add(to - from, std::memory_order_relaxed);
  }
  bool is_crowded() const noexcept { return held() > bytes_max_ / 2; }
  // Bodies of a few kilobytes cost no more than their connections do.
  bool refuses(std::size_t body_bytes) const noexcept {
    return body_bytes > little_bytes_max && held() > bytes_max_;
  }

 private:
  static constexpr std::size_t little_bytes_max = 16 * 1024;
  std::size_t held() const noexcept { return held_by_all_.load(std::memory_order_relaxed); }

  std::size_t bytes_max_;
  std::atomic<std::size_t>& held_by_all_;
};

}  // namespace http
