#include "store/sqlite/write_queue.hpp"

#include <utility>

namespace sqlite {

Admission WriteQueue::push(Job& job) {
  bool sleeping = false;
  {
    const std::lock_guard lock(mutex_);
    if (queued_.closed) {
      return Admission::closed;
    }
    if (queued_.jobs.size() >= jobs_max_) {
      return Admission::full;
    }
    queued_.jobs.push_back(std::move(job));
    depth_.set(static_cast<std::int64_t>(queued_.jobs.size()));
    sleeping = std::exchange(taker_sleeps_, false);
  }
  // Waking costs a system call: only for a writer that sleeps.
  if (sleeping) {
    filled_.notify_one();
  }
  return Admission::accepted;
}

Admission WriteQueue::push(IndexWaiter& waiter) {
  bool sleeping = false;
  {
    const std::lock_guard lock(mutex_);
    if (queued_.closed) {
      return Admission::closed;
    }
    if (queued_.waiters.size() >= jobs_max_) {
      return Admission::full;
    }
    queued_.waiters.push_back(std::move(waiter));
    sleeping = std::exchange(taker_sleeps_, false);
  }
  if (sleeping) {
    filled_.notify_one();
  }
  return Admission::accepted;
}

void WriteQueue::close() {
  bool sleeping = false;
  {
    const std::lock_guard lock(mutex_);
    queued_.closed = true;
    sleeping = std::exchange(taker_sleeps_, false);
  }
  if (sleeping) {
    filled_.notify_one();
  }
}

WriteQueue::Taken WriteQueue::take(std::optional<Deadline> deadline) {
  std::unique_lock lock(mutex_);
  const auto something = [this] {
    return queued_.closed || !queued_.jobs.empty() || !queued_.waiters.empty();
  };
  while (!something()) {
    taker_sleeps_ = true;
    if (!deadline) {
      filled_.wait(lock);
    } else if (filled_.wait_until(lock, *deadline) == std::cv_status::timeout) {
      break;
    }
  }
  taker_sleeps_ = false;
  depth_.set(0);
  return {std::exchange(queued_.jobs, {}), std::exchange(queued_.waiters, {}), queued_.closed};
}

}  // namespace sqlite
