// An event loop for sessions under test: tasks come from any thread and run on the thread that owns
// the loop, while it waits for something. Waiting has a deadline, so a lost answer fails the test.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <utility>

#include "base/executor.hpp"

namespace contract {

class EventLoop final : public base::Executor {
 public:
  // For a loaded machine under a sanitizer; nothing waits so long unless it is broken.
  static constexpr std::chrono::seconds patience{60};

  void post(std::function<void()> task) override {
    const std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
    // Under the lock: whoever is woken may end this loop at once.
    filled_.notify_one();
  }

  // Runs tasks until `reached`; throws when it is not in time.
  template <class Condition>
  void run_until(Condition reached) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (!reached()) {
      run_one(deadline);
    }
  }

  // Runs what was posted so far.
  void run_posted() {
    std::deque<std::function<void()>> tasks;
    {
      const std::lock_guard lock(mutex_);
      tasks.swap(tasks_);
    }
    for (auto& task : tasks) {
      task();
    }
  }

 private:
  void run_one(std::chrono::steady_clock::time_point deadline) {
    std::function<void()> task;
    {
      std::unique_lock lock(mutex_);
      if (!filled_.wait_until(lock, deadline, [this] { return !tasks_.empty(); })) {
        throw std::runtime_error("nothing happened in time");
      }
      task = std::move(tasks_.front());
      tasks_.pop_front();
    }
    task();
  }

  std::mutex mutex_;
  std::condition_variable filled_;
  std::deque<std::function<void()>> tasks_;
};

}  // namespace contract
