// The time limits of a connection: what its I/O thread looks at every few hundred milliseconds.

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
  const Limits& limits = context_.limits;
  if (phase_ == Phase::lingering) {
    return now >= linger_until_ ? close() : void();
  }
  // It may end itself by that.
  if (const auto stream = stream_) {
    stream->tick(now);
    if (phase_ != Phase::open) {
      return;
    }
  }
  if (is_blocked_) {
    const MinimumRate::Bound least =
        minimum_rate(context_.slow_readers.is_crowded(),
                     {limits.sent_bytes_per_second_min, limits.send_rate_window});
    return send_rate_.is_missed(now, acknowledged(), least) ? cut_off() : void();
  }
  if (is_deferred_ || is_waiting_ || stream_) {
    return;
  }
  if (parser_.is_in_body()) {
    // A drain has an end: what comes as slowly as where it is crowded is not waited for.
    const bool is_urgent = context_.bodies.is_crowded() || context_.draining_since.has_value();
    const MinimumRate::Bound least =
        minimum_rate(is_urgent, {limits.body_bytes_per_second_min, limits.body_rate_window});
    return body_rate_.is_missed(now, received_, least) ? time_out() : void();
  }
  if (parser_.has_begun() || !in_.empty()) {
    return now - begun_ >= limits.header_timeout ? time_out() : void();
  }
  check_idle(now);
}

MinimumRate::Bound Connection::minimum_rate(bool is_crowded,
                                            MinimumRate::Bound calm) const noexcept {
  const Limits& limits = context_.limits;
  return is_crowded ? MinimumRate::Bound{limits.crowded_bytes_per_second_min, limits.crowded_window}
                    : calm;
}

// Bytes that the client's side has taken. The kernel still holds some of the last ones sent: it
// takes a megabyte from us without the client having read a byte.
std::uint64_t Connection::acknowledged() { return sent_before_ + sent_ - socket_.unacknowledged(); }

void Connection::cut_off() noexcept {
  context_.cut_off.add();
  close();
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
    in_.give_back_memory();
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
