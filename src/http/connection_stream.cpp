// A body that is made while it is sent: what its connection does for it.

#include <utility>

#include "http/connection.hpp"

namespace http {

// Who answers goes on with it in any case.
void Connection::begin_stream() {
  is_making_ = true;
  stream_->begin([weak = weak_from_this()] {
    if (const auto self = weak.lock()) {
      self->wake_stream();
    }
  });
  is_making_ = false;
  if (stream_->ends() == BodyStream::Ends::when_told) {
    watch_reader();
  }
}

// Nobody reads from the socket while an answer is sent. A client that has gone would be noticed
// only by what is sent to it, perhaps much later.
void Connection::watch_reader() {
  is_watched_ = true;
  watch();
}

// A client that sends on is there; what it sends is read behind the answer.
void Connection::look_at_reader() {
  is_watched_ = false;
  if (stream_ && socket_.is_ended_by_peer()) {
    close();
  }
}

// true: go on. false: there is nothing to go on with now.
bool Connection::make_stream() {
  if (Clock::now() - turn_begun_ >= context_.limits.turn_max) {
    let_others();
    return false;
  }
  piece_.clear();
  is_woken_ = false;
  is_making_ = true;
  auto made = BodyStream::Made::broken;
  try {
    made = stream_->make(piece_);
  } catch (const std::exception&) {
    made = BodyStream::Made::broken;
  }
  is_making_ = false;
  if (made == BodyStream::Made::broken) {
    break_stream();
    return false;
  }
  if (!piece_.empty()) {
    append_piece(out_, piece_, stream_end_);
  }
  if (made == BodyStream::Made::end) {
    end_stream();
    return true;
  }
  return made == BodyStream::Made::some || !piece_.empty() || is_woken_;
}

void Connection::end_stream() {
  append_stream_end(out_, stream_->trailers(), stream_end_);
  stream_.reset();
  is_watched_ = false;
  std::string().swap(piece_);
  active_ = Clock::now();
  finish_request();
}

// A reset, so that a client to whom the end of the connection is the end of the body sees a failure
// too.
void Connection::break_stream() noexcept {
  context_.loop.forget(socket_, *this);
  socket_.reset();
  close();
}

void Connection::wake_stream() {
  is_woken_ = true;
  if (phase_ == Phase::closed || !stream_ || is_making_ || is_handling_ || is_blocked_ ||
      is_waiting_) {
    return;
  }
  take_turn(Clock::now());
}

void Connection::drain() {
  if (phase_ == Phase::closed || !stream_ || stream_->ends() != BodyStream::Ends::when_told) {
    return;
  }
  if (is_blocked_) {
    return close();
  }
  is_closing_ = true;
  stream_->end_now();
  wake_stream();
}

}  // namespace http
