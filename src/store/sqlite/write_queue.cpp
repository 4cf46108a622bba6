#include "store/sqlite/write_queue.hpp"

#include <utility>

namespace sqlite {

bool WriteQueue::has_enough(std::size_t jobs) const noexcept {
  return queued_.closed || queued_.jobs.size() >= jobs || !queued_.groups.empty() ||
         !queued_.maintenance_steps.empty() || !queued_.book_steps.empty();
}

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
    sleeping = wanted_ > 0 && has_enough(wanted_);
    wanted_ = sleeping ? 0 : wanted_;
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
    sleeping = std::exchange(wanted_, 0) > 0;
  }
  if (sleeping) {
    filled_.notify_one();
  }
}

void WriteQueue::wait_for(std::unique_lock<std::mutex>& lock, std::size_t jobs,
                          std::optional<std::chrono::steady_clock::time_point> until) {
  auto status = std::cv_status::no_timeout;
  while (!has_enough(jobs) && status == std::cv_status::no_timeout) {
    wanted_ = jobs;
    if (until) {
      status = filled_.wait_until(lock, *until);
    } else {
      filled_.wait(lock);
    }
  }
  wanted_ = 0;
}

WriteQueue::Taken WriteQueue::take(const Expected& expected) {
  std::unique_lock lock(mutex_);
  wait_for(lock, 1, std::nullopt);
  if (!has_enough(expected.jobs)) {
    wait_for(lock, expected.jobs, std::chrono::steady_clock::now() + expected.wait_max);
  }
  depth_.set(0);
  return {std::exchange(queued_.jobs, {}), std::exchange(queued_.groups, {}),
          std::exchange(queued_.maintenance_steps, {}), std::exchange(queued_.book_steps, {}),
          queued_.closed};
}

}  // namespace sqlite
