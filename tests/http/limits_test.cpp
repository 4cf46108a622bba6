// Each limit of http::Limits, from both sides.
#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <string>
#include <thread>
#include <vector>

#include "http/echo_server.hpp"
#include "http/raw_client.hpp"

namespace {

using std::chrono::milliseconds;

std::string get(const std::string& target, const std::string& fields = "") {
  return "GET " + target + " HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
}
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
  limits.header_timeout = milliseconds(1000);
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
  limits.body_rate_window = milliseconds(400);
  limits.body_bytes_per_second_min = 5;  // two bytes a window
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
  limits.idle_timeout = milliseconds(500);
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
  limits.idle_timeout = milliseconds(500);
  limits.header_timeout = milliseconds(500);
  EchoServer server(limits);
  RawClient idle(server.address());
  RawClient client(server.address());
  client.send(get("/held") + "GET /half");
  ASSERT_TRUE(eventually([&] { return server.held() == 1; }));
  EXPECT_TRUE(idle.is_closed());
  server.release_held();
  EXPECT_EQ(client.read_answer().body, "GET /held|");
}

TEST(SendRate, CutsOffAReaderThatTakesNothing) {
  http::Limits limits;
  limits.send_rate_window = milliseconds(500);
  EchoServer server(limits);
  RawClient client(server.address());
  std::string requests;
  for (int i = 0; i < 300; ++i) {
    requests += get("/big?100000");
  }
  client.send(requests);
  EXPECT_TRUE(eventually([&] { return server.handled() > 0; }));
  EXPECT_TRUE(eventually([&] { return server.metric("livros_http_connections") == 0; }));
  EXPECT_LT(server.handled(), 300U);
  EXPECT_EQ(server.metric("livros_http_cut_off_total"), 1);
}

// Takes a piece now and then, until `enough` bytes are there or the server has closed. How many.
std::size_t take_slowly(RawClient& client, std::size_t piece, std::size_t enough) {
  std::size_t taken = 0;
  while (taken < enough) {
    const std::size_t bytes = client.read_some(piece);
    if (bytes == 0) {
      break;
    }
    taken += bytes;
    std::this_thread::sleep_for(milliseconds(20));
  }
  return taken;
}

TEST(SendRate, CutsOffAReaderThatTakesTooLittle) {
  http::Limits limits;
  limits.send_rate_window = milliseconds(400);
  limits.sent_bytes_per_second_min = 50'000'000;
  EchoServer server(limits);
  RawClient client(server.address());
  client.send(get("/big?50000000"));
  EXPECT_LT(take_slowly(client, 100'000, 50'000'000), 50'000'000U);
  EXPECT_EQ(server.metric("livros_http_cut_off_total"), 1);
}

TEST(SendRate, WaitsForAReaderThatIsSlowButGoesOn) {
  http::Limits limits;
  limits.send_rate_window = milliseconds(300);
  limits.sent_bytes_per_second_min = 10'000;
  EchoServer server(limits);
  RawClient client(server.address());
  client.send(get("/big?20000000"));
  ASSERT_GE(take_slowly(client, 500'000, 20'000'000), 20'000'000U);
  EXPECT_EQ(server.metric("livros_http_cut_off_total"), 0);
}

TEST(UnsentLimit, TheReaderThatHasWaitedLongestMakesRoom) {
  http::Limits limits;
  limits.unsent_bytes_max = 50'000'000;
  EchoServer server(limits, 2);
  std::vector<RawClient> stalled;
  for (int i = 0; i < 8; ++i) {
    stalled.emplace_back(server.address());
    stalled.back().send(get("/big?20000000"));
    ASSERT_TRUE(eventually([&] { return server.handled() == static_cast<unsigned>(i) + 1; }));
  }
  EXPECT_TRUE(eventually([&] { return server.metric("livros_http_connections") <= 3; }));
  EXPECT_GE(server.metric("livros_http_cut_off_total"), 5);
  RawClient other(server.address());
  other.send(get("/x"));
  EXPECT_EQ(other.read_answer().status, 200U);
}

unsigned status_of(EchoServer& server, const std::string& target) {
  RawClient client(server.address());
  client.send(get(target));
  return client.read_answer().status;
}

TEST(UnsentLimit, FromHalfOfItOnNoLargeAnswerIsBegunAndReadersMustBeQuicker) {
  http::Limits limits;
  limits.unsent_bytes_max = 50'000'000;
  limits.crowded_window = milliseconds(1000);
  EchoServer server(limits);
  RawClient stalled(server.address());
  stalled.send(get("/big-if-room?40000000"));
  ASSERT_TRUE(eventually([&] { return status_of(server, "/big-if-room?100000") == 503; }));
  EXPECT_EQ(status_of(server, "/big-if-room?65536"), 200U);
  EXPECT_TRUE(eventually([&] { return server.metric("livros_http_cut_off_total") == 1; }));
  EXPECT_EQ(status_of(server, "/big-if-room?100000"), 200U);
}

TEST(UnsentLimit, WhatAReaderHasTakenMakesRoomForOthers) {
  http::Limits limits;
  limits.unsent_bytes_max = 50'000'000;
  limits.crowded_window = milliseconds(20'000);
  EchoServer server(limits);
  RawClient slow(server.address());
  slow.send(get("/big-if-room?40000000"));
  ASSERT_TRUE(eventually([&] { return status_of(server, "/big-if-room?100000") == 503; }));
  const std::size_t taken = take_slowly(slow, 2'000'000, 25'000'000);
  EXPECT_TRUE(eventually([&] { return status_of(server, "/big-if-room?100000") == 200; }));
  EXPECT_GE(taken + take_slowly(slow, 2'000'000, 40'000'000 - taken), 40'000'000U);
  EXPECT_EQ(server.metric("livros_http_cut_off_total"), 0);
}

// Many readers who all go on: each of them gets a whole answer in the end, and nobody is cut off.
TEST(UnsentLimit, HonestReadersTakeTurnsAndAreNotCutOff) {
  http::Limits limits;
  limits.unsent_bytes_max = 30'000'000;
  EchoServer server(limits, 2);
  constexpr std::size_t answer_bytes = 8'000'000;
  constexpr int count = 12;
  std::latch all_have_asked(count);
  std::atomic<int> whole{0};
  std::atomic<int> refused{0};
  std::vector<std::thread> readers;
  for (int i = 0; i < count; ++i) {
    readers.emplace_back([&] {
      for (bool is_first = true;; is_first = false) {
        RawClient client(server.address());
        client.send(get("/big-if-room?8000000"));
        if (is_first) {
          all_have_asked.arrive_and_wait();
        }
        const std::size_t taken = client.read_some(200'000);
        if (taken >= 1000) {  // a refusal is shorter
          whole += taken + take_slowly(client, 200'000, answer_bytes - taken) >= answer_bytes;
          return;
        }
        ++refused;
        std::this_thread::sleep_for(milliseconds(100));
      }
    });
  }
  for (std::thread& reader : readers) {
    reader.join();
  }
  EXPECT_EQ(whole, count);
  EXPECT_GT(refused, 0);
  EXPECT_EQ(server.metric("livros_http_cut_off_total"), 0);
}

TEST(UnsentLimit, OneAnswerAboveItIsCutOffUnlessTheClientReadsAtOnce) {
  http::Limits limits;
  limits.unsent_bytes_max = 1'000'000;
  EchoServer server(limits);
  RawClient client(server.address());
  client.send(get("/big?50000000"));
  EXPECT_TRUE(eventually([&] { return server.metric("livros_http_cut_off_total") == 1; }));
  EXPECT_TRUE(eventually([&] { return server.metric("livros_http_connections") == 0; }));
}

std::string upload(std::size_t length) {
  return "POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(length) + "\r\n\r\n";
}

TEST(BodiesLimit, BeyondItLargeBodiesAreRefusedAndFromHalfOfItOnTheyMustComeMoreQuickly) {
  http::Limits limits;
  limits.bodies_bytes_max = 2'000'000;
  limits.crowded_window = milliseconds(1500);
  EchoServer server(limits, 2);
  RawClient stalled(server.address());
  stalled.send(upload(3'000'000) + std::string(1'500'000, 'x'));
  std::this_thread::sleep_for(milliseconds(500));  // until that has been read
  RawClient other(server.address());
  other.send(upload(1'000'000) + std::string(700'000, 'x'));
  const Answer refused = other.read_answer();
  EXPECT_EQ(refused.status, 503U);
  EXPECT_EQ(refused.body, "too_many_bodies");
  EXPECT_EQ(refused.header("connection"), "close");
  RawClient small(server.address());
  small.send(post(1000) + std::string(1000, 'x'));
  EXPECT_EQ(small.read_answer().status, 200U);
  expect_refused(stalled, 408);
  RawClient next(server.address());
  for (int i = 0; i < 3; ++i) {
    next.send(upload(1'900'000) + std::string(1'900'000, 'x'));
    EXPECT_EQ(next.read_answer().status, 200U);
  }
}

TEST(BodiesLimit, WhoLeavesMakesRoom) {
  http::Limits limits;
  limits.bodies_bytes_max = 2'000'000;
  EchoServer server(limits);
  for (int i = 0; i < 4; ++i) {
    RawClient leaving(server.address());
    leaving.send(upload(3'000'000) + std::string(1'900'000, 'x'));
  }
  ASSERT_TRUE(eventually([&] {
    return server.metric("livros_http_connections_total") == 4 &&
           server.metric("livros_http_connections") == 0;
  }));
  RawClient next(server.address());
  next.send(upload(1'900'000) + std::string(1'900'000, 'x'));
  EXPECT_EQ(next.read_answer().status, 200U);
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
