// Each limit of http::Limits, from both sides.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "http/echo_server.hpp"
#include "http/raw_client.hpp"

namespace {

using std::chrono::milliseconds;

std::string post(std::size_t length) {
  return "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(length) + "\r\n\r\n";
}

void expect_refused(RawClient& client, unsigned status) {
  const Answer answer = client.read_answer();
  EXPECT_EQ(answer.status, status);
  EXPECT_EQ(answer.header("connection"), "close");
  EXPECT_TRUE(client.is_closed());
}

}  // namespace

TEST(TargetLimit, OneByteMoreIs414) {
  EchoServer server;
  RawClient client(server.address());
  client.send(get("/" + std::string(8191, 'a')));
  EXPECT_EQ(client.read_answer().status, 200U);
  client.send(get("/" + std::string(8192, 'a')));
  expect_refused(client, 414);
}

TEST(TargetLimit, IsEnforcedBeforeTheLineEnds) {
  EchoServer server;
  RawClient client(server.address());
  client.send("GET /" + std::string(9000, 'a'));
  expect_refused(client, 414);
}

TEST(HeaderLimit, OneByteMoreIs431) {
  EchoServer server;
  const std::size_t rest = get("/x", "X: \r\n").size();
  RawClient client(server.address());
  client.send(get("/x", "X: " + std::string(16 * 1024 - rest, 'a') + "\r\n"));
  EXPECT_EQ(client.read_answer().status, 200U);
  client.send(get("/x", "X: " + std::string(16 * 1024 - rest + 1, 'a') + "\r\n"));
  expect_refused(client, 431);
}

TEST(HeaderLimit, OneFieldMoreIs431) {
  EchoServer server;
  RawClient client(server.address());
  std::string fields;
  for (int i = 0; i < 99; ++i) {
    fields += "X: y\r\n";
  }
  client.send(get("/x", fields));
  EXPECT_EQ(client.read_answer().status, 200U);
  client.send(get("/x", fields + "X: y\r\n"));
  expect_refused(client, 431);
}

TEST(HeaderLimit, CountsTrailersToo) {
  EchoServer server;
  const std::string head = "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n";
  RawClient bytes(server.address());
  bytes.send(head + "X: " + std::string(17'000, 'a'));
  expect_refused(bytes, 431);
  std::string fields;
  for (int i = 0; i < 99; ++i) {
    fields += "X: y\r\n";
  }
  RawClient count(server.address());
  count.send(head + fields);
  expect_refused(count, 431);
}

TEST(HeaderTimeout, ASlowHeadIs408) {
  http::Limits limits;
  limits.header_timeout = milliseconds(100);
  EchoServer server(limits);
  RawClient client(server.address());
  client.send("GET /x HTTP/1.1\r\nHos");
  expect_refused(client, 408);
  EXPECT_EQ(server.metric("livros_http_refused_total{reason=\"slow\"}"), 1);
}

TEST(HeaderTimeout, CountsFromTheFirstByteHoweverManyFollow) {
  http::Limits limits;
  limits.header_timeout = milliseconds(100);
  EchoServer server(limits);
  RawClient client(server.address());
  client.send(get("/1"));
  EXPECT_EQ(client.read_answer().status, 200U);
  client.send("GET /x HTTP/1.1\r\nX: ");
  while (!client.has_input(milliseconds(1))) {
    client.send("y");
  }
  expect_refused(client, 408);
}

// The big answer does not fit into the socket, so the server waits for its reader and reads
// nothing.
TEST(HeaderTimeout, DoesNotRunWhileTheClientIsSlowToRead) {
  http::Limits limits;
  limits.header_timeout = milliseconds(3000);
  EchoServer server(limits);
  RawClient client(server.address());
  client.send(get("/big?30000000") + "GET /x HT");
  ASSERT_TRUE(eventually([&] { return server.handled() == 1; }));
  RawClient clock(server.address());
  clock.send("GET");
  EXPECT_EQ(clock.read_answer().status, 408U);
  EXPECT_EQ(client.read_answer().body.size(), 30'000'000U);
  EXPECT_FALSE(client.has_input(milliseconds(300)));
  client.send("TP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(client.read_answer().body, "GET /x|");
}

TEST(BodyRate, ABodyThatTricklesIs408) {
  http::Limits limits;
  limits.body_rate_window = milliseconds(100);
  limits.body_bytes_per_second_min = 10'000;
  EchoServer server(limits);
  RawClient client(server.address());
  client.send(post(1000) + "x");
  while (!client.has_input(milliseconds(20))) {
    client.send("x");
  }
  expect_refused(client, 408);
}

TEST(BodyRate, AFastEnoughBodyOfManyWindowsIsAccepted) {
  http::Limits limits;
  limits.body_rate_window = milliseconds(1000);
  limits.body_bytes_per_second_min = 1;  // one byte a window
  EchoServer server(limits);
  RawClient client(server.address());
  client.send(post(1000));
  const auto end = std::chrono::steady_clock::now() + 3 * limits.body_rate_window;
  std::size_t sent = 0;
  while (std::chrono::steady_clock::now() < end && sent < 900) {
    client.send("x");
    ++sent;
    ASSERT_FALSE(client.has_input(milliseconds(2)));
  }
  client.send(std::string(1000 - sent, 'x'));
  EXPECT_EQ(client.read_answer().status, 200U);
}

TEST(BodyLimit, IsDecidedOnTheDeclaredLength) {
  EchoServer server;
  RawClient client(server.address());
  client.send(post(1000) + std::string(1000, 'x'));
  EXPECT_EQ(client.read_answer().status, 200U);
  client.send(post(1001));
  expect_refused(client, 413);
}

TEST(BodyLimit, OfAChunkedBodyIsDecidedWhileReading) {
  EchoServer server;
  const std::string head = "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  const std::string chunk = "1f4\r\n" + std::string(500, 'x') + "\r\n";
  RawClient client(server.address());
  client.send(head + chunk + chunk + "0\r\n\r\n");
  EXPECT_EQ(client.read_answer().status, 200U);
  client.send(head + chunk + chunk + "1\r\n");
  expect_refused(client, 413);
  RawClient enormous(server.address());
  enormous.send(head + "ffffffffffffffff\r\n");
  expect_refused(enormous, 413);
}

// Without lingering the kernel would answer the unread rest with a reset, which throws the 413
// away.
TEST(BodyLimit, TheAnswerReachesAClientThatSendsTheWholeBodyFirst) {
  EchoServer server;
  RawClient client(server.address());
  client.send(post(8'000'000) + std::string(8'000'000, 'x'));
  expect_refused(client, 413);
}

TEST(Linger, IsBoundedInBytes) {
  http::Limits limits;
  limits.linger_bytes_max = 100'000;
  limits.linger_timeout = std::chrono::hours(1);
  EchoServer server(limits);
  RawClient client(server.address());
  client.send(post(1'000'000'000));
  EXPECT_EQ(client.read_answer().status, 413U);
  const std::string piece(50'000, 'x');
  EXPECT_THROW(
      {
        for (;;) {
          client.send(piece);
        }
      },
      std::runtime_error);
  EXPECT_TRUE(eventually([&] { return server.metric("livros_http_connections") == 0; }));
}

TEST(Linger, IsBoundedInTime) {
  http::Limits limits;
  limits.linger_timeout = milliseconds(50);
  EchoServer server(limits);
  RawClient client(server.address());
  client.send(post(2000));
  EXPECT_EQ(client.read_answer().status, 413U);
  EXPECT_TRUE(eventually([&] { return server.metric("livros_http_connections") == 0; }));
}

TEST(IdleTimeout, ClosesSilently) {
  http::Limits limits;
  limits.idle_timeout = milliseconds(1500);
  EchoServer server(limits);
  RawClient never_used(server.address());
  RawClient used(server.address());
  used.send(get("/x"));
  EXPECT_EQ(used.read_answer().status, 200U);
  EXPECT_TRUE(never_used.is_closed());
  EXPECT_TRUE(used.is_closed());
  EXPECT_EQ(server.metric("livros_http_refused_total{reason=\"slow\"}"), 0);
}

TEST(IdleTimeout, DoesNotCloseWhileAnAnswerIsDeferred) {
  http::Limits limits;
  limits.idle_timeout = milliseconds(1500);
  limits.header_timeout = milliseconds(1500);
  EchoServer server(limits);
  RawClient idle(server.address());
  RawClient client(server.address());
  client.send(get("/held") + "GET /half");
  ASSERT_TRUE(eventually([&] { return server.held() == 1; }));
  EXPECT_TRUE(idle.is_closed());
  server.release_held();
  EXPECT_EQ(client.read_answer().body, "GET /held|");
}

TEST(ConnectionLimit, OneMoreIsTold503AndComesInOnceAnotherHasGone) {
  http::Limits limits;
  limits.connections_max = 3;
  EchoServer server(limits, 2);
  std::vector<RawClient> clients;
  for (int i = 0; i < 3; ++i) {
    clients.emplace_back(server.address());
    clients.back().send(get("/x"));
    EXPECT_EQ(clients.back().read_answer().status, 200U);
  }
  RawClient surplus(server.address());
  const Answer answer = surplus.read_answer();
  EXPECT_EQ(answer.status, 503U);
  EXPECT_EQ(answer.header("retry-after"), "1");
  EXPECT_EQ(answer.header("connection"), "close");
  EXPECT_TRUE(surplus.is_closed());
  EXPECT_EQ(server.metric("livros_http_connections"), 3);

  clients.pop_back();
  ASSERT_TRUE(eventually([&] { return server.metric("livros_http_connections") == 2; }));
  RawClient next(server.address());
  next.send(get("/x"));
  EXPECT_EQ(next.read_answer().status, 200U);
}

TEST(ConnectionLimit, EachOfManySurplusClientsIsTold503) {
  http::Limits limits;
  limits.connections_max = 1;
  EchoServer server(limits);
  RawClient only(server.address());
  only.send(get("/x"));
  only.read_answer();
  for (int i = 0; i < 300; ++i) {
    RawClient surplus(server.address());
    surplus.send(get("/x"));
    ASSERT_EQ(surplus.read_answer().status, 503U);
  }
}
