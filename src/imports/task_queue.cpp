#include "imports/task_queue.hpp"

#include <utility>

#include "base/thread_name.hpp"

namespace imports {

TaskQueue::TaskQueue(std::size_t tasks_max) : tasks_max_(tasks_max), thread_([this] { run(); }) {}

bool TaskQueue::push(std::function<void()> task) {
  {
    const std::lock_guard lock(mutex_);
    if (is_stopping_ || tasks_.size() >= tasks_max_) {
      return false;
    }
    tasks_.push_back(std::move(task));
  }
  filled_.notify_one();
  return true;
}

void TaskQueue::stop() {
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
  }
  filled_.notify_one();
  if (thread_.joinable()) {
    thread_.join();
  }
}

void TaskQueue::run() {
  base::name_this_thread("imports");
  while (true) {
    std::function<void()> task;
    {
      std::unique_lock lock(mutex_);
      filled_.wait(lock, [this] { return is_stopping_ || !tasks_.empty(); });
      if (tasks_.empty()) {
        return;
      }
      task = std::move(tasks_.front());
      tasks_.pop_front();
    }
    task();
  }
}

}  // namespace imports
