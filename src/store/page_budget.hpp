// How many books one answer holds, apart from how many were asked for: a page of long books ends
// early and says where to continue. So an answer, even to a slow reader, costs a known amount of
// memory; reading the books costs ten times as much, for a moment. The same in every
// store. Values; any thread.
#pragma once

#include <cstddef>

#include "store/store.hpp"

namespace store {

// The bound on the documents of a page. 1000 catalogue records of usual length take a seventh of
// it.
inline constexpr std::size_t page_bytes_max = std::size_t{4} * 1024 * 1024;

// Filled entry by entry. The entry that fills a page still belongs to it, so every page has one.
class PageBudget {
 public:
  explicit PageBudget(std::size_t limit) noexcept : limit_(limit) {}

  // Called for each entry in turn. The first refused entry means that more entries follow.
  bool has_room() noexcept {
    more_follow_ = entries_ == limit_ || bytes_ >= page_bytes_max;
    return !more_follow_;
  }
  void take(std::size_t bytes) noexcept {
    ++entries_;
    bytes_ += bytes;
  }
  bool more_follow() const noexcept { return more_follow_; }

 private:
  std::size_t limit_;
  std::size_t entries_ = 0;
  std::size_t bytes_ = 0;
  bool more_follow_ = false;
};

// Adds the next entry of a history if it belongs to this page, or else notes that more follow.
void append(History& history, PageBudget& room, VersionEntry&& entry);

}  // namespace store
