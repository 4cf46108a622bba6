// Many clients at once, or one that reads or sends too slowly: what they may hold of the server.
#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "http/echo_server.hpp"
#include "http/raw_client.hpp"

namespace {

using std::chrono::milliseconds;

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
  limits.send_rate_window = milliseconds(1500);  // of which it takes two and more
  limits.sent_bytes_per_second_min = 10'000;
  EchoServer server(limits);
  RawClient client(server.address());
  client.send(get("/big?20000000"));
  ASSERT_GE(take_slowly(client, 100'000, 20'000'000), 20'000'000U);
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
  limits.crowded_window = milliseconds(3000);
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
  readers.reserve(count);
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
  return "POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(length) +
         "\r\n\r\n";
}

unsigned status_of_upload(EchoServer& server, std::size_t length) {
  RawClient client(server.address());
  client.send(upload(length) + std::string(length, 'x'));
  return client.read_answer().status;
}

// Whose body does not go on. A body of this size has no room beside it once all of it was read.
// nullptr: that was not seen, because it was refused itself, or waited for too long.
std::unique_ptr<RawClient> stalled_upload(EchoServer& server) {
  EXPECT_TRUE(eventually([&] { return status_of_upload(server, 1'900'000) == 200; }));
  auto client = std::make_unique<RawClient>(server.address());
  client->send(upload(3'000'000) + std::string(1'500'000, 'x'));
  for (int i = 0; i < 100; ++i) {
    if (status_of_upload(server, 500'500) == 503) {
      return client;
    }
  }
  return nullptr;
}

TEST(BodiesLimit, BeyondItLargeBodiesAreRefusedAndFromHalfOfItOnTheyMustComeMoreQuickly) {
  http::Limits limits;
  limits.bodies_bytes_max = 2'000'000;
  limits.crowded_window = milliseconds(5000);
  EchoServer server(limits, 2);
  std::unique_ptr<RawClient> stalled;
  ASSERT_TRUE(eventually([&] { return (stalled = stalled_upload(server)) != nullptr; }));
  auto other = std::make_unique<RawClient>(server.address());
  other->send(upload(1'000'000) + std::string(700'000, 'x'));
  const Answer refused = other->read_answer();
  EXPECT_EQ(refused.status, 503U);
  EXPECT_EQ(refused.body, "too_many_bodies");
  EXPECT_EQ(refused.header("connection"), "close");
  RawClient small(server.address());
  small.send(upload(1000) + std::string(1000, 'x'));
  EXPECT_EQ(small.read_answer().status, 200U);
  const Answer late = stalled->read_answer();
  EXPECT_EQ(late.status, 408U);
  EXPECT_EQ(late.header("connection"), "close");
  EXPECT_TRUE(stalled->is_closed());
  // What a connection holds is free once it is closed, and that of an answered body soon after.
  other.reset();
  EXPECT_TRUE(eventually([&] { return status_of_upload(server, 1'900'000) == 200; }));
  EXPECT_TRUE(eventually([&] { return status_of_upload(server, 900'000) == 200; }));
  RawClient next(server.address());
  for (int i = 0; i < 3; ++i) {
    next.send(upload(900'000) + std::string(900'000, 'x'));
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

}  // namespace
