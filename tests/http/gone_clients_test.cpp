// Clients that go, or send on, while their answer is made or sent: no state of a connection keeps
// its thread busy with them.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "http/echo_server.hpp"
#include "http/raw_client.hpp"

namespace {

using std::chrono::milliseconds;

// Of the whole process, whose threads all wait.
milliseconds cpu_time() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto ms = [](const timeval& time) { return time.tv_sec * 1000 + time.tv_usec / 1000; };
  return milliseconds{ms(usage.ru_utime) + ms(usage.ru_stime)};
}

void expect_rest() {
  constexpr milliseconds watched{300};
  std::this_thread::sleep_for(milliseconds{50});
  const milliseconds before = cpu_time();
  std::this_thread::sleep_for(watched);
  EXPECT_LT(cpu_time() - before, watched / 3);
}

enum class Goes { sends_on, half_closed, reset };

void go(RawClient& client, Goes how) {
  switch (how) {
    case Goes::sends_on:
      client.send(get("/next"));
      break;
    case Goes::half_closed:
      client.finish_sending();
      break;
    case Goes::reset:
      client.vanish();
      break;
  }
}

class GoneClients : public testing::TestWithParam<Goes> {};
INSTANTIATE_TEST_SUITE_P(EveryWay, GoneClients,
                         testing::Values(Goes::sends_on, Goes::half_closed, Goes::reset));

TEST_P(GoneClients, WhileTheirAnswerIsDeferred) {
  EchoServer server;
  RawClient client(server.address());
  client.send(get("/held"));
  ASSERT_TRUE(eventually([&] { return server.held() == 1; }));
  go(client, GetParam());
  expect_rest();
  server.release_held();
  RawClient other(server.address());
  other.send(get("/x"));
  EXPECT_EQ(other.read_answer().body, "GET /x|");
}

TEST_P(GoneClients, WhileAStreamHasNothingToSay) {
  EchoServer server;
  RawClient client(server.address());
  client.send(get("/endless"));
  ASSERT_TRUE(eventually([&] { return server.handled() == 1; }));
  go(client, GetParam());
  expect_rest();
}

TEST_P(GoneClients, WhileTheyDoNotReadWhatIsSent) {
  EchoServer server;
  RawClient client(server.address());
  client.send(get("/flood?1000"));
  ASSERT_TRUE(eventually([&] { return server.handled() == 1; }));
  ASSERT_TRUE(client.has_input(milliseconds{5000}));
  go(client, GetParam());
  expect_rest();
}

TEST_P(GoneClients, WhileTheirBodyWaitsForItsSink) {
  EchoServer server;
  RawClient client(server.address());
  client.send("POST /sink HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n" +
              std::string(100'000, 'x'));
  ASSERT_TRUE(eventually([&] { return server.sinks() == 1; }));
  go(client, GetParam());
  expect_rest();
}

}  // namespace
