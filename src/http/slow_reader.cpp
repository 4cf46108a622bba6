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

void SlowReaders::forget(SlowReader& reader) noexcept {
  held_ -= reader.held_bytes_;
  held_by_all_ -= reader.held_bytes_;
  reader.held_bytes_ = 0;
  readers_.erase(readers_.iterator_to(reader));
}

}  // namespace http
