// The server as a whole: addresses, several threads, storms, running out of descriptors, draining
// and stopping.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "http/echo_server.hpp"
#include "http/raw_client.hpp"

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

bool machine_has_ipv6_loopback() {
  try {
    EchoServer server({}, 1, "[::1]:0");
    return true;
  } catch (const std::system_error&) {
    return false;
  }
}

class DescriptorLimit {
 public:
  explicit DescriptorLimit(rlim_t descriptors) {
    getrlimit(RLIMIT_NOFILE, &before_);
    rlimit wanted = before_;
    wanted.rlim_cur = std::min(descriptors, before_.rlim_max);
    setrlimit(RLIMIT_NOFILE, &wanted);
  }
  ~DescriptorLimit() { setrlimit(RLIMIT_NOFILE, &before_); }
  DescriptorLimit(const DescriptorLimit&) = delete;
  DescriptorLimit& operator=(const DescriptorLimit&) = delete;

 private:
  rlimit before_{};
};

}  // namespace

TEST(Listening, LocalhostIsBothLoopbacks) {
  EchoServer server({}, 2, "localhost:0");
  const bool ipv6 = machine_has_ipv6_loopback();
  ASSERT_EQ(server.addresses().size(), ipv6 ? 2U : 1U);
  for (const std::string& address : server.addresses()) {
    RawClient client(address);
    client.send(get("/x"));
    EXPECT_EQ(client.read_answer().header("x-saw-peer"),
              address.starts_with('[') ? "::1" : "127.0.0.1");
  }
}

TEST(Listening, BothWildcardsCanShareAPort) {
  if (!machine_has_ipv6_loopback()) {
    GTEST_SKIP() << "no IPv6 here";
  }
  EchoServer first({}, 1, "0.0.0.0:0");
  const std::string port = first.address().substr(first.address().rfind(':'));
  EchoServer second({}, 1, "[::]" + port);
  RawClient client("[::1]" + port);
  client.send(get("/x"));
  EXPECT_EQ(client.read_answer().status, 200U);
}

TEST(Listening, AnAddressInUseIsNamed) {
  for (const unsigned threads : {1U, 2U}) {
    EchoServer first({}, threads);
    try {
      EchoServer second({}, threads, first.address());
      FAIL() << "two servers on one address";
    } catch (const std::system_error& error) {
      EXPECT_EQ(error.code(), std::errc::address_in_use);
      EXPECT_NE(std::string(error.what()).find(first.address()), std::string::npos);
    }
  }
}

TEST(Listening, AMalformedAddressIsNamed) {
  for (const std::string address :
       {"", "8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:x", "::1:8080",
        "[::1]", "[127.0.0.1]:0", ":8080", "no.such.name.invalid:80"}) {
    SCOPED_TRACE(address);
    try {
      EchoServer server({}, 1, address);
      FAIL() << "bound";
    } catch (const std::system_error& error) {
      EXPECT_NE(std::string(error.what()).find(address), std::string::npos);
    }
  }
}

TEST(Listening, StopWithoutStartIsHarmless) {
  base::Metrics metrics;
  http::Server server({}, metrics);
  EXPECT_TRUE(server.stop(milliseconds(0)));
}

TEST(Storm, TwoThousandConnectionsAreAllServed) {
  const DescriptorLimit descriptors(5000);
  EchoServer server({}, 2);
  std::vector<RawClient> clients;
  for (int i = 0; i < 2000; ++i) {
    clients.emplace_back(server.address());
    clients.back().send(get(i % 2 == 0 ? "/now" : "/later"));
  }
  for (RawClient& client : clients) {
    ASSERT_EQ(client.read_answer().status, 200U);
  }
  EXPECT_EQ(server.metric("livros_http_connections"), 2000);
  for (RawClient& client : clients) {
    client.vanish();
  }
  EXPECT_TRUE(eventually([&] { return server.metric("livros_http_connections") == 0; }));
}

// Nothing hangs and nothing spins when the process has no descriptor left for another client.
TEST(Storm, WithoutDescriptorsClientsAreTold503) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "the sanitizer's own checks of pointers need descriptors";
#endif
  EchoServer server;
  RawClient before(server.address());
  before.send(get("/x"));
  EXPECT_EQ(before.read_answer().status, 200U);

  std::vector<int> filled;
  {
    const DescriptorLimit few(200);
    for (int fd = ::open("/dev/null", O_RDONLY); fd >= 0; fd = ::open("/dev/null", O_RDONLY)) {
      filled.push_back(fd);
    }
    // One for the client, none for the server's end of it.
    ::close(filled.back());
    filled.pop_back();
    RawClient client(server.address());
    EXPECT_EQ(client.read_answer().status, 503U);
    EXPECT_EQ(server.metric("livros_http_connections_total"), 2);
    before.send(get("/still"));
    EXPECT_EQ(before.read_answer().status, 200U);
  }
  for (const int fd : filled) {
    ::close(fd);
  }
  RawClient after(server.address());
  after.send(get("/x"));
  EXPECT_EQ(after.read_answer().status, 200U);
}

TEST(Draining, AnswersSayCloseAndTheConnectionEnds) {
  http::Limits limits;
  limits.drain_idle_timeout = seconds(60);
  EchoServer server(limits);
  RawClient client(server.address());
  client.send(get("/1"));
  EXPECT_EQ(client.read_answer().headers.count("connection"), 0U);
  server.server().drain(seconds(60));
  RawClient newcomer(server.address());
  newcomer.send(get("/2"));
  EXPECT_EQ(newcomer.read_answer().header("connection"), "close");
  EXPECT_TRUE(newcomer.is_closed());
  client.send(get("/3"));
  EXPECT_EQ(client.read_answer().header("connection"), "close");
  EXPECT_TRUE(client.is_closed());
}

TEST(Draining, RequestsInThePipelineAreStillAnswered) {
  EchoServer server;
  RawClient client(server.address());
  client.send(get("/held") + get("/2") + get("/3"));
  ASSERT_TRUE(eventually([&] { return server.held() == 1; }));
  server.server().drain(milliseconds(0));
  server.release_held();
  EXPECT_EQ(client.read_answer().body, "GET /held|");
  EXPECT_EQ(client.read_answer().body, "GET /2|");
  const Answer last = client.read_answer();
  EXPECT_EQ(last.body, "GET /3|");
  EXPECT_EQ(last.header("connection"), "close");
  EXPECT_TRUE(client.is_closed());
}

TEST(Draining, WhoeverGoesOnAndOnIsNotWaitedFor) {
  http::Limits limits;
  limits.drain_idle_timeout = milliseconds(1000);
  EchoServer server(limits);
  RawClient client(server.address());
  // There is always a part of the next request.
  const std::string begin = "GET /x HTTP/1.1\r\n";
  const std::string rest = "Host: a\r\n\r\n";
  client.send(begin);
  server.server().drain(seconds(60));
  EXPECT_TRUE(eventually([&] {
    client.send(rest + begin);
    return client.read_answer().header("connection") == "close";
  }));
}

TEST(Draining, StopWaitsForDeferredAnswers) {
  EchoServer server;
  RawClient client(server.address());
  client.send(get("/held"));
  ASSERT_TRUE(eventually([&] { return server.held() == 1; }));
  bool drained = false;
  std::thread stopper([&] { drained = server.server().stop(seconds(30)); });
  server.release_held();
  EXPECT_EQ(client.read_answer().body, "GET /held|");
  EXPECT_TRUE(client.is_closed());
  client.vanish();
  stopper.join();
  EXPECT_TRUE(drained);
}

TEST(Draining, IdleConnectionsCloseSoonAndNoNewOnesAreAccepted) {
  http::Limits limits;
  limits.drain_idle_timeout = milliseconds(50);
  EchoServer server(limits);
  RawClient idle(server.address());
  idle.send(get("/x"));
  EXPECT_EQ(idle.read_answer().status, 200U);
  std::thread stopper([&] { EXPECT_TRUE(server.server().stop(seconds(30))); });
  EXPECT_TRUE(idle.is_closed());
  stopper.join();
  EXPECT_THROW(RawClient(server.address()), std::runtime_error);
}

TEST(Draining, ConnectionsWaitingInTheQueueAreServed) {
  http::Limits limits;
  limits.drain_idle_timeout = seconds(20);
  EchoServer server(limits);
  // Connected by the kernel, maybe not yet accepted by the server, when draining begins.
  std::vector<RawClient> clients;
  for (int i = 0; i < 200; ++i) {
    clients.emplace_back(server.address());
    clients.back().send(get("/x"));
  }
  server.server().drain(milliseconds(0));
  for (RawClient& client : clients) {
    EXPECT_EQ(client.read_answer().status, 200U);
  }
}

// Closing a socket that listens resets what has connected to it and was not accepted.
TEST(Draining, WhoeverHasConnectedIsAnsweredHoweverManyTryAtTheEnd) {
  std::atomic<int> answered{0};
  std::atomic<int> lost{0};
  const auto ask_until_refused = [&](const std::string& address) {
    for (;;) {
      std::optional<RawClient> client;
      try {
        client.emplace(address);
      } catch (const std::runtime_error&) {
        return;
      }
      try {
        client->send(get("/x", "Connection: close\r\n"));
        answered += client->read_answer().status == 200U;
      } catch (const std::runtime_error&) {
        ++lost;
      }
    }
  };
  for (int round = 1; round <= 4; ++round) {
    EchoServer server;
    constexpr std::size_t count = 8;
    std::vector<std::thread> clients;
    clients.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
      clients.emplace_back(ask_until_refused, server.address());
    }
    EXPECT_TRUE(eventually([&] { return answered > 50 * round; }));
    server.server().drain(milliseconds(0));
    for (std::thread& client : clients) {
      client.join();
    }
  }
  EXPECT_EQ(lost, 0);
}

TEST(Stopping, CutsOffWhatIsLeftAtTheTimeout) {
  EchoServer server;
  RawClient client(server.address());
  client.send(get("/held"));
  ASSERT_TRUE(eventually([&] { return server.held() == 1; }));
  EXPECT_FALSE(server.server().stop(milliseconds(50)));
  EXPECT_TRUE(client.is_closed());
  // A reply that comes now must find nothing to break.
  server.release_held();
}
