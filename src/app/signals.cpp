#include "app/signals.hpp"

#include <unistd.h>

#include <csignal>

#include "base/check.hpp"

namespace app {
namespace {

sigset_t stop_signals() noexcept {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  return set;
}

}  // namespace

Signals::Signals() {
  const sigset_t set = stop_signals();
  check(pthread_sigmask(SIG_BLOCK, &set, nullptr) == 0);
  // A client that hangs up must be an error of its write, not the end of the process.
  check(std::signal(SIGPIPE, SIG_IGN) != SIG_ERR);
}

std::optional<int> Signals::wait(std::chrono::milliseconds timeout) const {
  const sigset_t set = stop_signals();
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(timeout);
  timespec time{};
  time.tv_sec = seconds.count();
  time.tv_nsec = std::chrono::nanoseconds(timeout - seconds).count();
  const int signal = sigtimedwait(&set, nullptr, &time);
  return signal > 0 ? std::optional(signal) : std::nullopt;
}

void Signals::ask_to_stop() noexcept { kill(getpid(), SIGTERM); }

}  // namespace app
