#include "api/book_cache.hpp"

#include <utility>

namespace api {

BookCache::BookCache(std::size_t bytes_max) : shard_bytes_max_(bytes_max / shard_count) {}

BookCache::Epoch BookCache::epoch(catalog::BookId id) noexcept {
  Shard& shard = shard_of(id);
  const std::lock_guard lock(shard.mutex);
  return {shard.epoch};
}

void BookCache::fill(Entry entry, Epoch before) {
  Shard& shard = shard_of(entry.id);
  const std::size_t cost = entry.bytes.size() + slot_overhead_bytes;
  // One huge book must not empty a shard.
  if (cost > shard_bytes_max_ / 4) {
    return;
  }
  entry.bytes.shrink_to_fit();
  const std::lock_guard lock(shard.mutex);
  if (shard.epoch != before.value) {
    return;
  }
  shard.erase(entry.id.value);
  shard.shrink_to(shard_bytes_max_ - cost);
  std::uint32_t index = 0;
  if (shard.free.empty()) {
    index = static_cast<std::uint32_t>(shard.slots.size());
    shard.slots.emplace_back();
    shard.free.reserve(shard.slots.size());  // so that release() never allocates
  } else {
    index = shard.free.back();
    shard.free.pop_back();
  }
  shard.slots_of.insert_or_assign(entry.id.value, index);
  shard.bytes += cost;
  shard.slots[index] = {entry.id.value, true, std::move(entry.bytes)};
}

void BookCache::committed(std::span<const store::Committed> changes) noexcept {
  for (const store::Committed& change : changes) {
    Shard& shard = shard_of(change.id);
    const std::lock_guard lock(shard.mutex);
    ++shard.epoch;
    shard.erase(change.id.value);
    changed_ids_.note(change);
  }
}

void BookCache::Shard::erase(std::int64_t id) noexcept {
  const auto found = slots_of.find(id);
  if (found != slots_of.end()) {
    release(found->second);
  }
}

void BookCache::Shard::release(std::uint32_t index) noexcept {
  Slot& slot = slots[index];
  bytes -= slot.bytes.size() + slot_overhead_bytes;
  slots_of.erase(slot.id);
  slot = {};
  free.push_back(index);
}

void BookCache::Shard::shrink_to(std::size_t bytes_max) noexcept {
  // CLOCK: a slot asked for since the hand last passed gets one more round.
  while (bytes > bytes_max && !slots_of.empty()) {
    hand = hand + 1 < slots.size() ? hand + 1 : 0;
    Slot& slot = slots[hand];
    if (slot.id == 0) {
      continue;
    }
    if (slot.referenced) {
      slot.referenced = false;
      continue;
    }
    release(static_cast<std::uint32_t>(hand));
  }
}

}  // namespace api
