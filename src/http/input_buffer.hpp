// The bytes a connection has received and not yet used. Starts small, because most connections
// idle; grows while reads fill it and shrinks when they no longer do. One connection, its I/O
// thread. Views into unread() stay valid until room() is called, consume() does not move anything.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

namespace http {

class InputBuffer {
 public:
  explicit InputBuffer(std::size_t bytes_max) noexcept : bytes_max_(bytes_max) {}

  std::string_view unread() const noexcept { return {bytes_.get() + begin_, end_ - begin_}; }
  bool empty() const noexcept { return begin_ == end_; }
  void consume(std::size_t bytes) noexcept { begin_ += bytes; }
  void clear() noexcept { begin_ = end_; }
  // Only while it is empty.
  void give_back_memory() noexcept {
    bytes_.reset();
    begin_ = end_ = capacity_ = 0;
    wanted_ = std::min(bytes_least, bytes_max_);
  }

  // Where the next read may write, at least one byte unless unread() already holds bytes_max.
  std::span<char> room();
  // `bytes` of what room() gave have been written.
  void commit(std::size_t bytes) noexcept;

 private:
  static constexpr std::size_t bytes_least = 2048;
  void resize(std::size_t capacity);

  std::unique_ptr<char[]> bytes_;
  std::size_t bytes_max_;
  std::size_t capacity_ = 0;
  std::size_t wanted_ = bytes_least;  // capacity for the next read
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace http
