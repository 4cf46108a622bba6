#include "store/sqlite/write_queue.hpp"

#include <utility>

namespace sqlite {

template <class Request>
Admission WriteQueue::admit(Request& request, std::vector<Request> Taken::* line) {
  bool sleeping = false;
  {
    const std::lock_guard lock(mutex_);
    std::vector<Request>& requests = queued_.*line;
    if (queued_.closed) {
      return Admission::closed;
    }
    if (requests.size() >= jobs_max_) {
      return Admission::full;
    }
    requests.push_back(std::move(request));
    depth_.set(static_cast<std::int64_t>(queued_.jobs.size() + queued_.groups.size()));
    sleeping = std::exchange(taker_sleeps_, false);
  }
  // Waking costs a system call: only for a writer that sleeps.
  if (sleeping) {
    filled_.notify_one();
  }
  return Admission::accepted;
}

template Admission WriteQueue::admit(Job&, std::vector<Job> Taken::*);
template Admission WriteQueue::admit(GroupJob&, std::vector<GroupJob> Taken::*);
template Admission WriteQueue::admit(MaintenanceStep&, std::vector<MaintenanceStep> Taken::*);
template Admission WriteQueue::admit(BookStep&, std::vector<BookStep> Taken::*);

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

WriteQueue::Taken WriteQueue::take() {
  std::unique_lock lock(mutex_);
  while (!queued_.closed && queued_.empty()) {
    taker_sleeps_ = true;
    filled_.wait(lock);
  }
  taker_sleeps_ = false;
  depth_.set(0);
  return {std::exchange(queued_.jobs, {}), std::exchange(queued_.groups, {}),
          std::exchange(queued_.maintenance_steps, {}), std::exchange(queued_.book_steps, {}),
          queued_.closed};
}

}  // namespace sqlite
