// The searches that wait until an index has followed: those for the end of the round under way, and
// those for the one behind it. Each is answered once, on its own executor. The follower's thread.
#pragma once

#include <chrono>
#include <utility>
#include <vector>

#include "search/follow/index_follower.hpp"

namespace search {

class WaitingSearches {
 public:
  using SteadyTime = std::chrono::steady_clock::time_point;

  struct Waiter {
    base::Executor* executor;
    CatchUpDone done;
    SteadyTime asked;
  };
  static void answer(Waiter&& waiter, catalog::Result<CaughtUp> result);

  // For the next round.
  void add(Waiter&& waiter) { waiting_.push_back(std::move(waiter)); }
  bool is_round_due() const noexcept { return !waiting_.empty(); }
  void begin_round() { in_round_ = std::exchange(waiting_, {}); }
  void end_round(const catalog::Result<CaughtUp>& result);
  // Refuses those that were asked before `too_late`, or all.
  void expire(SteadyTime too_late);
  void drain();

 private:
  std::vector<Waiter> waiting_;
  std::vector<Waiter> in_round_;
};

}  // namespace search
