// Bodies that are made while they are sent.
#include <gtest/gtest.h>

#include <string>
#include <thread>

#include "http/echo_server.hpp"
#include "http/raw_client.hpp"

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

struct Chunks {
  std::string head;
  std::string body;
  std::string trailers;
  bool is_whole = false;
};

Chunks taken_apart(const std::string& bytes) {
  Chunks chunks;
  std::size_t at = bytes.find("\r\n\r\n") + 4;
  chunks.head = bytes.substr(0, at);
  while (at < bytes.size()) {
    const std::size_t end = bytes.find("\r\n", at);
    const std::size_t size = std::stoul(bytes.substr(at, end - at), nullptr, 16);
    at = end + 2;
    if (size == 0) {
      chunks.trailers = bytes.substr(at);
      chunks.is_whole = chunks.trailers.ends_with("\r\n");
      return chunks;
    }
    chunks.body += bytes.substr(at, size);
    at += size + 2;
  }
  return chunks;
}

std::string closing(const std::string& target) { return get(target, "Connection: close\r\n"); }

}  // namespace

TEST(Streams, AreSentInChunksAndEndWithTheirTrailers) {
  EchoServer server;
  RawClient client(server.address());
  client.send(closing("/stream?3"));
  const Chunks chunks = taken_apart(client.read_to_end());
  EXPECT_NE(chunks.head.find("\r\nTransfer-Encoding: chunked\r\n"), std::string::npos);
  EXPECT_EQ(chunks.head.find("Content-Length"), std::string::npos);
  EXPECT_EQ(chunks.body, "piece 0\npiece 1\npiece 2\n");
  EXPECT_EQ(chunks.trailers, "X-Pieces: 3\r\n\r\n");
  EXPECT_TRUE(chunks.is_whole);
}

TEST(Streams, LeaveTheConnectionToTheNextRequest) {
  EchoServer server;
  RawClient client(server.address());
  client.send(get("/stream?2") + get("/stream?0") + closing("/after"));
  const std::string all = client.read_to_end();
  EXPECT_NE(all.find("piece 1\n\r\n0\r\nX-Pieces: 2\r\n\r\nHTTP/1.1 200"), std::string::npos);
  EXPECT_TRUE(all.ends_with("GET /after|"));
}

TEST(Streams, OfHeadHaveNoBody) {
  EchoServer server;
  RawClient client(server.address());
  client.send("HEAD /stream?3 HTTP/1.1\r\nHost: a\r\n\r\n" + closing("/after"));
  const std::string all = client.read_to_end();
  EXPECT_EQ(all.find("piece"), std::string::npos);
  EXPECT_TRUE(all.ends_with("GET /after|"));
}

TEST(Streams, EndWithTheConnectionForHttp10) {
  EchoServer server;
  RawClient client(server.address());
  client.send("GET /stream?2 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  const std::string all = client.read_to_end();
  EXPECT_EQ(all.find("Transfer-Encoding"), std::string::npos);
  EXPECT_NE(all.find("\r\nConnection: close\r\n"), std::string::npos);
  EXPECT_TRUE(all.ends_with("\r\n\r\npiece 0\npiece 1\n"));
}

TEST(Streams, ThatBreakAreResetWithoutTheirLastChunk) {
  EchoServer server;
  for (const std::string& request :
       {get("/broken?2"), std::string("GET /broken?2 HTTP/1.0\r\n\r\n")}) {
    RawClient client(server.address());
    client.send(request);
    EXPECT_THROW(client.read_to_end(), std::runtime_error);
  }
}

TEST(Streams, WaitForTheirReaderAndHoldLittle) {
  EchoServer server;
  RawClient client(server.address());
  client.send(closing("/flood?1000"));
  ASSERT_TRUE(client.has_input(seconds(10)));
  std::this_thread::sleep_for(milliseconds(100));  // a client that does not read
  RawClient other(server.address());
  other.send(get("/other"));
  EXPECT_EQ(other.read_answer().body, "GET /other|");
  const Chunks chunks = taken_apart(client.read_to_end());
  EXPECT_EQ(chunks.body.size(), 1000U * 64 * 1024);
  EXPECT_TRUE(chunks.is_whole);
}

TEST(Streams, OfReadersThatTakeTooLongAreCutOff) {
  http::Limits limits;
  limits.send_rate_window = milliseconds(300);
  limits.sent_bytes_per_second_min = 1'000'000;
  EchoServer server(limits);
  RawClient client(server.address());
  client.send(get("/flood?1000"));
  EXPECT_TRUE(eventually([&] { return server.metric("livros_http_cut_off_total") == 1; }));
}

TEST(Streams, WithoutAnEndAreNotIdleAndEndWhenTheServerDrains) {
  http::Limits limits;
  limits.idle_timeout = milliseconds(100);
  limits.header_timeout = milliseconds(100);
  EchoServer server(limits);
  RawClient client(server.address());
  client.send(get("/endless"));
  ASSERT_TRUE(client.has_input(seconds(10)));
  const std::string head = client.read_bytes(15);
  EXPECT_EQ(head, "HTTP/1.1 200 OK");
  std::this_thread::sleep_for(milliseconds(500));  // longer than any of the limits
  EXPECT_EQ(server.metric("livros_http_connections"), 1);
  server.server().drain(milliseconds(0));
  EXPECT_TRUE(client.read_to_end().ends_with("\r\n0\r\nX-Pieces: 0\r\n\r\n"));
}

TEST(Streams, WithoutAnEndEndWithTheirReader) {
  EchoServer server;
  {
    RawClient client(server.address());
    client.send(get("/endless"));
    ASSERT_TRUE(client.has_input(seconds(10)));
  }
  EXPECT_TRUE(eventually([&] { return server.metric("livros_http_connections") == 0; }));
}
