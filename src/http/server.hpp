// The server: one event loop, one SO_REUSEPORT socket per listen address and one Application per
// I/O thread; a connection stays on its thread for life. start() returns once every address is
// bound; drain() and stop() may be called from any thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/executor.hpp"
#include "base/metrics.hpp"
#include "http/application.hpp"
#include "http/limits.hpp"

namespace http {

struct ServerOptions {
  // "127.0.0.1:8080", "[::]:8080" (IPv6 only), "localhost:8080" (both loopbacks); port 0 picks one.
  std::vector<std::string> listen;
  unsigned threads = 1;
  Limits limits;
};

// Throws std::system_error naming the first of these addresses that start() could not bind now.
void check_addresses(const std::vector<std::string>& listen);

class Server {
 public:
  // Called once per I/O thread, on the caller's thread, before any connection is accepted. The
  // executor posts to that thread's loop and lives as long as the server.
  using MakeApplication = std::function<std::unique_ptr<Application>(base::Executor& executor)>;

  Server(ServerOptions options, base::Metrics& metrics);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Throws std::system_error naming the address when one cannot be bound.
  void start(const MakeApplication& make_application);
  // The addresses in fact bound, "127.0.0.1:43127", after start().
  std::vector<std::string> addresses() const;
  // The answer to the last request that is here of each connection carries Connection: close; idle
  // connections close; after `accept_for` no new ones are accepted. Returns at once.
  void drain(std::chrono::milliseconds accept_for);
  // Waits until no connection is left or `timeout` has passed; then stops the threads and destroys
  // the applications. true: nothing was cut off.
  bool stop(std::chrono::milliseconds timeout);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace http
