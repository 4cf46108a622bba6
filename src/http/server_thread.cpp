#include "http/server_thread.hpp"

#include <fcntl.h>
#include <linux/filter.h>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>

#include "base/check.hpp"
#include "base/thread_name.hpp"

namespace http {
namespace {

// Above this, connections over the limit get their 503 and are closed without lingering.
constexpr std::size_t turned_away_max = 256;
constexpr std::size_t accepted_per_turn = 256;
constexpr std::chrono::milliseconds accept_pause{50};
constexpr std::chrono::milliseconds handshake_max{100};  // where it was half done at the end
constexpr std::chrono::milliseconds tick_longest{500};
constexpr std::chrono::milliseconds tick_shortest{5};

std::string_view reason_of(Refusal refusal) noexcept {
  switch (refusal) {
    case Refusal::malformed:
      return "malformed";
    case Refusal::slow:
      return "slow";
    case Refusal::body_too_large:
      return "body_too_large";
    case Refusal::target_too_long:
      return "target_too_long";
    case Refusal::expectation_failed:
      return "expectation_failed";
    case Refusal::header_too_large:
      return "header_too_large";
    case Refusal::unknown_coding:
      return "unknown_coding";
    case Refusal::version_unsupported:
      return "version_unsupported";
    case Refusal::too_many_connections:
      return "too_many_connections";
    case Refusal::too_many_bodies:
      return "too_many_bodies";
  }
  return {};
}

base::Counter& refusal_counter(base::Metrics& metrics, Refusal refusal) {
  const std::string labels = "reason=\"" + std::string(reason_of(refusal)) + '"';
  return metrics.counter({.name = "livros_http_refused_total",
                          .help = "Requests answered before they reached the API.",
                          .labels = labels});
}

// Precise enough for the shortest limit, and no busier than that needs.
std::chrono::milliseconds tick_period(const Limits& limits) {
  const auto shortest =
      std::min({limits.header_timeout, limits.body_rate_window, limits.send_rate_window,
                limits.crowded_window, limits.idle_timeout, limits.linger_timeout,
                limits.drain_idle_timeout});
  return std::clamp(shortest / 8, tick_shortest, tick_longest);
}

bool is_out_of_descriptors(int error) noexcept {
  return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

int open_spare_descriptor() noexcept { return ::open("/dev/null", O_RDONLY | O_CLOEXEC); }

// Signals are the main thread's business.
class SignalsBlocked {
 public:
  SignalsBlocked() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;

 private:
  sigset_t before_{};
};

// A client that begins to connect from now on gets no answer, tries again a second later and is
// refused. Where the kernel does not take the filter, the last clients may see a reset.
void drop_syn_segments(int listening) {
  constexpr std::uint32_t flags_offset = 13;  // in a TCP header (RFC 9293 section 3.1)
  constexpr std::uint32_t syn = 0x02;
  constexpr std::uint32_t whole = 0xffff'ffff;
  std::array<sock_filter, 4> filter{{BPF_STMT(BPF_LD | BPF_B | BPF_ABS, flags_offset),
                                     BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, syn, 0, 1),
                                     BPF_STMT(BPF_RET | BPF_K, 0),
                                     BPF_STMT(BPF_RET | BPF_K, whole)}};
  const sock_fprog program{filter.size(), filter.data()};
  ::setsockopt(listening, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program);
}

}  // namespace

void ServerCounts::notify() {
  // Taking the lock orders the change before the waiter's next look.
  {
    const std::lock_guard lock(mutex);
  }
  changed.notify_all();
}

ServerThread::ServerThread(const Limits& limits, ServerCounts& counts, base::Metrics& metrics)
    : limits_(limits),
      counts_(counts),
      open_connections_(metrics.gauge(
          {.name = "livros_http_connections", .help = "Client connections open and served."})),
      all_connections_(metrics.counter(
          {.name = "livros_http_connections_total", .help = "Client connections accepted."})),
      cut_off_(metrics.counter({.name = "livros_http_cut_off_total",
                                .help = "Connections closed within an answer: the client was "
                                        "too slow to read it."})),
      tick_every_(tick_period(limits)),
      spare_descriptor_(open_spare_descriptor()) {
  loop_.set_on_turn_end([this] { let_closed_go(); });
  for (std::size_t i = 0; i < refusal_count; ++i) {
    refused_[i] = &refusal_counter(metrics, static_cast<Refusal>(i));
  }
}

ServerThread::~ServerThread() {
  stop();
  ::close(spare_descriptor_);
}

void ServerThread::add(Listener listener) { doors_.emplace_back(*this, std::move(listener)); }

void ServerThread::start(std::unique_ptr<Application> application) {
  application_ = std::move(application);
  context_.emplace(ConnectionContext{
      .loop = loop_,
      .limits = limits_,
      .application = *application_,
      .refused = refused_,
      .cut_off = cut_off_,
      .slow_readers = {limits_.unsent_bytes_max, limits_.unsent_bytes_max / counts_.threads,
                       counts_.unsent},
      .bodies = {limits_.bodies_bytes_max, counts_.bodies},
      .on_closed = [this](Connection& c) { closed(c); }});
  for (Door& door : doors_) {
    door.open();
  }
  is_accepting_ = true;
  ++counts_.listening;
  tick();
  const SignalsBlocked signals_blocked;
  thread_ = std::thread([this] {
    base::name_this_thread("http");
    loop_.run();
  });
}

void ServerThread::stop() {
  loop_.stop();
  if (thread_.joinable()) {
    thread_.join();
  }
  while (!connections_.empty()) {
    connections_.front().close();
  }
  let_closed_go();
  // Unrun tasks may own pending replies: they go while what they refer to is still here.
  loop_.take_tasks().clear();
  application_.reset();
}

void ServerThread::post(std::function<void()> task) { loop_.post(std::move(task)); }

// ---- accepting ----------------------------------------------------------------------------------

void ServerThread::Door::open() {
  start_listening(listener_);
  watch();
}

void ServerThread::Door::watch() {
  if (listener_.socket.is_open() && !thread_.loop_.watch(listener_.socket, *this, {true, false})) {
    rest();
  }
}

void ServerThread::Door::rest() {
  thread_.loop_.forget(listener_.socket, *this);
  thread_.loop_.start_timer(accept_pause, [this] { watch(); });
}

void ServerThread::Door::close() noexcept {
  thread_.loop_.forget(listener_.socket, *this);
  listener_.socket.close();
}

void ServerThread::Door::on_ready(Ready /*ready*/) { thread_.accept(*this); }

void ServerThread::accept(Door& door) {
  if (is_out_of_descriptors(accept_waiting(door, accepted_per_turn))) {
    accept_without_descriptors(door);
  }
}

// Accepts all connections that wait. A turn of the loop may take long: with one connection a turn,
// the last of a hundred would wait a hundred turns.
int ServerThread::accept_waiting(Door& door, std::size_t most) {
  for (std::size_t i = 0; i < most; ++i) {
    Socket socket = door.socket().accept();
    if (!socket.is_open()) {
      return errno;
    }
    admit(std::move(socket));
  }
  return 0;
}

bool ServerThread::has_spare() {
  if (spare_descriptor_ < 0) {
    spare_descriptor_ = open_spare_descriptor();
  }
  return spare_descriptor_ >= 0;
}

// With no descriptor left a client would hang in the queue and the loop would spin on the error.
// The spare one lets it in, to be told 503. Another thread may be quicker and take it for a client
// of its own: then one that waits for nothing makes room for a new one.
void ServerThread::accept_without_descriptors(Door& door) {
  if (!has_spare()) {
    close_idle_one();
  }
  bool is_let_in = false;
  if (has_spare()) {
    ::close(spare_descriptor_);
    if (Socket socket = door.socket().accept(); socket.is_open()) {
      is_let_in = true;
      refuse(std::move(socket));
    }
    spare_descriptor_ = open_spare_descriptor();
  }
  if (!is_let_in) {
    door.rest();
  }
}

void ServerThread::close_idle_one() {
  const auto idle = std::find_if(connections_.begin(), connections_.end(),
                                 [](const Connection& one) { return one.is_idle(); });
  if (idle != connections_.end()) {
    idle->close();
  }
}

// 503, and closed at once: its descriptor is wanted.
void ServerThread::refuse(Socket socket) {
  all_connections_.add();
  const auto connection = std::make_shared<Connection>(std::move(socket), *context_,
                                                       Connection::Admission::turned_away);
  connections_.push_back(*connection);
  ++turned_away_;
  connection->start();
  connection->close();
}

void ServerThread::admit(Socket socket) {
  all_connections_.add();
  const Connection::Admission admission = reserve_place();
  const auto connection = std::make_shared<Connection>(std::move(socket), *context_, admission);
  connections_.push_back(*connection);
  if (admission == Connection::Admission::served) {
    open_connections_.add(1);
    return connection->start();
  }
  ++turned_away_;
  connection->start();
  if (turned_away_ > turned_away_max) {
    connection->close();
  }
}

Connection::Admission ServerThread::reserve_place() noexcept {
  std::size_t served = counts_.served.load();
  while (served < limits_.connections_max) {
    if (counts_.served.compare_exchange_weak(served, served + 1)) {
      return Connection::Admission::served;
    }
  }
  return Connection::Admission::turned_away;
}

void ServerThread::closed(Connection& connection) {
  if (next_ticked_ != connections_.end() && &*next_ticked_ == &connection) {
    ++next_ticked_;
  }
  connections_.erase(connections_.iterator_to(connection));
  closed_.push_back(connection);
  if (connection.admission() == Connection::Admission::turned_away) {
    --turned_away_;
    return;
  }
  open_connections_.add(-1);
  --counts_.served;
  if (context_->draining_since) {
    counts_.notify();
  }
}

void ServerThread::let_closed_go() noexcept {
  while (!closed_.empty()) {
    Connection& connection = closed_.front();
    closed_.pop_front();
    connection.let_go();
  }
}

// ---- draining and time --------------------------------------------------------------------------

void ServerThread::drain(std::chrono::milliseconds accept_for) {
  loop_.post([this, accept_for] { begin_drain(accept_for); });
}

void ServerThread::begin_drain(std::chrono::milliseconds accept_for) {
  if (!context_->draining_since) {
    context_->draining_since = Clock::now();
    // Ending a stream may close its connection.
    for (next_ticked_ = connections_.begin(); next_ticked_ != connections_.end();) {
      Connection& connection = *next_ticked_++;
      connection.drain();
    }
  }
  drain_after(accept_for, &ServerThread::end_accepting);
}

void ServerThread::drain_after(std::chrono::milliseconds time, void (ServerThread::*step)()) {
  loop_.cancel(drain_timer_);
  drain_timer_ = loop_.start_timer(time, [this, step] { (this->*step)(); });
}

// Closing a socket that listens resets the connections in its queue, whose requests may be sent
// already, and those whose handshake is half done: these are given time, and no others come in.
void ServerThread::end_accepting() {
  if (!is_accepting_) {
    return;
  }
  for (Door& door : doors_) {
    drop_syn_segments(door.socket().number());
  }
  drain_after(handshake_max, &ServerThread::close_acceptors);
}

void ServerThread::close_acceptors() {
  if (!is_accepting_) {
    return;
  }
  is_accepting_ = false;
  for (Door& door : doors_) {
    accept_waiting(door, std::numeric_limits<std::size_t>::max());
    door.close();
  }
  --counts_.listening;
  counts_.notify();
}

void ServerThread::tick() {
  const auto now = Clock::now();
  // A tick may close its connection, and any other that makes room for it.
  for (next_ticked_ = connections_.begin(); next_ticked_ != connections_.end();) {
    Connection& connection = *next_ticked_++;
    connection.tick(now);
  }
  loop_.start_timer(tick_every_, [this] { tick(); });
}

}  // namespace http
