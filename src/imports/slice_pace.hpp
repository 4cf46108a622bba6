// How large the next slice of an import may be, and when it may begin: where clients write at the
// same time, slices are short, and the writer is kept for half of its time at most. What a slice
// costs however few records it has (a commit, a round trip, other instances) is not held against
// their number: fewer would not make it shorter. Values; one thread.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>

#include "store/import_slice.hpp"

namespace imports {

class SlicePace {
 public:
  using Clock = std::chrono::steady_clock;
  // Beyond the shortest slice so far. A client waits for one slice, and then for the batch in front
  // of its own.
  static constexpr std::chrono::milliseconds slice_wanted{5};
  static constexpr std::chrono::microseconds shortest_slice{1};
  static constexpr std::chrono::milliseconds others_remembered{500};
  static constexpr std::size_t records_min = 20;

  std::size_t records() const noexcept { return records_; }
  // Not before this.
  Clock::time_point next_at() const noexcept { return next_at_; }
  void note(const store::WriterTime& time, Clock::time_point now = Clock::now()) noexcept {
    if (time.others_wait) {
      others_until_ = now + others_remembered;
    }
    const auto took = std::max<Clock::duration>(time.took, shortest_slice);
    shortest_ = std::min(shortest_, took);
    // Clients that were answered just now write again within a moment.
    if (now >= others_until_) {
      records_ = std::min(records_ * 2, store::slice_records_max);
      next_at_ = now;
      return;
    }
    next_at_ = now + time.took;
    using Seconds = std::chrono::duration<double>;
    const double share = Seconds(shortest_ + slice_wanted) / Seconds(took);
    const double wanted = static_cast<double>(records_) * std::clamp(share, 0.25, 2.0);
    records_ = std::clamp(static_cast<std::size_t>(wanted), records_min, store::slice_records_max);
  }

 private:
  std::size_t records_ = 100;
  Clock::duration shortest_ = std::chrono::hours(1);
  Clock::time_point next_at_{};
  Clock::time_point others_until_{};
};

}  // namespace imports
