// Which ids commits have touched, in ranges that double: enough to tell that new books leave the
// lists of old ones as they are. The store's thread notes a change before the sequence number tells
// of it; any thread asks. Never grows.
#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "search/query/reads.hpp"
#include "store/store.hpp"

namespace api {

class ChangedIds {
 public:
  void note(const store::Committed& change) noexcept {
    newest_[place_of(change.id)].store(change.sequence.value, std::memory_order_relaxed);
  }
  // False only when no book of these ids has changed, come or gone since. Changes up to the
  // sequence number that the caller has asked for are known.
  bool any_since(catalog::Sequence then, search::IdRange ids) const noexcept {
    for (std::size_t place = place_of(ids.first); place <= place_of(ids.last); ++place) {
      if (newest_[place].load(std::memory_order_relaxed) > then.value) {
        return true;
      }
    }
    return false;
  }

 private:
  static std::size_t place_of(catalog::BookId id) noexcept {
    return static_cast<std::size_t>(std::bit_width(static_cast<std::uint64_t>(id.value)));
  }

  std::array<std::atomic<std::int64_t>, 65> newest_{};
};

}  // namespace api
