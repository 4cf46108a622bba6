// The part of a connection that puts answers into its output and sends them.
#include <algorithm>
#include <cerrno>

#include "http/connection.hpp"

namespace http {
namespace {

// Memory that a burst of answers took beyond this is freed at once, the rest when the client idles.
constexpr std::size_t kept_output_bytes_max = 64 * 1024;
// A longer body is not copied into the output when the socket takes it at once.
constexpr std::size_t copied_body_bytes_max = 8 * 1024;

}  // namespace

void Connection::append(const Response& response) {
  if (response.note != 0) {
    parser_.request().note = response.note;
  }
  Response::After after = response.after;
  if (response.stream && parser_.version() == Version::http_1_0) {
    after = Response::After::close;
  }
  AnswerShape shape = shape_answer(after);
  if (parser_.version() == Version::http_1_0) {
    shape.stream_end = StreamEnd::close;
  }
  append_body(append_head(out_, context_.date, response, shape));
  if (response.stream && shape.content == Content::sent) {
    stream_ = response.stream;
    stream_end_ = shape.stream_end;
    begin_stream();
  }
}

// A long one is sent from where it lies, behind its head. There is room for it in the output: what
// the socket leaves is copied without failing.
void Connection::append_body(std::string_view body) {
  const std::string_view waiting = out_.text().substr(sent_);
  if (body.size() > copied_body_bytes_max && waiting.size() <= copied_body_bytes_max &&
      !is_blocked_) {
    // A failure shows again when the rest is sent.
    const auto bytes = static_cast<std::size_t>(std::max(socket_.send(waiting, body), ssize_t{0}));
    if (bytes >= waiting.size()) {
      body.remove_prefix(bytes - waiting.size());
      sent_before_ += sent_ + bytes;
      sent_ = 0;
      out_.clear();
    } else {
      sent_ += bytes;
    }
  }
  out_.append(body);
}

// Sends what there is. true: all of it; false: the client is slow, or gone.
bool Connection::flush() {
  while (phase_ != Phase::closed && sent_ < out_.size()) {
    // Tried before any waiting: nearly always the socket takes it all, without a turn of the loop.
    const ssize_t bytes = socket_.send(out_.text().substr(sent_));
    if (bytes >= 0) [[likely]] {
      sent_ += static_cast<std::size_t>(bytes);
    } else if (errno == EAGAIN) {
      wait_for_reader();
      return false;
    } else if (errno != EINTR) {
      close();
    }
  }
  if (phase_ == Phase::closed) {
    return false;
  }
  context_.slow_readers.release(*this);
  out_.clear();
  sent_before_ += sent_;
  sent_ = 0;
  send_rate_.end();
  if (out_.capacity() > kept_output_bytes_max) {
    out_.give_back_memory();
  }
  return true;
}

void Connection::wait_for_reader() {
  is_blocked_ = true;
  send_rate_.begin(Clock::now(), acknowledged());
  // The room of a body that was sent from where it lies goes too.
  const bool is_mostly_sent =
      out_.capacity() > copied_body_bytes_max && out_.size() - sent_ < out_.capacity() / 2;
  if (is_mostly_sent && out_.drop_front(sent_)) {
    sent_before_ += sent_;
    sent_ = 0;
  }
  context_.slow_readers.hold(*this, out_.size());
  if (phase_ != Phase::closed) {
    watch();
  }
}

void Connection::on_writable() {
  // While we did not read, the client could not be late.
  active_ = Clock::now();
  begun_ = active_;
  body_rate_.restart(active_, received_);
  if (is_waiting_) {
    flush();  // go_on_with_body() goes on
    return;
  }
  take_turn(active_);
}

}  // namespace http
