#include "http/slow_reader.hpp"

namespace http {

void SlowReaders::hold(SlowReader& reader, std::size_t bytes) noexcept {
  if (reader.held_bytes_ == 0) {
    readers_.push_back(reader);
  }
  // Modulo 2^64: also less.
  held_ += bytes - reader.held_bytes_;
  held_by_all_ += bytes - reader.held_bytes_;
  reader.held_bytes_ = bytes;
  while (held_by_all_ > bytes_max_ && held_ > share_ && !readers_.empty()) {
    SlowReader& longest = readers_.front();
    release(longest);
    longest.cut_off();
  }
}

void SlowReaders::release(SlowReader& reader) noexcept {
  if (reader.held_bytes_ == 0) {
    return;
  }
  held_ -= reader.held_bytes_;
  held_by_all_ -= reader.held_bytes_;
  reader.held_bytes_ = 0;
  readers_.erase(readers_.iterator_to(reader));
}

void SendRate::begin(Clock::time_point now, std::uint64_t acknowledged) noexcept {
  if (!is_measuring_) {
    is_measuring_ = true;
    window_ = now;
    acknowledged_ = acknowledged;
  }
}

bool SendRate::is_too_low(Clock::time_point now, std::uint64_t acknowledged,
                          const Limits& limits) noexcept {
  const auto window = limits.send_rate_window;
  if (!is_measuring_ || now - window_ < window) {
    return false;
  }
  const auto least =
      limits.sent_bytes_per_second_min * static_cast<std::size_t>(window.count()) / 1000;
  const bool too_low = acknowledged - acknowledged_ < least;
  window_ = now;
  acknowledged_ = acknowledged;
  return too_low;
}

}  // namespace http
