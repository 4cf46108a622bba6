// A value that lies apart, on the heap: to move its holder moves a pointer, to copy it copies the
// value. For large values that are handed on many times. One thread, like any value.
#pragma once

#include <memory>
#include <utility>

namespace base {

template <class T>
class Boxed {
 public:
  // Implicit, so that whoever has the value gives it as before.
  Boxed(T&& value) : value_(std::make_unique<T>(std::move(value))) {}
  Boxed(const T& value) : value_(std::make_unique<T>(value)) {}
  Boxed(const Boxed& other) : Boxed(*other) {}
  // Afterwards the other is to be assigned or ended, nothing else.
  Boxed(Boxed&&) noexcept = default;
  Boxed& operator=(const Boxed& other) { return *this = Boxed(other); }
  Boxed& operator=(Boxed&&) noexcept = default;
  ~Boxed() = default;

  T& operator*() & noexcept { return *value_; }
  T&& operator*() && noexcept { return std::move(*value_); }
  const T& operator*() const& noexcept { return *value_; }
  T* operator->() noexcept { return value_.get(); }
  const T* operator->() const noexcept { return value_.get(); }

 private:
  std::unique_ptr<T> value_;
};

}  // namespace base
