#include "http/connection.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

#include "base/check.hpp"

namespace http {
namespace {

constexpr std::string_view continue_line = "HTTP/1.1 100 Continue\r\n\r\n";
constexpr std::size_t input_bytes_least = 16 * 1024;

}  // namespace

Connection::Connection(Socket socket, ConnectionContext& context, Admission admission)
    : socket_(std::move(socket)),
      context_(context),
      admission_(admission),
      peer_(socket_.peer_address()),
      in_(std::max(context.limits.header_bytes_max, input_bytes_least)),
      parser_(context.limits),
      begun_(Clock::now()),
      read_(begun_),
      active_(begun_),
      turn_begun_(begun_),
      linger_bytes_left_(context.limits.linger_bytes_max) {}

Connection::~Connection() { close(); }

void Connection::start() {
  kept_ = shared_from_this();
  if (admission_ == Admission::served) {
    return read();
  }
  refuse(Refusal::too_many_connections);
  if (flush()) {
    linger();
  }
}

// ---- read ---------------------------------------------------------------------------------------

void Connection::watch() noexcept {
  if (!context_.loop.watch(socket_, *this, {is_reading_ || is_watched_, is_blocked_})) {
    close();
  }
}

void Connection::on_ready(Ready ready) {
  if (is_reading_ && ready.input) [[likely]] {
    receive();
  } else if (is_blocked_ && ready.output) {
    is_blocked_ = false;
    on_writable();
  } else if (is_watched_ && ready.input) {
    look_at_reader();
  } else {
    // Nobody waits for it now. What is not watched any more costs a system call only where it
    // happens: most clients send nothing before they have their answer.
    watch();
  }
}

void Connection::read() {
  parser_.detach();
  is_reading_ = true;
  watch();
}

void Connection::receive() {
  const ssize_t bytes = socket_.receive(in_.room());
  if (bytes < 0 && (errno == EAGAIN || errno == EINTR)) {
    return;
  }
  is_reading_ = false;
  if (bytes <= 0) {
    return close();
  }
  on_read(static_cast<std::size_t>(bytes));
}

void Connection::on_read(std::size_t bytes) {
  if (is_closing_) {
    return discard(bytes);
  }
  active_ = Clock::now();
  read_ = active_;
  if (in_.empty() && !parser_.has_begun()) {
    begun_ = active_;
  }
  is_lean_ = false;
  received_ += bytes;
  in_.commit(bytes);
  take_turn(active_);
}

// ---- take requests, dispatch, answer ------------------------------------------------------------

void Connection::take_turn(Clock::time_point now) {
  turn_begun_ = now;
  serve();
}

// Requests sent ahead are answered in turn with those of all other connections. They have begun
// when they came: the wait is a part of their time.
void Connection::let_others() {
  is_waiting_ = true;
  context_.loop.post([self = shared_from_this()] {
    self->is_waiting_ = false;
    if (self->phase_ != Phase::closed) {
      self->take_turn(Clock::now());
    }
  });
}

void Connection::serve() {
  for (;;) {
    const Stop stop = take_requests();
    if (!flush()) {
      return;  // on_writable() goes on, or there is nobody to go on for
    }
    switch (stop) {
      case Stop::needs_bytes:
        return read();
      case Stop::deferred:
        return;  // answer() goes on
      case Stop::streaming:
        if (!make_stream()) {
          return;  // its wake, or a turn of its own, goes on
        }
        break;
      case Stop::output_full:  // it all fitted into the socket
        if (Clock::now() - turn_begun_ >= context_.limits.turn_max) {
          return let_others();
        }
        break;
      case Stop::turn_over:
        return let_others();
      case Stop::closing:
        return linger();
    }
  }
}

Connection::Stop Connection::take_requests() {
  for (bool is_first = true;; is_first = false) {
    if (stream_) {
      return Stop::streaming;
    }
    if (is_closing_ || phase_ != Phase::open) {
      return Stop::closing;
    }
    if (is_deferred_) {
      return Stop::deferred;
    }
    if (out_.size() - sent_ >= context_.limits.output_bytes_max) {
      return Stop::output_full;
    }
    if (in_.empty() && body_bytes_ == 0 && parser_.is_between()) [[likely]] {
      return Stop::needs_bytes;
    }
    if (!is_first && !in_.empty() && Clock::now() - turn_begun_ >= context_.limits.turn_max) {
      return Stop::turn_over;
    }
    const RequestParser::Progress progress = parser_.parse(in_.unread());
    in_.consume(progress.consumed);
    count_body();
    switch (progress.state) {
      case RequestParser::State::more:
        if (body_is_refused()) {
          break;
        }
        if (sink_ && !pass_body_on()) {
          return Stop::deferred;
        }
        if (parser_.is_whole()) [[unlikely]] {
          break;
        }
        if (parser_.awaits_continue()) {
          out_.append(continue_line);
          parser_.continue_sent();
        }
        return Stop::needs_bytes;
      case RequestParser::State::head:
        begin_body();
        break;
      case RequestParser::State::request:
        if (sink_ && !pass_body_on()) [[unlikely]] {
          return Stop::deferred;
        }
        if (!body_is_refused()) {
          dispatch();
        }
        break;
      case RequestParser::State::refused:
        refuse(parser_.refusal());
        break;
    }
  }
}

void Connection::count_body() noexcept {
  const std::size_t bytes = parser_.request().body.size();
  if (bytes != body_bytes_) [[unlikely]] {
    context_.bodies.change(body_bytes_, bytes);
    body_bytes_ = bytes;
  }
}

void Connection::dispatch() {
  parser_.request().takes_chunks = parser_.version() != Version::http_1_0;
  parser_.request().started = begun_;
  parser_.request().peer = peer_;  // the application may have put another in its place
  is_answered_ = false;
  is_handling_ = true;
  context_.application.handle(parser_.request(), *this);
  is_handling_ = false;
  check(is_answered_ || is_deferred_);
  if (is_answered_ && !stream_) {
    finish_request();
  }
}

void Connection::finish_request() {
  if (sink_) [[unlikely]] {
    sink_.reset();
  }
  parser_.next();
  count_body();
  begun_ = active_;
}

void Connection::refuse(Refusal refusal) {
  context_.refused[static_cast<std::size_t>(refusal)]->add();
  parser_.recover_fields(in_.unread());
  parser_.request().started = begun_;
  parser_.request().peer = peer_;
  const Response response = context_.application.refuse(refusal, parser_.request());
  append_body(append_head(out_, context_.date, response, shape_answer(Response::After::close)));
}

// Decides whether this is the connection's last answer, and says so in it. While draining, requests
// that are here already, or come within a moment, are still answered (RFC 9112 section 9.6 forbids
// it after "close"); whoever goes on and on is not waited for.
AnswerShape Connection::shape_answer(Response::After after) noexcept {
  const bool drains =
      context_.draining_since &&
      (in_.empty() || read_ - *context_.draining_since >= context_.limits.drain_idle_timeout);
  is_closing_ = is_closing_ || drains || after == Response::After::close || !parser_.keeps_alive();
  AnswerShape shape;
  if (is_closing_) {
    shape.persistence = Persistence::close;
  } else if (parser_.version() == Version::http_1_0) {
    shape.persistence = Persistence::keep_alive;
  }
  if (parser_.request().method == Method::head) {
    shape.content = Content::left_out;
  }
  return shape;
}

void Connection::send(const Response& response) {
  check(is_handling_ && !is_answered_ && !is_deferred_);
  // Appended first: without memory for it nothing is, and a shorter answer may still be sent.
  append(response);
  is_answered_ = true;
}

void Connection::send_cached(const CachedAnswer& answer) {
  check(is_handling_ && !is_answered_ && !is_deferred_);
  append_body(append_head(out_, context_.date, answer, shape_answer(Response::After::keep)));
  is_answered_ = true;
}

PendingReply Connection::defer() {
  check(is_handling_ && !is_answered_ && !is_deferred_);
  is_deferred_ = true;
  return PendingReply(std::shared_ptr<Waiter>(shared_from_this(), this));
}

bool Connection::has_room_for(std::size_t body_bytes) const noexcept {
  return body_bytes <= small_body_bytes_max || !context_.slow_readers.is_crowded();
}

void Connection::answer(const Response& response) {
  if (phase_ == Phase::closed) {
    return;
  }
  check(is_deferred_);
  is_deferred_ = false;
  is_answered_ = true;
  append(response);
  if (phase_ == Phase::closed) {
    return;
  }
  if (is_handling_) {
    return;  // answered within handle() after all: dispatch() goes on
  }
  // The time that the answer took is not the client's.
  active_ = Clock::now();
  if (!stream_) {
    finish_request();
  }
  if (!is_blocked_) {
    return take_turn(active_);
  }
  context_.slow_readers.hold(*this, out_.size());
}

// The answers before it still go out; the client sees the connection end instead of this one.
void Connection::abandon() noexcept {
  if (phase_ == Phase::closed) {
    return;
  }
  is_deferred_ = false;
  is_answered_ = true;
  is_closing_ = true;
  if (!is_handling_ && !is_blocked_) {
    serve();
  }
}

// ---- linger, close ------------------------------------------------------------------------------

// Closing while the client still sends would reset the connection, and the reset can overtake the
// answer (RFC 9112 section 9.6): say that no more comes, then read on until the client has closed.
void Connection::linger() {
  phase_ = Phase::lingering;
  linger_until_ = Clock::now() + context_.limits.linger_timeout;
  if (!socket_.end_sending()) {
    return close();
  }
  out_.give_back_memory();
  in_.clear();
  parser_.request().sink = nullptr;
  sink_.reset();
  std::string().swap(parser_.request().body);
  count_body();
  if (!is_reading_) {
    read();
  }
}

void Connection::discard(std::size_t bytes) {
  if (bytes > linger_bytes_left_) {
    return close();
  }
  linger_bytes_left_ -= bytes;
  in_.commit(bytes);
  in_.clear();
  read();
}

void Connection::close() noexcept {
  if (phase_ == Phase::closed) {
    return;
  }
  phase_ = Phase::closed;
  sink_.reset();
  stream_.reset();
  context_.slow_readers.release(*this);
  context_.bodies.change(std::exchange(body_bytes_, 0), 0);
  context_.loop.forget(socket_, *this);
  socket_.close();
  context_.on_closed(*this);
}

}  // namespace http
