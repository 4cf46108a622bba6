// A value or the reason why there is none: the API of std::expected, which the clang tools of this
// toolchain cannot see. Any thread; no allocation of its own.
// `E` is chosen by the layer: the domain uses catalog::Result<T> (E = Problem).
#pragma once

#include <type_traits>
#include <utility>
#include <variant>

#include "base/check.hpp"

namespace base {

template <class E>
struct Unexpected {
  E error;
};

template <class T, class E>
class [[nodiscard]] Expected {
 public:
  using value_type = T;
  using error_type = E;

  template <class U = T>
    requires std::is_constructible_v<T, U&&>
  Expected(U&& value) : state_(std::in_place_index<0>, std::forward<U>(value)) {}
  template <class G>
  Expected(Unexpected<G> failure) : state_(std::in_place_index<1>, std::move(failure.error)) {}

  bool has_value() const noexcept { return state_.index() == 0; }
  explicit operator bool() const noexcept { return has_value(); }

  T& operator*() & noexcept { return *value_ptr(); }
  const T& operator*() const& noexcept { return *value_ptr(); }
  T&& operator*() && noexcept { return std::move(*value_ptr()); }
  T* operator->() noexcept { return value_ptr(); }
  const T* operator->() const noexcept { return value_ptr(); }

  E& error() & noexcept { return *error_ptr(); }
  const E& error() const& noexcept { return *error_ptr(); }
  E&& error() && noexcept { return std::move(*error_ptr()); }

 private:
  T* value_ptr() noexcept { return checked(std::get_if<0>(&state_)); }
  const T* value_ptr() const noexcept { return checked(std::get_if<0>(&state_)); }
  E* error_ptr() noexcept { return checked(std::get_if<1>(&state_)); }
  const E* error_ptr() const noexcept { return checked(std::get_if<1>(&state_)); }
  template <class P>
  static P* checked(P* pointer) noexcept {
    check(pointer != nullptr);
    return pointer;
  }

  std::variant<T, E> state_;
};

// For operations that only succeed or fail.
struct Done {};

}  // namespace base
