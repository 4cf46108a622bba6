#include "http/event_loop.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <span>
#include <system_error>
#include <utility>

namespace http {
namespace {

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

std::uint32_t events_of(Ready what) noexcept {
  return (what.input ? EPOLLIN : 0U) | (what.output ? EPOLLOUT : 0U);
}

Ready ready_for(std::uint32_t events) noexcept {
  constexpr std::uint32_t failed = EPOLLERR | EPOLLHUP;
  return {(events & (EPOLLIN | failed)) != 0, (events & (EPOLLOUT | failed)) != 0};
}

}  // namespace

EventLoop::EventLoop()
    : epoll_(::epoll_create1(EPOLL_CLOEXEC)), wake_up_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.ptr = &wake_up_;
  if (!epoll_.is_open() || !wake_up_.is_open() ||
      ::epoll_ctl(epoll_.number(), EPOLL_CTL_ADD, wake_up_.number(), &event) != 0) {
    fail("epoll");
  }
}

// ---- sockets ------------------------------------------------------------------------------------

bool EventLoop::watch(const Socket& socket, Watcher& watcher, Ready what) noexcept {
  if (watcher.watched_ == what) [[likely]] {
    return true;
  }
  // A failed one is told of whatever is watched: so where it is nothing, it must not be there.
  if (!what.any()) {
    ::epoll_ctl(epoll_.number(), EPOLL_CTL_DEL, socket.number(), nullptr);
  } else {
    epoll_event event{};
    event.events = events_of(what);
    event.data.ptr = &watcher;
    const int action = watcher.watched_.any() ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
    if (::epoll_ctl(epoll_.number(), action, socket.number(), &event) != 0) {
      return false;
    }
  }
  watcher.watched_ = what;
  return true;
}

void EventLoop::forget(const Socket& socket, Watcher& watcher) noexcept {
  if (watcher.watched_.any()) {
    ::epoll_ctl(epoll_.number(), EPOLL_CTL_DEL, socket.number(), nullptr);
    watcher.watched_ = {};
  }
  // It may be among the events of this turn that are still to come.
  const std::span events(events_);
  for (epoll_event& event : events.subspan(next_event_, events_count_ - next_event_)) {
    if (event.data.ptr == &watcher) {
      event.data.ptr = nullptr;
    }
  }
}

void EventLoop::dispatch(std::size_t ready) {
  events_count_ = ready;
  for (next_event_ = 0; next_event_ < events_count_;) {
    const epoll_event event = events_[next_event_++];
    if (event.data.ptr == &wake_up_) [[unlikely]] {
      is_woken_ = true;
    } else if (event.data.ptr != nullptr) [[likely]] {
      static_cast<Watcher*>(event.data.ptr)->on_ready(ready_for(event.events));
    }
  }
  next_event_ = events_count_ = 0;
}

// ---- timers -------------------------------------------------------------------------------------

EventLoop::TimerId EventLoop::start_timer(Clock::duration after, Task task) {
  const TimerId id{++last_timer_};
  timers_.push_back({id, Clock::now() + after, std::move(task)});
  return id;
}

void EventLoop::cancel(TimerId timer) noexcept {
  std::erase_if(timers_, [&](const Timer& one) { return one.id == timer; });
}

int EventLoop::time_to_next_timer(Clock::time_point now) const {
  if (timers_.empty()) {
    return -1;
  }
  const auto next = std::ranges::min_element(timers_, {}, &Timer::due)->due;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(next - now).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, 60'000));
}

void EventLoop::run_timers(Clock::time_point now) {
  const auto is_due = [now](const Timer& one) { return one.due <= now; };
  // A task may start timers and cancel others.
  for (auto due = std::ranges::find_if(timers_, is_due); due != timers_.end();
       due = std::ranges::find_if(timers_, is_due)) {
    const Task task = std::move(due->task);
    timers_.erase(due);
    task();
  }
}

// ---- tasks --------------------------------------------------------------------------------------

void EventLoop::wake() noexcept {
  constexpr std::uint64_t one = 1;
  // It fails only when the loop is awake anyway.
  [[maybe_unused]] const auto written = ::write(wake_up_.number(), &one, sizeof one);
}

void EventLoop::post(Task task) {
  {
    const std::lock_guard lock(tasks_mutex_);
    if (!takes_tasks_) {
      return;  // destroyed unrun, after the lock is gone
    }
    tasks_.push_back(std::move(task));
    if (tasks_.size() > 1) {
      return;  // the first one woke the loop
    }
  }
  wake();
}

void EventLoop::stop() noexcept {
  is_stopped_ = true;
  wake();
}

std::vector<EventLoop::Task> EventLoop::take_tasks() {
  const std::lock_guard lock(tasks_mutex_);
  takes_tasks_ = false;
  return std::exchange(tasks_, {});
}

void EventLoop::run_tasks() {
  std::uint64_t woken = 0;
  [[maybe_unused]] const auto read = ::read(wake_up_.number(), &woken, sizeof woken);
  std::vector<Task> tasks;
  {
    const std::lock_guard lock(tasks_mutex_);
    tasks.swap(tasks_);
  }
  for (const Task& task : tasks) {
    task();
  }
}

// ---- the loop -----------------------------------------------------------------------------------

void EventLoop::run() {
  Clock::time_point now = Clock::now();
  while (!is_stopped_) {
    const int ready = ::epoll_wait(epoll_.number(), events_.data(),
                                   static_cast<int>(events_.size()), time_to_next_timer(now));
    if (ready < 0 && errno != EINTR) {
      fail("epoll_wait");
    }
    dispatch(static_cast<std::size_t>(std::max(ready, 0)));
    if (std::exchange(is_woken_, false)) {
      run_tasks();
    }
    now = Clock::now();
    run_timers(now);
    if (on_turn_end_) {
      on_turn_end_();
    }
  }
}

}  // namespace http
