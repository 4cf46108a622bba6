// An event loop without a thread: what is posted waits until the test runs it.
// One thread; nothing is ever run behind the test's back.
#pragma once

#include <deque>
#include <functional>
#include <utility>

#include "base/executor.hpp"

namespace support {

class FakeExecutor final : public base::Executor {
 public:
  void post(std::function<void()> task) override { tasks_.push_back(std::move(task)); }

  // Runs what was posted, and what that posts, in order.
  void run() {
    while (!tasks_.empty()) {
      const std::function<void()> task = std::move(tasks_.front());
      tasks_.pop_front();
      task();
    }
  }

 private:
  std::deque<std::function<void()>> tasks_;
};

}  // namespace support
