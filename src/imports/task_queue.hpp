// A thread and the bounded line of tasks in front of it: carried out one behind another, each once.
// Thread-safe.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace imports {

class TaskQueue {
 public:
  explicit TaskQueue(std::size_t tasks_max);
  ~TaskQueue() { stop(); }
  TaskQueue(const TaskQueue&) = delete;
  TaskQueue& operator=(const TaskQueue&) = delete;

  // False when so many wait that this one is not taken, or when the thread ends.
  [[nodiscard]] bool push(std::function<void()> task);
  // Carries out what waits, takes no more, and ends the thread. Idempotent; not from a task.
  void stop();

 private:
  void run();

  const std::size_t tasks_max_;
  std::mutex mutex_;
  std::condition_variable filled_;
  std::deque<std::function<void()>> tasks_;
  bool is_stopping_ = false;
  std::thread thread_;  // last: everything above is there when it starts
};

}  // namespace imports
