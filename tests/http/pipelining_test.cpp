// Several requests on one connection: however the bytes are cut, however late the answers are, they
// leave whole and in request order (RFC 9112 section 9.3.2).
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include "http/echo_server.hpp"
#include "http/raw_client.hpp"

namespace {

std::string repeated(std::size_t times, const std::string& requests) {
  std::string bytes;
  for (std::size_t i = 0; i < times; ++i) {
    bytes += requests;
  }
  return bytes;
}

const std::string five_requests =
    get("/1") + "POST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n0123456789" +
    get("/3?q") +
    "POST /4 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
    "5;a=b\r\nabcde\r\n3\r\nxyz\r\n0\r\nT: u\r\n\r\n" +
    get("/5");
const std::vector<std::string> five_answers{"GET /1|", "POST /2|0123456789", "GET /3?q|",
                                            "POST /4|abcdexyz", "GET /5|"};

void expect_five_answers(RawClient& client) {
  for (const std::string& expected : five_answers) {
    const Answer answer = client.read_answer();
    ASSERT_EQ(answer.status, 200U);
    ASSERT_EQ(answer.body, expected);
  }
}

// One client sends forty requests ahead; another is answered among them.
void expect_turns_for_others(EchoServer& server) {
  RawClient hasty(server.address());
  RawClient bystander(server.address());
  hasty.send(repeated(40, get("/nap?20")));
  ASSERT_TRUE(eventually([&] { return server.handled() > 0; }));
  bystander.send(get("/x"));
  EXPECT_EQ(bystander.read_answer().body, "GET /x|");
  EXPECT_LT(server.handled(), 20U) << "of 40 that were read at once";
}

}  // namespace

TEST(Pipelining, EveryCutOfFiveRequestsGetsTheSameFiveAnswers) {
  EchoServer server;
  for (std::size_t cut = 1; cut < five_requests.size(); ++cut) {
    SCOPED_TRACE(cut);
    RawClient client(server.address());
    client.send(five_requests.substr(0, cut));
    // The second piece must be a read of its own: wait until the server has dealt with the first.
    client.has_input(std::chrono::milliseconds(1));
    client.send(five_requests.substr(cut));
    expect_five_answers(client);
  }
}

TEST(Pipelining, FiveRequestsByteByByteGetTheirAnswers) {
  EchoServer server;
  RawClient client(server.address());
  for (const char byte : five_requests) {
    client.send(std::string_view(&byte, 1));
  }
  expect_five_answers(client);
}

TEST(Pipelining, RepeatedManyTimesInOneWriteAllAreAnsweredInOrder) {
  EchoServer server;
  RawClient client(server.address());
  const std::string bytes = repeated(500, five_requests);
  std::thread writer([&] { client.send(bytes); });
  for (int i = 0; i < 500; ++i) {
    expect_five_answers(client);
  }
  writer.join();
}

TEST(Pipelining, WhoeverGivesWayAfterEachRequestIsAnsweredInOrder) {
  http::Limits limits;
  limits.turn_max = std::chrono::milliseconds{0};
  EchoServer server(limits);
  RawClient client(server.address());
  for (int i = 0; i < 20; ++i) {
    client.send(five_requests);
    client.send(get("/later") + get("/at-once") + get("/big?70000"));
    expect_five_answers(client);
    EXPECT_EQ(client.read_answer().body, "GET /later|");
    EXPECT_EQ(client.read_answer().body, "GET /at-once|");
    EXPECT_EQ(client.read_answer().body.size(), 70'000U);
  }
  client.send(get("/1") + "GET /2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" + get("/3"));
  EXPECT_EQ(client.read_answer().body, "GET /1|");
  EXPECT_EQ(client.read_answer().body, "GET /2|");
  EXPECT_TRUE(client.is_closed());
}

TEST(Pipelining, RequestsSentAheadDoNotKeepOthersWaiting) {
  EchoServer server;
  expect_turns_for_others(server);
}

TEST(Pipelining, AnswersThatFillTheOutputDoNotKeepOthersWaitingEither) {
  http::Limits limits;
  limits.output_bytes_max = 1;
  EchoServer server(limits);
  expect_turns_for_others(server);
}

// While one request keeps the thread busy, many connect; the last of them is let in with the first.
TEST(Pipelining, WhoeverWaitsToConnectIsLetInWithTheOthers) {
  EchoServer server;
  RawClient busy(server.address());
  busy.send(get("/nap?3000"));
  ASSERT_TRUE(eventually([&] { return server.handled() > 0; }));
  std::vector<RawClient> others;
  constexpr std::size_t before = 40;
  for (std::size_t i = 0; i < before; ++i) {
    others.emplace_back(server.address());
    others.back().send(get("/nap?20") + get("/nap?20"));
  }
  RawClient last(server.address());
  last.send(get("/x"));
  EXPECT_EQ(last.read_answer().body, "GET /x|");
  EXPECT_LE(server.handled(), before + 5) << "of " << 2 * before;
}

// Its next turn is still to come when the server ends.
TEST(Pipelining, AServerMayEndWhileAClientWaitsForItsTurn) {
  http::Limits limits;
  limits.turn_max = std::chrono::milliseconds{0};
  EchoServer server(limits);
  RawClient client(server.address());
  client.send(repeated(200, get("/nap?5")));
  ASSERT_TRUE(eventually([&] { return server.handled() > 0; }));
}

TEST(Pipelining, DeferredAnswersLeaveInRequestOrder) {
  EchoServer server;
  RawClient client(server.address());
  std::string bytes;
  for (int i = 0; i < 50; ++i) {
    bytes += get("/later?" + std::to_string(i)) + get("/now?" + std::to_string(i)) +
             get("/at-once?" + std::to_string(i));
  }
  client.send(bytes);
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(client.read_answer().body, "GET /later?" + std::to_string(i) + "|");
    EXPECT_EQ(client.read_answer().body, "GET /now?" + std::to_string(i) + "|");
    EXPECT_EQ(client.read_answer().body, "GET /at-once?" + std::to_string(i) + "|");
  }
}

TEST(Pipelining, ARequestStaysReadableWhileItsAnswerIsDeferred) {
  EchoServer server;
  RawClient client(server.address());
  const std::string body(900, 'b');
  // The body comes in a second read and more requests follow, so that buffers move meanwhile.
  client.send("POST /held HTTP/1.1\r\nHost: a\r\nAccept: first\r\nContent-Length: 900\r\n\r\n");
  client.has_input(std::chrono::milliseconds(5));
  client.send(body + get("/" + std::string(5000, 'p')));
  ASSERT_TRUE(eventually([&] { return server.held() == 1; }));
  client.send(get("/last"));
  server.release_held();
  const Answer answer = client.read_answer();
  EXPECT_EQ(answer.body, "POST /held|" + body);
  EXPECT_EQ(answer.header("x-saw-accept"), "first");
  EXPECT_EQ(client.read_answer().body, "GET /" + std::string(5000, 'p') + "|");
  EXPECT_EQ(client.read_answer().body, "GET /last|");
}

TEST(Pipelining, NothingBehindADeferredRequestIsHandledBeforeItsAnswer) {
  EchoServer server;
  RawClient client(server.address());
  client.send(get("/held") + get("/now"));
  ASSERT_TRUE(eventually([&] { return server.held() == 1; }));
  EXPECT_EQ(server.handled(), 1U);
  server.release_held();
  EXPECT_EQ(client.read_answer().body, "GET /held|");
  EXPECT_EQ(client.read_answer().body, "GET /now|");
}

TEST(Pipelining, ManyConnectionsWithDeferredAnswersGetTheirOwn) {
  EchoServer server({}, 2);
  std::vector<RawClient> clients;
  for (int i = 0; i < 100; ++i) {
    clients.emplace_back(server.address());
    clients.back().send(get("/later?" + std::to_string(i)) + get("/now?" + std::to_string(i)));
  }
  for (int i = 0; i < 100; ++i) {
    RawClient& client = clients[static_cast<std::size_t>(i)];
    EXPECT_EQ(client.read_answer().body, "GET /later?" + std::to_string(i) + "|");
    EXPECT_EQ(client.read_answer().body, "GET /now?" + std::to_string(i) + "|");
  }
}

TEST(Pipelining, AClientThatVanishesWhileDeferredHarmsNobody) {
  EchoServer server;
  for (int i = 0; i < 20; ++i) {
    RawClient client(server.address());
    client.send(get("/held"));
    ASSERT_TRUE(eventually([&] { return server.held() == 1; }));
    if (i % 2 == 0) {
      client.vanish();
    }
    server.release_held();
    const int left = i % 2;
    ASSERT_TRUE(eventually([&] { return server.metric("livros_http_connections") <= left; }));
  }
  RawClient client(server.address());
  client.send(get("/still-here"));
  EXPECT_EQ(client.read_answer().body, "GET /still-here|");
}

TEST(Pipelining, ADroppedReplyClosesItsConnectionOnly) {
  EchoServer server;
  RawClient bystander(server.address());
  RawClient client(server.address());
  client.send(get("/1") + get("/dropped") + get("/2"));
  EXPECT_EQ(client.read_answer().body, "GET /1|");
  EXPECT_TRUE(client.is_closed());
  bystander.send(get("/3"));
  EXPECT_EQ(bystander.read_answer().body, "GET /3|");
}

TEST(Pipelining, ASlowReaderBehind20000RequestsGetsThemAll) {
  EchoServer server;
  RawClient client(server.address());
  constexpr std::size_t requests = 20'000;
  const std::string hundred = repeated(100, get("/x"));
  std::thread writer([&] {
    for (std::size_t i = 0; i < requests / 100; ++i) {
      client.send(hundred);
    }
  });
  for (std::size_t i = 0; i < requests; ++i) {
    ASSERT_EQ(client.read_answer().body, "GET /x|");
  }
  writer.join();
}

// Short and long bodies are sent in different ways.
TEST(Pipelining, ShortAndLongAnswersLeaveWholeAndInOrder) {
  EchoServer server;
  RawClient client(server.address());
  const std::vector<std::size_t> sizes{5, 8'000, 9'000, 300, 700'000, 12'000, 1};
  constexpr std::size_t rounds = 20;
  std::string requests;
  for (const std::size_t size : sizes) {
    requests += get("/big?" + std::to_string(size)) + get("/prepared?" + std::to_string(size));
  }
  client.send(repeated(rounds, requests));
  for (std::size_t read = 0; read < rounds * sizes.size(); ++read) {
    const std::string expected = counted_text(sizes[read % sizes.size()]);
    ASSERT_TRUE(client.read_answer().body == expected) << read;
    ASSERT_TRUE(client.read_answer().body == expected) << read;
  }
}

// 2000 answers of 64 KiB would be 128 MB: the server must stop working ahead of a client that does
// not read. What it may be ahead is its own bound and what the kernel's socket buffers hold.
TEST(Pipelining, AnswersWaitingForASlowReaderAreBounded) {
  http::Limits limits;
  limits.output_bytes_max = 128 * 1024;
  EchoServer server(limits);
  RawClient client(server.address());
  constexpr std::size_t requests = 2000;
  const std::string bytes = repeated(requests, get("/big?65536"));
  std::thread writer([&] { client.send(bytes); });
  std::size_t most_ahead = 0;
  for (std::size_t read = 0; read < requests; ++read) {
    ASSERT_EQ(client.read_answer().body.size(), 65536U);
    most_ahead = std::max(most_ahead, server.handled() - read);
  }
  writer.join();
  EXPECT_LT(most_ahead, 400U);
}
