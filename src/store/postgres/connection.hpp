// One connection to a server on an event loop: connects by itself and again when it breaks, keeps
// many exchanges under way at once (pipeline mode), one behind PgBouncer, and never blocks but in
// the resolver while it connects. One to the primary goes from host to host until it has found one
// that takes writes, and asks that by itself. Used on the loop's thread only.
#pragma once

#include <libpq-fe.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/log.hpp"
#include "base/metrics.hpp"
#include "store/postgres/connect_parameters.hpp"
#include "store/postgres/hosts.hpp"
#include "store/postgres/options.hpp"
#include "store/postgres/statement.hpp"

namespace postgres {

class Connection {
 public:
  using SteadyTime = std::chrono::steady_clock::time_point;
  static constexpr std::chrono::milliseconds absence_min{250};
  struct Dependencies {
    boost::asio::io_context& loop;
    base::Log& log;
    base::Counter& connects;
  };

  Connection(const Options& options, Server server, Hosts& hosts, const Dependencies& dependencies);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Begins to connect; `on_change` is called whenever is_up() has changed.
  void start(std::function<void()> on_change);
  // Fails what is under way and connects no more.
  void stop();

  bool is_up() const noexcept { return state_ == State::up; }
  // How long it has not been up; zero when it is.
  std::chrono::milliseconds down_for() const;
  // It has been down for longer than a connection that only broke.
  bool is_away() const { return down_for() >= absence_min; }
  // Without ask().
  std::size_t under_way() const noexcept {
    return sent_.size() + unsent_.size() - (is_asking_ ? 1 : 0);
  }
  // The place in Hosts that the newest attempt went to.
  std::size_t host() const noexcept { return host_; }
  // The number of the process that serves it, as its server knows it; only while is_up().
  int server_process() const noexcept { return PQbackendPID(connection_.get()); }
  // Behind PgBouncer the process is another one each time: it bears this name while it serves this
  // connection. Empty elsewhere.
  const std::string& name() const noexcept { return name_; }

  // Asks a primary whether it takes writes yet, and leaves it when it does not.
  void ask();
  // Nothing is under way, and nothing came for so long.
  bool is_quiet_for(std::chrono::milliseconds time) const;
  // How long what is under way has been waited for without a byte.
  std::chrono::milliseconds silent_for() const;

  // Only while is_up(). `done` is called exactly once, never inside send(). A refusal inside an
  // explicit transaction leaves it open: the next exchange must be ROLLBACK. A commit that the
  // server did not bring to its standby as it should is `lost`.
  void send(Exchange exchange);
  // Gives the connection up, as if it had broken, and connects anew.
  void reset(std::string_view why);

 private:
  // checking: logged in, and asked whether it takes writes.
  enum class State : std::uint8_t { down, connecting, checking, up, stopped };
  struct Finish {
    void operator()(PGconn* connection) const noexcept { PQfinish(connection); }
  };
  // What the server still owes us, in order: one result per statement sent, then the sync.
  struct Sent {
    std::vector<std::string> preparing;  // "" for a statement that was known already
    std::vector<Rows> rows;
    std::optional<Failure> failure;
    std::function<void(Answer)> done;
    std::size_t next_preparing = 0;
    bool is_unconfirmed = false;  // committed, but not where the server promised
    SteadyTime at;
    SteadyTime deadline;
  };

  void choose_host();
  void connect();
  void poll_connect();
  void logged_in();
  void opened();
  std::chrono::milliseconds answer_max() const;
  bool must_wait(const Exchange& exchange) const;
  void transmit(Exchange exchange, SteadyTime deadline);
  void transmit_next();
  void fail(Failure::Kind kind, std::string_view why);
  void fail_later();
  void drop(const Failure& failure);
  void schedule_connect();
  void release_socket();

  void read_when_ready();
  void write_when_ready();
  void flush();
  void take_results();
  void take(PGresult* result);
  void complete();
  void take_notice(const PGresult* notice);
  void forget_unprepared(Sent& sent);
  bool send_bounds(Sent& sent);
  bool send_statement(const Statement& statement, Sent& sent);
  void watch_deadline();

  const Options& options_;
  const Server server_;
  Hosts& hosts_;
  boost::asio::io_context& loop_;
  base::Log& log_;
  base::Counter& connects_;
  std::function<void()> on_change_;

  State state_ = State::down;
  SteadyTime down_since_ = std::chrono::steady_clock::now();
  std::unique_ptr<PGconn, Finish> connection_;
  boost::asio::posix::stream_descriptor socket_;
  boost::asio::steady_timer retry_;
  boost::asio::steady_timer watchdog_;
  // Outlived by the handlers of a connection that was given up: each remembers which one it was
  // for.
  std::uint64_t generation_ = 0;
  unsigned attempts_ = 0;   // since it was up
  std::size_t begin_ = 0;   // the host that this search began with
  std::size_t tried_ = 0;   // hosts, since then
  std::size_t silent_ = 0;  // attempts in a row that nobody answered
  std::size_t host_ = 0;
  SteadyTime connect_until_{};
  SteadyTime heard_{};
  std::string name_;  // another one for each connection that is made
  bool is_asking_ = false;
  std::uint64_t names_ = 0;  // given to prepared statements
  bool writing_ = false;
  bool watching_ = false;

  std::deque<Sent> sent_;
  std::deque<Exchange> unsent_;  // where one exchange goes after the other
  // Statements this connection has prepared, by their text.
  std::unordered_map<std::string, std::string> prepared_;
};

}  // namespace postgres
