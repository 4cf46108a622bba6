#include "store/postgres/connection.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

#include "base/check.hpp"
#include "store/postgres/diagnostics.hpp"
#include "store/postgres/storage_error.hpp"

namespace postgres {
namespace {

using boost::asio::posix::stream_descriptor;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

// Lists have many shapes; beyond so many, statements travel with their text.
constexpr std::size_t prepared_max = 400;
constexpr std::string_view unspecific_warning = "01000";
constexpr std::string_view unknown_prepared_statement = "26000";
// "cached plan must not change result type": a column has another type since it was prepared.
constexpr std::string_view stale_plan = "0A000";
constexpr const char* answers_another = "the answer is not to what was asked";

}  // namespace

Connection::Connection(const Options& options, Server server, Hosts& hosts,
                       const Dependencies& dependencies)
    : options_(options),
      server_(server),
      hosts_(hosts),
      loop_(dependencies.loop),
      log_(dependencies.log),
      connects_(dependencies.connects),
      socket_(dependencies.loop),
      retry_(dependencies.loop),
      watchdog_(dependencies.loop) {}

Connection::~Connection() { release_socket(); }

void Connection::start(std::function<void()> on_change) {
  on_change_ = std::move(on_change);
  connect();
}

void Connection::stop() {
  if (state_ == State::stopped) {
    return;
  }
  state_ = State::stopped;
  drop({Failure::Kind::lost, {}, "stopped"});
  retry_.cancel();
  watchdog_.cancel();
}

milliseconds Connection::down_for() const {
  return is_up() ? milliseconds(0)
                 : std::chrono::duration_cast<milliseconds>(steady_clock::now() - down_since_);
}

void Connection::reset(std::string_view why) { fail(Failure::Kind::lost, why); }

// ---- sending -----------------------------------------------------------------------------------

// Where no option travels with the connection, each transaction says its own bounds.
bool Connection::send_bounds(Sent& sent) {
  if (options_.prepared == Options::Prepared::by_name) {
    return true;
  }
  const std::string sql = transaction_bounds(options_, name_);
  sent.preparing.push_back(sql);  // its result is nobody's
  return PQsendQueryParams(connection_.get(), sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr,
                           1) == 1;
}

bool Connection::send_statement(const Statement& statement, Sent& sent) {
  PGconn* const connection = connection_.get();
  const Parameters::Arrays arrays = statement.parameters.arrays();
  const auto count = static_cast<int>(arrays.values.size());
  const auto known = prepared_.find(statement.sql);
  const bool by_name = options_.prepared == Options::Prepared::by_name &&
                       (known != prepared_.end() || prepared_.size() < prepared_max);
  if (!by_name) {
    sent.preparing.emplace_back();
    return PQsendQueryParams(connection, statement.sql.c_str(), count, arrays.types.data(),
                             arrays.values.data(), arrays.lengths.data(), arrays.formats.data(),
                             1) == 1;
  }
  std::string name;
  if (known != prepared_.end()) {
    name = known->second;
  } else {
    name = "s" + std::to_string(++names_);
    prepared_.emplace(statement.sql, name);
    sent.preparing.push_back(statement.sql);
    if (PQsendPrepare(connection, name.c_str(), statement.sql.c_str(), count,
                      arrays.types.data()) != 1) {
      return false;
    }
  }
  sent.preparing.emplace_back();
  return PQsendQueryPrepared(connection, name.c_str(), count, arrays.values.data(),
                             arrays.lengths.data(), arrays.formats.data(), 1) == 1;
}

void Connection::send(Exchange exchange) {
  check(is_up());
  if (must_wait(exchange)) {
    unsent_.push_back(std::move(exchange));
    return;
  }
  transmit(std::move(exchange), steady_clock::now() + answer_max());
}

// PgBouncer lends a server to the next client while answers to the last one are still to come, when
// that one has left with several exchanges under way: who is next takes them for its own.
bool Connection::must_wait(const Exchange& exchange) const {
  if (options_.prepared == Options::Prepared::by_name) {
    return false;
  }
  return !sent_.empty() || (!unsent_.empty() && !exchange.only_ends);
}

void Connection::transmit_next() {
  if (sent_.empty() && !unsent_.empty()) {
    Exchange next = std::move(unsent_.front());
    unsent_.pop_front();
    transmit(std::move(next), steady_clock::now() + answer_max());
  }
}

// How much longer than its own statement timeout a server is waited for: it may be gone for good.
milliseconds Connection::answer_max() const {
  constexpr milliseconds grace{1000};
  return options_.statement_timeout + grace;
}

void Connection::transmit(Exchange exchange, SteadyTime deadline) {
  Sent sent;
  sent.done = std::move(exchange.done);
  sent.at = steady_clock::now();
  sent.deadline = deadline;
  bool fine = exchange.only_ends || send_bounds(sent);
  for (const Statement& statement : exchange.statements) {
    fine = fine && send_statement(statement, sent);
  }
  fine = fine && PQpipelineSync(connection_.get()) == 1;
  sent_.push_back(std::move(sent));
  if (!fine) {
    fail_later();
    return;
  }
  flush();
  watch_deadline();
}

// send() promises not to call back.
void Connection::fail_later() {
  boost::asio::post(loop_, [this, generation = generation_] {
    if (generation == generation_) {
      fail(Failure::Kind::lost, message_text(PQerrorMessage(connection_.get())));
    }
  });
}

void Connection::flush() {
  const int left = PQflush(connection_.get());
  if (left == 1) {
    write_when_ready();
  } else if (left < 0) {
    fail_later();
  }
}

void Connection::write_when_ready() {
  if (writing_) {
    return;
  }
  writing_ = true;
  socket_.async_wait(stream_descriptor::wait_write,
                     [this, generation = generation_](const boost::system::error_code& error) {
                       if (error || generation != generation_) {
                         return;
                       }
                       writing_ = false;
                       flush();
                     });
}

// One timer looks at the oldest exchange; the newer ones end later.
void Connection::watch_deadline() {
  if (watching_ || sent_.empty()) {
    return;
  }
  watching_ = true;
  watchdog_.expires_at(sent_.front().deadline);
  watchdog_.async_wait([this, generation = generation_](const boost::system::error_code& error) {
    if (error || generation != generation_) {
      return;
    }
    watching_ = false;
    if (!sent_.empty() && sent_.front().deadline <= steady_clock::now()) {
      fail(Failure::Kind::lost, "the database does not answer");
      return;
    }
    watch_deadline();
  });
}

// ---- receiving ---------------------------------------------------------------------------------

void Connection::read_when_ready() {
  socket_.async_wait(stream_descriptor::wait_read,
                     [this, generation = generation_](const boost::system::error_code& error) {
                       if (error || generation != generation_) {
                         return;
                       }
                       if (PQconsumeInput(connection_.get()) != 1) {
                         fail(Failure::Kind::lost, message_text(PQerrorMessage(connection_.get())));
                         return;
                       }
                       heard_ = steady_clock::now();
                       take_results();
                       if (generation == generation_) {
                         flush();
                         read_when_ready();
                       }
                     });
}

void Connection::take_results() {
  const std::uint64_t generation = generation_;
  bool ended_one = false;
  while (generation == generation_ && !sent_.empty() && PQisBusy(connection_.get()) == 0) {
    PGresult* const result = PQgetResult(connection_.get());
    if (result != nullptr) {
      ended_one = false;
      take(result);
    } else if (std::exchange(ended_one, true)) {
      // Nothing ends a statement's results; twice in a row, the library waits for no more of them.
      fail(Failure::Kind::lost, "the connection has forgotten what it was asked");
    }
  }
  if (generation == generation_ && PQstatus(connection_.get()) == CONNECTION_BAD) {
    fail(Failure::Kind::lost, message_text(PQerrorMessage(connection_.get())));
  }
}

void Connection::take(PGresult* result) {
  Rows rows(result);
  Sent& sent = sent_.front();
  const ExecStatusType status = PQresultStatus(result);
  if (status == PGRES_PIPELINE_SYNC) {
    complete();
    return;
  }
  // A server says farewell whenever it likes: for a statement, or behind the results of all.
  if (is_farewell(result) || sent.next_preparing == sent.preparing.size()) {
    fail(Failure::Kind::lost, message_text(PQresultErrorMessage(result)));
    return;
  }
  if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) {
    if (sent.preparing.at(sent.next_preparing++).empty()) {
      sent.rows.push_back(std::move(rows));
    }
    return;
  }
  // Refused, or skipped because something before it was.
  if (!sent.failure && status != PGRES_PIPELINE_ABORTED) {
    sent.failure = Failure{Failure::Kind::refused, sqlstate_of(result),
                           message_text(PQresultErrorMessage(result)), sent.rows.size()};
  }
  forget_unprepared(sent);
}

// "canceling wait for synchronous replication": the transaction is committed here, and the standby
// may not have it.
void Connection::take_notice(const PGresult* notice) {
  if (sent_.empty() || sqlstate_of(notice) != unspecific_warning) {
    return;
  }
  Sent& sent = sent_.front();
  const bool is_committing = sent.next_preparing + 1 >= sent.preparing.size();
  sent.is_unconfirmed = sent.is_unconfirmed || is_committing;
}

void Connection::complete() {
  Sent finished = std::move(sent_.front());
  sent_.pop_front();
  if (!finished.failure && finished.is_unconfirmed) {
    finished.failure = Failure{Failure::Kind::lost, std::string(unspecific_warning),
                               "the standby has not confirmed the commit"};
  }
  const bool is_whole = finished.next_preparing == finished.preparing.size();
  if (!finished.failure && !is_whole) {
    finished.failure = Failure{Failure::Kind::lost, {}, answers_another};
  }
  const std::string state = finished.failure ? finished.failure->sqlstate : std::string();
  const std::uint64_t generation = generation_;
  if (finished.failure) {
    finished.done(*std::move(finished.failure));
  } else {
    finished.done(std::move(finished.rows));
  }
  if (generation != generation_) {
    return;
  }
  if (!is_whole) {
    fail(Failure::Kind::lost, answers_another);
  } else if (state == read_only_transaction || state == unknown_prepared_statement ||
             state == stale_plan) {
    fail(Failure::Kind::lost, "this server does not serve us: " + state);
  } else {
    transmit_next();
  }
}

// The server skipped it, so it has to be prepared anew by whoever needs it next.
void Connection::forget_unprepared(Sent& sent) {
  const std::string& sql = sent.preparing.at(sent.next_preparing++);
  if (!sql.empty()) {
    prepared_.erase(sql);
  }
}

}  // namespace postgres
