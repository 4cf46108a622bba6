// An in-process server on a port of its own with a small application that shows what it was asked.
// One test's thread owns it; the application runs on the server's I/O threads.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "base/metrics.hpp"
#include "http/application.hpp"
#include "http/server.hpp"

// Answers of the application, by path:
//   /big?N        counted_text(N)      /status/N   that status, with a body
//   /big-if-room?N   the same, or 503 when the reply has no room for it
//   /close        says it closes       /prepared?N the same as /big?N, through send_cached
//   /later        deferred, answered by another thread, in any order among connections
//   /held         deferred until release_held()
//   /dropped      deferred and dropped /at-once    deferred and answered inside handle()
//   /sink         the body went to a sink that makes the connection wait now and then; its length
//   /sink-full    the same, but the sink refuses what is beyond 100 000 bytes
//   /sink-never   is answered 503 before its body comes
//   /upload       an empty body, takes one of 10 MB
//   /nap?N        keeps the I/O thread busy for N milliseconds
//   /stream?N     N pieces of a stream, "piece 0\n" …, each after a wake from elsewhere
//   /broken?N     the same, which breaks behind them
//   /flood?N      N pieces of 64 KB
//   /endless      a stream that says nothing and ends when it is told
//   anything else "METHOD path?query|body", with the fields it saw as X-Saw-… fields
// Refused requests: the refusal's status and its name as the body. Bodies up to 1000 bytes.
class EchoServer {
 public:
  static constexpr std::size_t body_bytes_max = 1000;
  static constexpr std::size_t upload_bytes_max = 10'000'000;

  explicit EchoServer(const http::Limits& limits = {}, unsigned threads = 1,
                      const std::string& address = "127.0.0.1:0");
  ~EchoServer();

  const std::string& address() const noexcept { return addresses_.front(); }
  const std::vector<std::string>& addresses() const noexcept { return addresses_; }
  http::Server& server() noexcept { return *server_; }

  // Requests handed to the application so far.
  std::size_t handled() const noexcept;
  // Deferred requests of /held that wait.
  std::size_t held() const noexcept;
  // Sinks that are there.
  std::size_t sinks() const noexcept;
  void release_held();
  // The value of a metric's line, "livros_http_connections"; 0 when it is not there.
  std::int64_t metric(const std::string& name_and_labels) const;

 private:
  class Elsewhere;
  class Echo;

  base::Metrics metrics_;
  std::unique_ptr<Elsewhere> elsewhere_;
  std::unique_ptr<http::Server> server_;
  std::vector<std::string> addresses_;
};

// "0 1 2 3 …", so many bytes of it: no two stretches of a few bytes are the same.
std::string counted_text(std::size_t bytes);

// Whether `condition` comes true within ten seconds.
bool eventually(const std::function<bool()>& condition);
