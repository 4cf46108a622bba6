#include "api/page_cache.hpp"

#include <utility>

namespace api {

void PageCache::fill(catalog::Sequence as_of, Page page) {
  // An answer that was deferred may be older than what is already kept.
  if (as_of < sequence_) {
    return;
  }
  const std::size_t cost = page.key.size() + page.bytes.size() + entry_overhead_bytes;
  if (as_of != sequence_ || bytes_ + cost > bytes_max_) {
    pages_ = {};
    bytes_ = 0;
    sequence_ = as_of;
  }
  if (cost > bytes_max_) {
    return;
  }
  if (pages_.try_emplace(std::move(page.key), std::move(page.bytes)).second) {
    bytes_ += cost;
  }
}

}  // namespace api
