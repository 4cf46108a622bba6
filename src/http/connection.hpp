// One client's connection: a loop of named steps (read, take requests, dispatch, answer, flush,
// then read again or linger and close) driven by its I/O thread's event loop; that thread alone
// calls it. At most one request is being answered at a time, so answers leave in request order;
// while it is deferred, the client does not read, or others have their turn, nothing is read.
#pragma once

#include <array>
#include <boost/intrusive/list_hook.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/metrics.hpp"
#include "http/application.hpp"
#include "http/body_memory.hpp"
#include "http/body_stream.hpp"
#include "http/date_line.hpp"
#include "http/event_loop.hpp"
#include "http/input_buffer.hpp"
#include "http/limits.hpp"
#include "http/minimum_rate.hpp"
#include "http/output_buffer.hpp"
#include "http/parser.hpp"
#include "http/response_writer.hpp"
#include "http/slow_reader.hpp"
#include "http/socket.hpp"

namespace http {

inline constexpr std::size_t refusal_count = 10;

class Connection;

// The objects that the connections of one I/O thread share; outlives every connection that is not
// closed.
struct ConnectionContext {
  EventLoop& loop;
  const Limits& limits;
  Application& application;
  std::array<base::Counter*, refusal_count> refused;
  base::Counter& cut_off;
  SlowReaders slow_readers;
  BodyMemory bodies;
  std::function<void(Connection&)> on_closed;
  DateLine date{};
  std::optional<std::chrono::steady_clock::time_point> draining_since{};
};

class Connection final : public std::enable_shared_from_this<Connection>,
                         public boost::intrusive::list_base_hook<boost::intrusive::tag<Connection>>,
                         public SlowReader,
                         private Watcher,
                         private Reply,
                         private PendingReply::Waiter {
 public:
  using Clock = std::chrono::steady_clock;

  enum class Admission : std::uint8_t { served, turned_away };

  // The socket is connected.
  Connection(Socket socket, ConnectionContext& context, Admission admission);
  ~Connection() override;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Reads the first request; or, turned away, answers 503 without reading any, then lingers. From
  // here on it owns itself, until it is closed and let go.
  void start();
  // Enforces the time limits; called every few hundred milliseconds.
  void tick(Clock::time_point now);
  // The server drains: a stream without an end of its own ends now.
  void drain();
  // At once, whatever is under way. Idempotent.
  void close() noexcept;
  // Closed, and nobody is inside one of its functions: it goes, unless a pending reply keeps it.
  void let_go() noexcept { kept_.reset(); }
  Admission admission() const noexcept { return admission_; }
  // Between two requests: it may be closed at any time (RFC 9112 section 9.3).
  bool is_idle() const noexcept {
    return phase_ == Phase::open && is_reading_ && !parser_.has_begun() && in_.empty();
  }

 private:
  enum class Phase : std::uint8_t { open, lingering, closed };
  // Why take_requests() stopped.
  enum class Stop : std::uint8_t {
    needs_bytes,
    deferred,
    streaming,
    output_full,
    turn_over,
    closing
  };

  void on_ready(Ready ready) override;
  void watch() noexcept;
  void read();
  void receive();
  void on_read(std::size_t bytes);
  void serve();
  Stop take_requests();
  void begin_body();
  bool body_is_refused();
  bool pass_body_on();
  void go_on_with_body();
  void count_body() noexcept;
  void dispatch();
  void finish_request();
  void refuse(Refusal refusal);
  AnswerShape shape_answer(Response::After after) noexcept;
  void append(const Response& response);
  void append_body(std::string_view body);
  void begin_stream();
  bool make_stream();
  void end_stream();
  void break_stream() noexcept;
  void wake_stream();
  void watch_reader();
  void look_at_reader();
  bool flush();
  void wait_for_reader();
  void on_writable();
  void let_others();
  void take_turn(Clock::time_point now);
  void linger();
  void discard(std::size_t bytes);
  void check_idle(Clock::time_point now);
  void time_out();
  std::uint64_t acknowledged();
  MinimumRate::Bound minimum_rate(bool is_crowded, MinimumRate::Bound calm) const noexcept;
  void cut_off() noexcept override;

  // Reply: from within Application::handle().
  void send(const Response& response) override;
  void send_cached(const CachedAnswer& answer) override;
  PendingReply defer() override;
  // Overrides PendingReply::Waiter's function too.
  bool has_room_for(std::size_t body_bytes) const noexcept override;

  // PendingReply::Waiter: from anywhere on this thread, later. After close() they do nothing.
  void answer(const Response& response) override;
  void abandon() noexcept override;
  const Request& request() const noexcept override { return parser_.request(); }

  Socket socket_;
  ConnectionContext& context_;  // not once closed: a pending reply may outlive it
  Admission admission_;
  std::string peer_;
  std::unique_ptr<BodySink> sink_;  // of the request at hand
  InputBuffer in_;
  RequestParser parser_;
  OutputBuffer out_;
  std::size_t sent_ = 0;           // of out_
  std::uint64_t sent_before_ = 0;  // of what was in it earlier
  MinimumRate send_rate_;

  std::shared_ptr<Connection> kept_;    // itself
  std::shared_ptr<BodyStream> stream_;  // that is being sent
  StreamEnd stream_end_ = StreamEnd::last_chunk;
  std::string piece_;  // of it

  Phase phase_ = Phase::open;
  bool is_reading_ = false;   // waits for the client to send
  bool is_watched_ = false;   // the client, lest it go while a stream waits
  bool is_blocked_ = false;   // waits for the client to read
  bool is_deferred_ = false;  // waits for answer()
  bool is_waiting_ = false;   // for its next turn
  bool is_making_ = false;    // inside BodyStream::make()
  bool is_woken_ = false;     // by the stream, meanwhile
  bool is_handling_ = false;  // inside Application::handle()
  bool is_answered_ = false;  // the request at hand
  bool is_closing_ = false;   // no further request will be answered
  bool is_lean_ = false;      // has given its memory back

  Clock::time_point begun_;   // the request at hand, or when the last one was done
  Clock::time_point read_;    // last byte received
  Clock::time_point active_;  // the same, or when we were ready to read again
  Clock::time_point turn_begun_;
  std::uint64_t received_ = 0;
  MinimumRate body_rate_;
  std::size_t body_bytes_ = 0;  // of the request at hand, counted among all bodies
  Clock::time_point linger_until_;
  std::size_t linger_bytes_left_;
};

}  // namespace http
