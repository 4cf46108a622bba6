// The bytes a connection has yet to send. What std::string would not do: it appends inline, without
// a call for each piece of an answer. One connection, its I/O thread. A failed growth leaves it as
// it was.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <string_view>
#include <utility>

namespace http {

class OutputBuffer {
 public:
  const char* data() const noexcept { return bytes_.get(); }
  std::size_t size() const noexcept { return size_; }
  std::size_t capacity() const noexcept { return capacity_; }
  std::string_view text() const noexcept { return {data(), size_}; }
  void clear() noexcept { size_ = 0; }
  void give_back_memory() noexcept {
    bytes_.reset();
    size_ = capacity_ = 0;
  }

  // Drops the first `bytes` and the memory they took. false: no memory for the rest to move to.
  bool drop_front(std::size_t bytes) noexcept {
    const std::size_t left = size_ - bytes;
    std::unique_ptr<char[]> smaller(new (std::nothrow) char[left]);
    if (!smaller) {
      return false;
    }
    std::copy_n(bytes_.get() + bytes, left, smaller.get());
    bytes_ = std::move(smaller);
    size_ = capacity_ = left;
    return true;
  }

  OutputBuffer& append(std::string_view bytes) {
    make_room(bytes.size());
    std::copy(bytes.begin(), bytes.end(), bytes_.get() + size_);
    size_ += bytes.size();
    return *this;
  }
  // For `bytes` more; at least doubles what it must change.
  void make_room(std::size_t bytes) {
    if (capacity_ - size_ < bytes) [[unlikely]] {
      grow(bytes);
    }
  }

 private:
  // Apart, or append() is too large to be taken in where it is called.
  [[gnu::noinline]] void grow(std::size_t bytes) {
    const std::size_t capacity = std::max(size_ + bytes, capacity_ * 2);
    auto larger = std::make_unique_for_overwrite<char[]>(capacity);
    std::copy_n(bytes_.get(), size_, larger.get());
    bytes_ = std::move(larger);
    capacity_ = capacity;
  }

  std::unique_ptr<char[]> bytes_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace http
