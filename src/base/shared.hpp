// A value that does not change, held in common: to copy its holder copies a pointer. Who needs
// another value puts one in its place. For large values that are kept in several places at once.
// The value may be read on any thread, each holder is one thread's.
#pragma once

#include <memory>
#include <utility>

namespace base {

template <class T>
class Shared {
 public:
  // Implicit both ways, so that callers pass and read plain values.
  Shared(T&& value) : value_(std::make_shared<const T>(std::move(value))) {}
  Shared(const T& value) : value_(std::make_shared<const T>(value)) {}
  // Holds T{}, as a moved-from holder does.
  Shared() noexcept = default;

  const T& operator*() const noexcept { return value_ ? *value_ : none(); }
  const T* operator->() const noexcept { return &**this; }
  // The reference lives as long as a holder of the value: never bind it to a temporary one.
  operator const T&() const noexcept { return **this; }

  // A copy of its own, to be changed before anybody else holds it.
  T& edit() {
    auto copy = std::make_shared<T>(**this);
    T& value = *copy;
    value_ = std::move(copy);
    return value;
  }

  bool operator==(const Shared& other) const { return value_ == other.value_ || **this == *other; }
  bool operator==(const T& other) const { return **this == other; }

 private:
  static const T& none() noexcept {
    static const T value;
    return value;
  }

  std::shared_ptr<const T> value_;
};

}  // namespace base
