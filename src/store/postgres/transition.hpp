// From the form of the release before to this one's, beside serving: copies what is not copied yet,
// which comes before the first request, and later drops the old form once nobody needs it. A thread
// of its own, only where there is an old form.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "store/postgres/client.hpp"
#include "store/postgres/options.hpp"

namespace postgres {

class Transition {
 public:
  // `opening` is asked here only; the rest outlives the transition.
  Transition(Client& opening, const Options& options, const base::Clock& clock, base::Log& log);
  ~Transition() { stop(); }
  Transition(const Transition&) = delete;
  Transition& operator=(const Transition&) = delete;

  // True when every book can be read and written. Any thread.
  bool is_copied() const noexcept { return is_copied_; }
  // Idempotent.
  void stop();

 private:
  void run();
  void copy();
  // True when nothing is left to drop.
  bool drop();
  // False when it was stopped meanwhile.
  bool pause(std::chrono::milliseconds time);

  const Options& options_;
  const base::Clock& clock_;
  base::Log& log_;
  std::atomic<bool> is_copied_;
  std::atomic<bool> is_stopped_{false};
  std::mutex mutex_;
  std::condition_variable stopped_;
  std::thread thread_;
};

}  // namespace postgres
