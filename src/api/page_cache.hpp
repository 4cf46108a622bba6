// Finished pages of one I/O thread, kept as long as the catalogue's sequence number stands: a list
// asked again at the same sequence is a copy. A page of which it is known what it depends on stays
// until that changes, and is given the tag of the sequence number at which it is asked for. Bounded
// in bytes; the cache is dropped when the bound is reached, and all other pages when the sequence
// moves, which costs less than an order of use. One I/O thread.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "api/changed_ids.hpp"
#include "base/text_hash.hpp"
#include "catalog/identity.hpp"

namespace api {

class PageCache {
 public:
  PageCache(std::size_t bytes_max, const ChangedIds& changed) noexcept
      : changed_(changed), bytes_max_(bytes_max) {}

  bool is_on() const noexcept { return bytes_max_ > 0; }

  // `key` is the request's target and whatever else chose the bytes (the coding). nullptr: not
  // here.
  const std::string* find(catalog::Sequence now, std::string_view key) {
    if (now == sequence_) {
      if (const auto found = pages_.find(key); found != pages_.end()) {
        return &found->second;
      }
    }
    return lasting_.empty() ? nullptr : find_lasting(now, key);
  }

  struct Page {
    std::string key;
    std::string bytes;
    std::optional<search::IdRange> depends_on = std::nullopt;
  };
  void fill(catalog::Sequence as_of, Page page);

 private:
  struct Lasting {
    std::string bytes;
    catalog::Sequence as_of;
    search::IdRange depends_on;
  };
  template <class Value>
  using Map = boost::unordered_flat_map<std::string, Value, base::TextHash, std::equal_to<>>;
  static constexpr std::size_t entry_overhead_bytes = 128;

  const std::string* find_lasting(catalog::Sequence now, std::string_view key);
  void fill_lasting(catalog::Sequence as_of, Page&& page);
  void drop_pages() noexcept;
  void make_room(std::size_t bytes) noexcept;

  const ChangedIds& changed_;
  std::size_t bytes_max_;
  std::size_t bytes_ = 0;
  std::size_t lasting_bytes_ = 0;
  catalog::Sequence sequence_{-1};
  Map<std::string> pages_;
  Map<Lasting> lasting_;
};

}  // namespace api
