// How far one I/O thread lags behind: how long a request that comes now would wait for the work of
// those before it. Now and then a task is posted, and as long as it has not run, that work goes on.
// Used by that thread alone; must outlive the tasks that it posted.
#pragma once

#include <chrono>

#include "base/clock.hpp"
#include "base/executor.hpp"

namespace api {

class LoopLag {
 public:
  LoopLag(base::Executor& executor, const base::Clock& clock, std::chrono::milliseconds most)
      : executor_(executor), clock_(clock), most_(most) {}

  // To be asked once a request, before whatever takes its time.
  bool is_too_long() {
    const base::Instant now = clock_.now();
    if (is_posted_) {
      ++requests_;
      return now - posted_ > most_ && (requests_ > requests_free || has_worked());
    }
    if (now - posted_ >= post_every || now < posted_) {
      post(now);
    }
    return false;
  }

 private:
  // A post costs a turn of the loop.
  static constexpr std::chrono::milliseconds post_every{20};
  // So few in one turn of the loop are no overload while the thread does not work: another process
  // has the processor, and one browser asks for six files at once.
  static constexpr int requests_free = 16;

  // A thread that shares its processor works a part of the time only.
  bool has_worked() const noexcept { return clock_.worked() - worked_ > most_ / 4; }

  void post(base::Instant now) {
    is_posted_ = true;
    posted_ = now;
    requests_ = 0;
    worked_ = clock_.worked();
    executor_.post([this] { is_posted_ = false; });
  }

  base::Executor& executor_;
  const base::Clock& clock_;
  const std::chrono::milliseconds most_;
  bool is_posted_ = false;
  int requests_ = 0;  // since the task was posted
  base::Instant posted_{};
  std::chrono::nanoseconds worked_{};  // by the thread, when the task was posted
};

}  // namespace api
