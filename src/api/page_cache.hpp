// Finished pages of one I/O thread, kept as long as the catalogue's sequence number stands: a list
// asked again at the same sequence is a copy. Bounded in bytes; the whole cache is dropped when the
// sequence moves or the bound is reached, which costs less than an order of use. One I/O thread.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "catalog/identity.hpp"

namespace api {

class PageCache {
 public:
  explicit PageCache(std::size_t bytes_max) noexcept : bytes_max_(bytes_max) {}

  // `key` is the request's target and whatever else chose the bytes (the coding). nullptr: not
  // here.
  const std::string* find(catalog::Sequence now, std::string_view key) const noexcept {
    if (now != sequence_) {
      return nullptr;
    }
    const auto found = pages_.find(key);
    return found == pages_.end() ? nullptr : &found->second;
  }

  struct Page {
    std::string key;
    std::string bytes;
  };
  void fill(catalog::Sequence as_of, Page page);

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept {
      return std::hash<std::string_view>{}(text);
    }
  };
  static constexpr std::size_t entry_overhead_bytes = 128;

  std::size_t bytes_max_;
  std::size_t bytes_ = 0;
  catalog::Sequence sequence_{-1};
  boost::unordered_flat_map<std::string, std::string, Hash, std::equal_to<>> pages_;
};

}  // namespace api
