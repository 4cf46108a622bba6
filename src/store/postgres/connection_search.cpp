// Finding a server and losing it.

#include <algorithm>
#include <random>
#include <utility>

#include "base/check.hpp"
#include "store/postgres/connection.hpp"
#include "store/postgres/diagnostics.hpp"
#include "store/postgres/released_form.hpp"

namespace postgres {
namespace {

using boost::asio::posix::stream_descriptor;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds retry_first{50};
constexpr milliseconds retry_most{1000};
// With another host to go to, one that says nothing is waited for so long; longer, when all are so.
constexpr milliseconds host_silence_first{1000};
constexpr std::size_t attempts_counted_max = 10;

// Half to all of 50 ms · 2^attempts: instances that lost one server do not come back as one.
milliseconds backoff(unsigned attempts) {
  thread_local std::minstd_rand random{std::random_device{}()};
  const auto most = std::min<std::int64_t>(
      retry_first.count() << std::min<std::size_t>(attempts, attempts_counted_max),
      retry_most.count());
  return milliseconds(std::uniform_int_distribution<std::int64_t>(most / 2, most)(random));
}

std::string fresh_name() {
  thread_local std::mt19937_64 random{std::random_device{}()};
  return std::string(application) + ' ' + std::to_string(random());
}

}  // namespace

// ---- connecting --------------------------------------------------------------------------------

void Connection::choose_host() {
  if (hosts_.preferred() != begin_) {
    begin_ = hosts_.preferred();
    tried_ = 0;
  }
  host_ = (begin_ + tried_) % hosts_.count();
  ++tried_;
  milliseconds patience = options_.connect_timeout;
  if (hosts_.count() > 1) {
    const std::size_t doublings = std::min(silent_ / hosts_.count(), attempts_counted_max);
    patience = std::min(patience, host_silence_first * (std::int64_t{1} << doublings));
  }
  connect_until_ = steady_clock::now() + patience;
}

void Connection::connect() {
  if (state_ == State::stopped) {
    return;
  }
  state_ = State::connecting;
  choose_host();
  const ConnectParameters parameters(options_, server_, Timeouts::short_ones, hosts_.at(host_));
  ++attempts_;
  if (options_.prepared == Options::Prepared::never) {
    name_ = fresh_name();
  }
  connection_.reset(PQconnectStartParams(parameters.keywords(), parameters.values(), 1));
  check(connection_ != nullptr);
  if (PQstatus(connection_.get()) == CONNECTION_BAD) {
    fail(Failure::Kind::unsent, message_text(PQerrorMessage(connection_.get())));
    return;
  }
  watchdog_.expires_at(connect_until_);
  watchdog_.async_wait([this, generation = generation_](const boost::system::error_code& error) {
    if (!error && generation == generation_ && state_ == State::connecting) {
      fail(Failure::Kind::unsent, "connecting took too long");
    }
  });
  poll_connect();
}

void Connection::poll_connect() {
  const PostgresPollingStatusType status = PQconnectPoll(connection_.get());
  if (status == PGRES_POLLING_OK) {
    logged_in();
    return;
  }
  if (status == PGRES_POLLING_FAILED) {
    fail(Failure::Kind::unsent, message_text(PQerrorMessage(connection_.get())));
    return;
  }
  // With several hosts the socket changes on the way.
  release_socket();
  socket_.assign(PQsocket(connection_.get()));
  const auto ready = status == PGRES_POLLING_READING ? stream_descriptor::wait_read
                                                     : stream_descriptor::wait_write;
  socket_.async_wait(ready, [this, generation = generation_](const boost::system::error_code& e) {
    if (!e && generation == generation_) {
      poll_connect();
    }
  });
}

void Connection::logged_in() {
  watchdog_.cancel();
  release_socket();
  PQsetNoticeReceiver(
      connection_.get(),
      [](void* self, const PGresult* notice) {
        static_cast<Connection*>(self)->take_notice(notice);
      },
      this);
  if (PQsetnonblocking(connection_.get(), 1) != 0 || PQenterPipelineMode(connection_.get()) != 1) {
    fail(Failure::Kind::unsent, message_text(PQerrorMessage(connection_.get())));
    return;
  }
  socket_.assign(PQsocket(connection_.get()));
  heard_ = steady_clock::now();
  read_when_ready();
  if (server_ != Server::primary) {
    opened();
    return;
  }
  state_ = State::checking;
  transmit({{{std::string(asks_whether_it_is_read_only), {}}},
            [this](const Answer& answer) {
              if (const auto* const failure = std::get_if<Failure>(&answer)) {
                if (failure->kind == Failure::Kind::refused) {
                  fail(Failure::Kind::unsent, failure->reason);
                }
              } else if (std::get<std::vector<Rows>>(answer).front().boolean(0, 0)) {
                fail(Failure::Kind::unsent, is_read_only);
              } else {
                opened();
              }
            }},
           connect_until_);
}

void Connection::opened() {
  state_ = State::up;
  attempts_ = 0;
  tried_ = 0;
  silent_ = 0;
  hosts_.found(host_);
  begin_ = host_;
  connects_.add();
  on_change_();
}

// ---- is it there? ------------------------------------------------------------------------------

void Connection::ask() {
  if (!is_up() || is_asking_) {
    return;
  }
  is_asking_ = true;
  send({{{std::string(asks_whether_it_is_read_only), {}}}, [this](const Answer& answer) {
          is_asking_ = false;
          const auto* const rows = std::get_if<std::vector<Rows>>(&answer);
          if (rows != nullptr && rows->front().boolean(0, 0)) {
            fail(Failure::Kind::lost, is_read_only);
          }
        }});
}

bool Connection::is_quiet_for(milliseconds time) const {
  return sent_.empty() && steady_clock::now() - heard_ >= time;
}

milliseconds Connection::silent_for() const {
  return sent_.empty() ? milliseconds(0)
                       : std::chrono::duration_cast<milliseconds>(
                             steady_clock::now() - std::max(heard_, sent_.front().at));
}

// ---- losing it ---------------------------------------------------------------------------------

void Connection::release_socket() {
  // The descriptor is libpq's: asio only ever watches it.
  if (socket_.is_open()) {
    socket_.release();
  }
}

void Connection::fail(Failure::Kind kind, std::string_view why) {
  if (state_ == State::stopped) {
    return;
  }
  if (state_ == State::up) {
    down_since_ = steady_clock::now();
    hosts_.left(host_);
  } else {
    silent_ = steady_clock::now() >= connect_until_ ? silent_ + 1 : 0;
  }
  // Once a minute or so while a database stays away.
  if (state_ == State::up || attempts_ % 32 == 1) {
    log_.error("banco-desconectado", {{"motivo", why}});
  }
  state_ = State::down;
  drop({kind, {}, std::string(why)});
  schedule_connect();
  on_change_();
}

// Ends the connection at hand and everything under way on it.
void Connection::drop(const Failure& failure) {
  ++generation_;
  release_socket();
  connection_.reset();
  prepared_.clear();
  writing_ = false;
  watching_ = false;
  std::deque<Sent> lost = std::exchange(sent_, {});
  std::deque<Exchange> unsent = std::exchange(unsent_, {});
  for (Sent& one : lost) {
    one.done(failure);
  }
  for (Exchange& one : unsent) {
    one.done(Failure{Failure::Kind::unsent, failure.sqlstate, failure.reason});
  }
}

void Connection::schedule_connect() {
  if (state_ != State::down) {
    return;
  }
  // The next host at once; all of them again after a while.
  const auto count = static_cast<unsigned>(hosts_.count());
  const bool is_round_over = tried_ % count == 0;
  retry_.expires_after(is_round_over ? backoff(attempts_ / count) : milliseconds(0));
  retry_.async_wait([this, generation = generation_](const boost::system::error_code& error) {
    if (!error && generation == generation_ && state_ == State::down) {
      connect();
    }
  });
}

}  // namespace postgres
