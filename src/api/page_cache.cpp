#include "api/page_cache.hpp"

#include <utility>

#include "api/answer/etag.hpp"

namespace api {

const std::string* PageCache::find_lasting(catalog::Sequence now, std::string_view key) {
  const auto found = lasting_.find(key);
  if (found == lasting_.end()) {
    return nullptr;
  }
  Lasting& page = found->second;
  if (page.as_of == now) {
    return &page.bytes;
  }
  if (now < page.as_of || changed_.any_since(page.as_of, page.depends_on)) {
    return nullptr;
  }
  lasting_bytes_ -= page.bytes.size();
  const bool is_renewed = renew_tag(page.bytes, now);
  lasting_bytes_ += page.bytes.size();
  page.as_of = is_renewed ? now : page.as_of;
  return is_renewed ? &page.bytes : nullptr;
}

void PageCache::fill(catalog::Sequence as_of, Page page) {
  if (page.depends_on) {
    fill_lasting(as_of, std::move(page));
    return;
  }
  // An answer that was deferred may be older than what is already kept.
  if (as_of < sequence_) {
    return;
  }
  if (as_of != sequence_) {
    drop_pages();
    sequence_ = as_of;
  }
  const std::size_t cost = page.key.size() + page.bytes.size() + entry_overhead_bytes;
  make_room(cost);
  if (cost > bytes_max_) {
    return;
  }
  if (pages_.try_emplace(std::move(page.key), std::move(page.bytes)).second) {
    bytes_ += cost;
  }
}

void PageCache::fill_lasting(catalog::Sequence as_of, Page&& page) {
  const std::size_t cost = page.key.size() + page.bytes.size() + entry_overhead_bytes;
  if (const auto known = lasting_.find(page.key); known != lasting_.end()) {
    if (as_of < known->second.as_of) {
      return;
    }
    lasting_bytes_ -= known->first.size() + known->second.bytes.size() + entry_overhead_bytes;
    lasting_.erase(known);
  }
  make_room(cost);
  if (cost > bytes_max_) {
    return;
  }
  lasting_.try_emplace(std::move(page.key),
                       Lasting{std::move(page.bytes), as_of, *page.depends_on});
  lasting_bytes_ += cost;
}

void PageCache::drop_pages() noexcept {
  pages_ = {};
  bytes_ = 0;
}

void PageCache::make_room(std::size_t bytes) noexcept {
  if (bytes_ + lasting_bytes_ + bytes > bytes_max_) {
    drop_pages();
    lasting_ = {};
    lasting_bytes_ = 0;
  }
}

}  // namespace api
