// The wait of one I/O thread: for its sockets (epoll, level-triggered), for its timers and for the
// tasks of other threads. Everything but post() and stop() belongs to the thread that runs it, or
// to its owner while nothing runs.
#pragma once

#include <sys/epoll.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <vector>

#include "http/socket.hpp"

namespace http {

// What a socket is ready for, or is waited for.
struct Ready {
  bool input = false;
  bool output = false;
  bool operator==(const Ready&) const = default;
  bool any() const noexcept { return input || output; }
};

// The one who waits for a socket.
class Watcher {
 public:
  virtual ~Watcher() = default;
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;
  // Called again and again while it is so. Of a connection that has failed both are told, whatever
  // is watched: the next call on the socket says why.
  virtual void on_ready(Ready ready) = 0;

 protected:
  Watcher() = default;

 private:
  friend class EventLoop;
  Ready watched_;
};

class EventLoop {
 public:
  using Clock = std::chrono::steady_clock;
  using Task = std::function<void()>;

  // Throws std::system_error.
  EventLoop();

  // From now on tells the watcher when the socket is ready for this, and of nothing else; for
  // nothing: never. Costs nothing when it is watched so already. false: the kernel has no memory.
  [[nodiscard]] bool watch(const Socket& socket, Watcher& watcher, Ready what) noexcept;
  // Belongs before the socket is closed.
  void forget(const Socket& socket, Watcher& watcher) noexcept;

  // A timer runs its task once, unless it is cancelled before.
  enum class TimerId : std::uint64_t {};
  TimerId start_timer(Clock::duration after, Task task);
  void cancel(TimerId timer) noexcept;

  // Called at the end of every turn, when nothing of the loop refers to a watcher that it forgot.
  void set_on_turn_end(Task task) { on_turn_end_ = std::move(task); }

  // Returns after stop(). An exception of a task or a watcher ends it too.
  void run();

  // From any thread. Tasks run in order, at the end of a turn; those posted meanwhile a turn later.
  // After take_tasks() they are destroyed unrun.
  void post(Task task);
  void stop() noexcept;
  // What has not run. No thread may run the loop.
  std::vector<Task> take_tasks();

 private:
  struct Timer {
    TimerId id;
    Clock::time_point due;
    Task task;
  };

  void dispatch(std::size_t ready);
  void run_tasks();
  void run_timers(Clock::time_point now);
  // Milliseconds until the next timer is due; -1 without one.
  int time_to_next_timer(Clock::time_point now) const;
  void wake() noexcept;

  Socket epoll_;
  Socket wake_up_;  // an eventfd: readable when there are tasks, or an end
  std::array<epoll_event, 256> events_{};
  bool is_woken_ = false;       // in this turn
  std::size_t next_event_ = 0;  // of those of this turn
  std::size_t events_count_ = 0;
  std::vector<Timer> timers_;  // few
  std::uint64_t last_timer_ = 0;
  Task on_turn_end_;
  std::atomic<bool> is_stopped_{false};

  std::mutex tasks_mutex_;
  std::vector<Task> tasks_;
  bool takes_tasks_ = true;  // guarded by tasks_mutex_
};

}  // namespace http
