// The body of a request while it comes: whether it is wanted, where it goes, what it may cost.

#include <utility>

#include "http/connection.hpp"

namespace http {

// A client that waits for leave to send its body is told at once what no body would change.
void Connection::begin_body() {
  body_rate_.restart(active_, received_);
  const bool is_streamed = context_.application.streams_body(parser_.request());
  if (parser_.awaits_continue() || is_streamed) {
    parser_.request().started = begun_;
    parser_.request().peer = peer_;
    if (const auto answer = context_.application.answer_to_head(parser_.request())) {
      append_body(append_head(out_, context_.date, *answer, shape_answer(Response::After::close)));
      return;
    }
  }
  if (!parser_.accept_body(context_.application.body_bytes_max(parser_.request()))) {
    refuse(parser_.refusal());
  } else if (is_streamed) {
    StreamedBody streamed =
        context_.application.stream_body(parser_.request(), parser_.declared_length());
    sink_ = std::move(streamed.sink);
    parser_.request().sink = sink_.get();
    if (streamed.answer) {
      append_body(
          append_head(out_, context_.date, *streamed.answer, shape_answer(Response::After::close)));
    }
  }
}

// False while the sink has no room: go_on_with_body() follows.
bool Connection::pass_body_on() {
  if (parser_.request().body.empty()) {
    return true;
  }
  const auto taken =
      sink_->take(parser_.request().body, [self = shared_from_this()] { self->go_on_with_body(); });
  parser_.drop_body();
  count_body();
  if (taken == BodySink::Taken::refused) {
    parser_.cut_body_short();
  }
  is_waiting_ = taken == BodySink::Taken::wait;
  return !is_waiting_;
}

// The wait is not the client's.
void Connection::go_on_with_body() {
  is_waiting_ = false;
  if (phase_ != Phase::open) {
    return;  // answered meanwhile, without the rest of the body
  }
  active_ = Clock::now();
  body_rate_.restart(active_, received_);
  if (!is_blocked_) {
    take_turn(active_);  // else on_writable() does
  }
}

bool Connection::body_is_refused() {
  const bool is_refused = context_.bodies.refuses(body_bytes_);
  if (is_refused) {
    refuse(Refusal::too_many_bodies);
  }
  return is_refused;
}

}  // namespace http
