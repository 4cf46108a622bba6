// One I/O thread of the server: its event loop, its acceptors, its connections, its Application.
// Made and unmade by the server's caller; in between everything runs on its own thread, and only
// post(), drain() and the counts shared by all threads may be touched from others.
#pragma once

#include <array>
#include <atomic>
#include <boost/intrusive/list.hpp>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "base/executor.hpp"
#include "base/metrics.hpp"
#include "http/connection.hpp"
#include "http/event_loop.hpp"
#include "http/limits.hpp"
#include "http/listener.hpp"

namespace http {

// Counts of the whole server, and the signal that draining has come to its end.
struct ServerCounts {
  std::atomic<std::size_t> served{0};     // connections open, those turned away not among them
  std::atomic<std::size_t> listening{0};  // threads that still accept
  std::atomic<std::size_t> unsent{0};     // bytes that slow readers have waiting
  std::atomic<std::size_t> bodies{0};     // bytes of bodies that arrive or are being answered
  unsigned threads = 1;
  std::mutex mutex;
  std::condition_variable changed;

  bool is_drained() const noexcept { return listening == 0 && served == 0; }
  void notify();
};

class ServerThread final : private base::Executor {
 public:
  ServerThread(const Limits& limits, ServerCounts& counts, base::Metrics& metrics);
  ~ServerThread() override;

  base::Executor& executor() noexcept { return *this; }
  void add(Listener listener);
  // Listens, and runs the loop on a thread of its own. Throws std::system_error.
  void start(std::unique_ptr<Application> application);
  void drain(std::chrono::milliseconds accept_for);
  // Ends the thread, closes what is left, drops posted tasks and the application.
  void stop();

 private:
  using Clock = EventLoop::Clock;
  using Connections =
      boost::intrusive::list<Connection,
                             boost::intrusive::base_hook<boost::intrusive::list_base_hook<
                                 boost::intrusive::tag<Connection>>>,
                             boost::intrusive::constant_time_size<false>>;

  // A socket that listens.
  class Door final : public Watcher {
   public:
    Door(ServerThread& thread, Listener listener)
        : thread_(thread), listener_(std::move(listener)) {}
    void open();  // throws std::system_error
    // Accepts nothing before it is watched again.
    void rest();
    void watch();
    void close() noexcept;
    Socket& socket() noexcept { return listener_.socket; }

   private:
    void on_ready(Ready ready) override;

    ServerThread& thread_;
    Listener listener_;
  };

  void post(std::function<void()> task) override;
  void accept(Door& door);
  // An errno that says why there is no further one.
  int accept_waiting(Door& door, std::size_t most);
  bool has_spare();
  void close_idle_one();
  void accept_without_descriptors(Door& door);
  void refuse(Socket socket);
  void admit(Socket socket);
  void begin_drain(std::chrono::milliseconds accept_for);
  void drain_after(std::chrono::milliseconds time, void (ServerThread::*step)());
  void end_accepting();
  void close_acceptors();
  Connection::Admission reserve_place() noexcept;
  void tick();
  void closed(Connection& connection);
  void let_closed_go() noexcept;

  const Limits& limits_;
  ServerCounts& counts_;
  base::Gauge& open_connections_;
  base::Counter& all_connections_;
  base::Counter& cut_off_;
  std::array<base::Counter*, refusal_count> refused_{};

  EventLoop loop_;
  EventLoop::TimerId drain_timer_{};
  std::chrono::milliseconds tick_every_;
  std::deque<Door> doors_;
  bool is_accepting_ = false;
  int spare_descriptor_ = -1;    // -1: somebody has taken it
  std::size_t turned_away_ = 0;  // open connections that only wait for their 503 to be read

  std::unique_ptr<Application> application_;
  std::optional<ConnectionContext> context_;
  Connections connections_;
  Connections closed_;  // in this turn: one may still be inside its functions
  Connections::iterator next_ticked_ = connections_.end();
  std::thread thread_;
};

}  // namespace http
