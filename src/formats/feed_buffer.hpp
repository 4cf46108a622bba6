// The bytes a Reader was fed and has not handed out yet. Owned by one Reader, one thread.
// Appending and consuming cost amortised constant time per byte, however small the slices;
// append() and consume() invalidate earlier views.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/byte_order_mark.hpp"

namespace formats {

using base::byte_order_mark;

class FeedBuffer {
 public:
  void append(std::string_view bytes) {
    // Moving what is left only when it is the smaller half keeps byte-by-byte feeds linear.
    if (consumed_ > bytes_.size() / 2) {
      bytes_.erase(0, consumed_);
      consumed_ = 0;
    }
    bytes_.append(bytes);
  }

  std::string_view view() const noexcept { return std::string_view(bytes_).substr(consumed_); }

  // Drops `count` bytes, at most all of them, from the front.
  void consume(std::size_t count) noexcept {
    consumed_ += count;
    if (consumed_ >= bytes_.size()) {
      bytes_.clear();
      consumed_ = 0;
    }
  }

 private:
  std::string bytes_;
  std::size_t consumed_ = 0;
};

}  // namespace formats
