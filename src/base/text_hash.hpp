// The hash of a map of texts in which a view is looked up without making a text of it. Pure, any
// thread.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

namespace base {

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const noexcept {
    return std::hash<std::string_view>{}(text);
  }
};

}  // namespace base
