// What was made of texts that many books share, kept so that it is made once. Bounded in bytes:
// when it is full, it begins anew. `Made` tells its own bytes(). Used by one thread.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "base/text_hash.hpp"

namespace search {

template <class Made>
class MadeBefore {
 public:
  static constexpr std::size_t bytes_max = std::size_t{1024} * 1024;

  // What was made of this text, or what `make` makes of it now. Valid until the next text.
  template <class Make>
  Made& of(std::string_view text, const Make& make) {
    if (const auto known = made_.find(text); known != made_.end()) {
      return known->second;
    }
    Made made = make();
    const std::size_t more = entry_bytes + text.size() + made.bytes();
    if (bytes_ + more > bytes_max) {
      clear();
    }
    bytes_ += more;
    return made_.try_emplace(std::string(text), std::move(made)).first->second;
  }
  void clear() {
    made_.clear();
    bytes_ = 0;
  }
  std::size_t bytes() const noexcept { return bytes_; }

 private:
  static constexpr std::size_t entry_bytes = sizeof(std::string) + sizeof(Made) + 16;
  boost::unordered_flat_map<std::string, Made, base::TextHash, std::equal_to<>> made_;
  std::size_t bytes_ = 0;
};

}  // namespace search
