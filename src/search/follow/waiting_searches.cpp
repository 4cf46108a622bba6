#include "search/follow/waiting_searches.hpp"

#include <utility>

namespace search {
namespace {

catalog::Result<CaughtUp> refused(catalog::ProblemCode code) {
  return catalog::fail(catalog::problem::of(code));
}

}  // namespace

void WaitingSearches::answer(Waiter&& waiter, catalog::Result<CaughtUp> result) {
  waiter.executor->post(
      [done = std::move(waiter.done), result = std::move(result)] { done(result); });
}

void WaitingSearches::end_round(const catalog::Result<CaughtUp>& result) {
  for (Waiter& waiter : std::exchange(in_round_, {})) {
    answer(std::move(waiter), result);
  }
}

void WaitingSearches::expire(SteadyTime too_late) {
  for (auto* const waiters : {&waiting_, &in_round_}) {
    std::erase_if(*waiters, [&](Waiter& waiter) {
      const bool is_late = waiter.asked < too_late;
      if (is_late) {
        answer(std::move(waiter), refused(catalog::ProblemCode::overloaded));
      }
      return is_late;
    });
  }
}

void WaitingSearches::drain() {
  for (auto* const waiters : {&waiting_, &in_round_}) {
    for (Waiter& waiter : std::exchange(*waiters, {})) {
      answer(std::move(waiter), refused(catalog::ProblemCode::draining));
    }
  }
}

}  // namespace search
