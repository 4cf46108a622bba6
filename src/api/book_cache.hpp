// Hot books as the finished bytes that follow the Date line of their answer, bounded in bytes.
// I/O threads read and fill it, the store's thread erases from it after each commit: 64 shards,
// each a mutex, a flat map and a CLOCK hand; copying 500 bytes under the lock costs less than a
// reference count. A fill is dropped when its shard saw a commit since before the SELECT.
#pragma once

#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/changed_ids.hpp"
#include "catalog/identity.hpp"
#include "store/store.hpp"

namespace api {

class BookCache final : public store::CommitListener {
 public:
  // 0 bytes turns the cache off.
  explicit BookCache(std::size_t bytes_max);

  // Ask before the read that may fill the cache.
  struct Epoch {
    std::uint64_t value;
  };
  Epoch epoch(catalog::BookId id) noexcept;

  // `bytes` start with "ETag: " and end with the body. Dropped when the epoch has moved.
  struct Entry {
    catalog::BookId id;
    std::string bytes;
  };
  void fill(Entry entry, Epoch before);

  // Calls use(bytes) under the shard's lock when the book is here: be short. Returns whether it
  // was.
  template <class Use>
  bool visit(catalog::BookId id, Use&& use) {
    Shard& shard = shard_of(id);
    const std::lock_guard lock(shard.mutex);
    const auto found = shard.slots_of.find(id.value);
    if (found == shard.slots_of.end()) {
      return false;
    }
    Slot& slot = shard.slots[found->second];
    slot.referenced = true;
    use(std::string_view(slot.bytes));
    return true;
  }

  void committed(std::span<const store::Committed> changes) noexcept override;
  const ChangedIds& changed_ids() const noexcept { return changed_ids_; }

 private:
  struct Slot {
    std::int64_t id = 0;  // 0: free
    bool referenced = false;
    std::string bytes;
  };
  struct alignas(64) Shard {
    std::mutex mutex;
    std::uint64_t epoch = 0;
    std::size_t bytes = 0;
    std::size_t hand = 0;
    std::vector<Slot> slots;
    std::vector<std::uint32_t> free;
    boost::unordered_flat_map<std::int64_t, std::uint32_t> slots_of;

    void erase(std::int64_t id) noexcept;
    void release(std::uint32_t index) noexcept;
    void shrink_to(std::size_t bytes_max) noexcept;
  };
  static constexpr std::size_t shard_count = 64;
  // The memory of a slot beside its bytes: the slot, the map entry, allocator rounding.
  static constexpr std::size_t slot_overhead_bytes = 96;

  Shard& shard_of(catalog::BookId id) noexcept {
    return shards_[static_cast<std::size_t>(id.value) % shard_count];
  }

  ChangedIds changed_ids_;
  const std::size_t shard_bytes_max_;
  std::array<Shard, shard_count> shards_;
};

}  // namespace api
