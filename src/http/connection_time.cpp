// The time limits of a connection: what its I/O thread looks at every few hundred milliseconds.

#include <linux/sockios.h>
#include <sys/ioctl.h>

#include <algorithm>

#include "http/connection.hpp"

namespace http {
namespace {

constexpr std::chrono::seconds lean_after{2};

}  // namespace

void Connection::tick(Clock::time_point now) {
  if (phase_ == Phase::closed) {
    return;
  }
  if (phase_ == Phase::lingering) {
    return now >= linger_until_ ? close() : void();
  }
  if (is_blocked_) {
    return send_rate_.is_too_low(now, acknowledged(), context_.limits) ? cut_off() : void();
  }
  if (is_deferred_) {
    return;
  }
  if (parser_.is_in_body()) {
    return check_body_rate(now);
  }
  if (parser_.has_begun() || !in_.empty()) {
    return now - begun_ >= context_.limits.header_timeout ? time_out() : void();
  }
  check_idle(now);
}

// Bytes that the client's side has taken; of the last ones sent, the kernel still holds some.
std::uint64_t Connection::acknowledged() {
  int waiting = 0;
  ::ioctl(socket_->native_handle(), SIOCOUTQ, &waiting);
  return sent_before_ + sent_ - static_cast<std::uint64_t>(waiting);
}

void Connection::cut_off() noexcept {
  context_.cut_off.add();
  close();
}

void Connection::check_body_rate(Clock::time_point now) {
  const auto window = context_.limits.body_rate_window;
  if (now - window_ < window) {
    return;
  }
  const auto least =
      context_.limits.body_bytes_per_second_min * static_cast<std::size_t>(window.count()) / 1000;
  if (window_bytes_ < least) {
    return time_out();
  }
  window_ = now;
  window_bytes_ = 0;
}

void Connection::check_idle(Clock::time_point now) {
  const bool drained =
      context_.draining_since &&
      now - std::max(active_, *context_.draining_since) >= context_.limits.drain_idle_timeout;
  if (drained || now - active_ >= context_.limits.idle_timeout) {
    return close();
  }
  if (!is_lean_ && now - active_ >= lean_after) {
    is_lean_ = true;
    out_.give_back_memory();
    parser_.give_back_memory();
  }
}

void Connection::time_out() {
  refuse(Refusal::slow);
  if (flush()) {
    linger();
  }
}

}  // namespace http
