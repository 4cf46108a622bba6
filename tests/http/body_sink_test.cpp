// Bodies that go to a sink as they come.
#include <gtest/gtest.h>

#include <string>

#include "http/echo_server.hpp"
#include "http/raw_client.hpp"

namespace {

std::string head_of(const std::string& target, const std::string& fields) {
  return "POST " + target + " HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
}
std::string with_length(std::size_t bytes) {
  return "Content-Length: " + std::to_string(bytes) + "\r\n";
}
constexpr const char* in_chunks = "Transfer-Encoding: chunked\r\n";

TEST(BodySink, TakesAWholeBodyHoweverOftenItMakesTheClientWait) {
  EchoServer server;
  RawClient client(server.address());
  client.send(head_of("/sink", with_length(3'000'000)) + std::string(3'000'000, 'x'));
  EXPECT_EQ(client.read_answer().body, "3000000|0");
  std::string pieces;
  for (int i = 0; i < 40; ++i) {
    pieces += "c350\r\n" + std::string(50'000, 'x') + "\r\n";
  }
  client.send(head_of("/sink", in_chunks) + pieces + "0\r\n\r\n" + get("/next"));
  EXPECT_EQ(client.read_answer().body, "2000000|0");
  EXPECT_EQ(client.read_answer().body, "GET /next|");
  EXPECT_TRUE(eventually([&] { return server.sinks() == 0; }));
}

TEST(BodySink, ARequestIsHandledAtOnceWhenItRefusesAndTheConnectionCloses) {
  EchoServer server;
  RawClient client(server.address());
  client.send(head_of("/sink-full", with_length(5'000'000)) + std::string(200'000, 'x'));
  const Answer answer = client.read_answer();
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(answer.header("connection"), "close");
  EXPECT_TRUE(client.is_closed());
}

TEST(BodySink, ABodyMayBeAnsweredBeforeItComes) {
  EchoServer server;
  for (const auto& [fields, seen] : {std::pair{with_length(5'000'000), "5000000"},
                                     std::pair{std::string(in_chunks), "chunked"}}) {
    RawClient client(server.address());
    client.send(head_of("/sink-never", fields));
    const Answer answer = client.read_answer();
    EXPECT_EQ(answer.status, 503U);
    EXPECT_EQ(answer.body, seen);
    EXPECT_TRUE(client.is_closed());
  }
}

TEST(BodySink, IsDroppedWithItsConnection) {
  EchoServer server;
  {
    RawClient client(server.address());
    client.send(head_of("/sink", with_length(5'000'000)) + std::string(300'000, 'x'));
    ASSERT_TRUE(eventually([&] { return server.sinks() == 1; }));
    client.vanish();
  }
  EXPECT_TRUE(eventually([&] { return server.sinks() == 0; }));
  EXPECT_EQ(server.handled(), 0U);
}

TEST(BodySink, TheLimitOfABodyCountsWhatItHasTaken) {
  EchoServer server;
  RawClient client(server.address());
  client.send(head_of("/sink", in_chunks));
  const std::string piece = "f4240\r\n" + std::string(1'000'000, 'x') + "\r\n";
  for (int i = 0; i < 10; ++i) {
    client.send(piece);
  }
  client.send("1\r\n");
  EXPECT_EQ(client.read_answer().status, 413U);
}

}  // namespace
