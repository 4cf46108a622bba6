// What an answer looks like on the wire: HEAD, statuses without content, persistence, Date,
// 100 Continue.
#include <gtest/gtest.h>

#include <regex>
#include <string>

#include "http/echo_server.hpp"
#include "http/raw_client.hpp"

namespace {

std::string request(const std::string& line, const std::string& fields = "") {
  return line + " HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
}

}  // namespace

TEST(Answers, HeadGetsTheFieldsOfGetWithoutTheBody) {
  EchoServer server;
  RawClient client(server.address());
  for (const std::string path : {"/big?700", "/prepared?700", "/big?70000", "/prepared?70000"}) {
    SCOPED_TRACE(path);
    client.send(request("GET " + path) + request("HEAD " + path) + request("GET /after"));
    Answer get = client.read_answer();
    Answer head = client.read_answer(Asked::head);
    get.headers.erase("date");
    head.headers.erase("date");
    EXPECT_EQ(head.headers, get.headers);
    EXPECT_NE(get.header("content-length"), "0");
    EXPECT_EQ(head.body, "");
    EXPECT_EQ(client.read_answer().body, "GET /after|");
  }
}

TEST(Answers, NoContentAndNotModifiedHaveNeitherBodyNorLength) {
  EchoServer server;
  RawClient client(server.address());
  for (const unsigned status : {204U, 304U}) {
    client.send(request("GET /status/" + std::to_string(status)) + request("GET /after"));
    const Answer answer = client.read_answer();
    EXPECT_EQ(answer.status, status);
    EXPECT_EQ(answer.headers.count("content-length"), 0U);
    EXPECT_EQ(client.read_answer().body, "GET /after|");
  }
}

TEST(Answers, AnUnlistedStatusHasNoReasonButItsSpace) {
  EchoServer server;
  RawClient client(server.address());
  client.send(request("GET /status/299"));
  EXPECT_EQ(client.read_bytes(15), "HTTP/1.1 299 \r\n");
}

TEST(Answers, CarryTheDateInImfFixdate) {
  EchoServer server;
  RawClient client(server.address());
  client.send(request("GET /") + request("GET /status/404") + request("GET /prepared?5"));
  const std::regex fixdate(
      "(Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-3][0-9] [A-Z][a-z]{2} 20[0-9]{2} "
      "[0-2][0-9]:[0-5][0-9]:[0-6][0-9] GMT");
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(std::regex_match(client.read_answer().header("date"), fixdate));
  }
}

TEST(Answers, PreparedOnesCarryTheExtraFields) {
  EchoServer server;
  RawClient client(server.address());
  client.send(request("GET /prepared?5"));
  const Answer answer = client.read_answer();
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(answer.header("x-extra"), "yes");
  EXPECT_EQ(answer.header("etag"), "\"1\"");
  EXPECT_EQ(answer.body, "0 1 2");
}

TEST(Answers, TellTheApplicationTheClientsAddress) {
  EchoServer server;
  RawClient client(server.address());
  client.send(request("GET /"));
  EXPECT_EQ(client.read_answer().header("x-saw-peer"), "127.0.0.1");
}

TEST(Persistence, Http11StaysOpenWithoutSayingSo) {
  EchoServer server;
  RawClient client(server.address());
  for (int i = 0; i < 3; ++i) {
    client.send(request("GET /"));
    EXPECT_EQ(client.read_answer().headers.count("connection"), 0U);
  }
}

TEST(Persistence, CloseIsAnsweredAndObeyed) {
  EchoServer server;
  for (const std::string value : {"close", "Close", "keep-alive, close", "x, CLOSE ,y"}) {
    SCOPED_TRACE(value);
    RawClient client(server.address());
    client.send(request("GET /1", "Connection: " + value + "\r\n") + request("GET /2"));
    const Answer answer = client.read_answer();
    EXPECT_EQ(answer.body, "GET /1|");
    EXPECT_EQ(answer.header("connection"), "close");
    EXPECT_TRUE(client.is_closed());
  }
}

TEST(Persistence, TheApplicationMayClose) {
  EchoServer server;
  RawClient client(server.address());
  client.send(request("GET /close") + request("GET /2"));
  EXPECT_EQ(client.read_answer().header("connection"), "close");
  EXPECT_TRUE(client.is_closed());
}

TEST(Persistence, Http10ClosesUnlessItAsksForKeepAlive) {
  EchoServer server;
  RawClient closing(server.address());
  closing.send("GET /1 HTTP/1.0\r\n\r\n");
  EXPECT_EQ(closing.read_answer().header("connection"), "close");
  EXPECT_TRUE(closing.is_closed());

  RawClient staying(server.address());
  for (const char* path : {"/1", "/prepared?9"}) {
    staying.send("GET " + std::string(path) + " HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n");
    EXPECT_EQ(staying.read_answer().header("connection"), "keep-alive");
  }
  staying.send("GET /1 HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n");
  EXPECT_EQ(staying.read_answer().header("connection"), "close");
  EXPECT_TRUE(staying.is_closed());
}

TEST(Persistence, AHalfClosedClientStillGetsItsAnswers) {
  EchoServer server;
  RawClient client(server.address());
  client.send(request("GET /1") + request("GET /later"));
  client.finish_sending();
  EXPECT_EQ(client.read_answer().body, "GET /1|");
  EXPECT_EQ(client.read_answer().body, "GET /later|");
  EXPECT_TRUE(client.is_closed());
}

TEST(Expect, ContinueIsSaidOnceTheBodyIsWelcome) {
  EchoServer server;
  RawClient client(server.address());
  client.send(request("POST /x", "Expect: 100-Continue\r\nContent-Length: 2\r\n"));
  EXPECT_EQ(client.read_bytes(25), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("{}");
  EXPECT_EQ(client.read_answer().body, "POST /x|{}");
  client.send(request("POST /y", "Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n"));
  EXPECT_EQ(client.read_bytes(25), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("1\r\n{\r\n");
  client.send("1\r\n}\r\n0\r\n\r\n");
  EXPECT_EQ(client.read_answer().body, "POST /y|{}");
}

TEST(Expect, ContinueIsNotSaidWhenTheBodyHasBegunOrNoneFollows) {
  EchoServer server;
  RawClient client(server.address());
  client.send(request("POST /1", "Expect: 100-continue\r\nContent-Length: 2\r\n") + "{");
  client.has_input(std::chrono::milliseconds(5));
  client.send("}");
  client.send(request("POST /2", "Expect: 100-continue\r\nContent-Length: 0\r\n") +
              request("GET /3", "Expect: 100-continue\r\n"));
  EXPECT_EQ(client.read_answer().body, "POST /1|{}");
  EXPECT_EQ(client.read_answer().body, "POST /2|");
  EXPECT_EQ(client.read_answer().body, "GET /3|");
}

TEST(Expect, ContinueIsNotSaidToHttp10) {
  EchoServer server;
  RawClient client(server.address());
  client.send("POST /x HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  client.has_input(std::chrono::milliseconds(5));
  client.send("{}");
  EXPECT_EQ(client.read_answer().body, "POST /x|{}");
}

TEST(Expect, ABodyTooLargeIsRefusedInsteadOfContinued) {
  EchoServer server;
  RawClient client(server.address());
  client.send(request("POST /x", "Expect: 100-continue\r\nContent-Length: 1001\r\n"));
  EXPECT_EQ(client.read_answer().status, 413U);
  EXPECT_TRUE(client.is_closed());
}
