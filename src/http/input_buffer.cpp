#include "http/input_buffer.hpp"

#include <algorithm>
#include <cstring>

namespace http {

std::span<char> InputBuffer::room() {
  const std::size_t size = end_ - begin_;
  if (size == 0) {
    begin_ = end_ = 0;
  }
  // A head must be able to lie in one piece, so a full buffer grows whatever was wanted.
  const std::size_t capacity =
      std::min(std::max(wanted_, size == capacity_ ? size * 2 : size), bytes_max_);
  if (capacity > capacity_ || (size == 0 && capacity < capacity_)) {
    resize(capacity);
  } else if (begin_ > 0) {
    std::memmove(bytes_.get(), bytes_.get() + begin_, size);
    begin_ = 0;
    end_ = size;
  }
  return {bytes_.get() + end_, capacity_ - end_};
}

void InputBuffer::commit(std::size_t bytes) noexcept {
  const std::size_t room = capacity_ - end_;
  end_ += bytes;
  if (bytes == room) {
    wanted_ = std::min(capacity_ * 2, bytes_max_);
  } else if (bytes < capacity_ / 8) {
    wanted_ = std::min(bytes_least, bytes_max_);
  }
}

void InputBuffer::resize(std::size_t capacity) {
  auto bytes = std::make_unique_for_overwrite<char[]>(capacity);
  const std::size_t size = end_ - begin_;
  if (size > 0) {
    std::memcpy(bytes.get(), bytes_.get() + begin_, size);
  }
  bytes_ = std::move(bytes);
  capacity_ = capacity;
  begin_ = 0;
  end_ = size;
}

}  // namespace http
