#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>
#include <thread>

#include "api/request_id.hpp"
#include "support/api.hpp"

namespace api_stamp_test {
namespace {

using http::Header;
using support::Api;

constexpr std::string_view traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
constexpr std::string_view trace_id = "4bf92f3577b34da6a3ce929d0e0e4736";

TEST(RequestId, EveryAnswerHasOneOfItsOwn) {
  Api api;
  api.store.put(support::named("x"));
  std::set<std::string> seen;
  for (const std::string target : {"/livros", "/livros", "/livros/1", "/livros/1", "/livros/2",
                                   "/nada", "/healthz", "/livros?x=1"}) {
    const std::string id = api.get(target).header("X-Request-Id");
    EXPECT_EQ(id.size(), 16U) << target;
    EXPECT_EQ(id.find_first_not_of("0123456789abcdef"), std::string::npos) << id;
    seen.insert(id);
  }
  EXPECT_EQ(seen.size(), 8U);
}

TEST(RequestId, ManyOfOneThreadNeverRepeat) {
  api::RequestIds stamps;
  const support::FakeReply plain({"GET", "/livros", {}, ""});
  std::set<std::string> seen;
  for (int i = 0; i < 2000; ++i) {
    seen.emplace(stamps.id_of(plain.request()));
    seen.emplace(stamps.next({i / 3}).id);
  }
  EXPECT_EQ(seen.size(), 4000U);
}

TEST(RequestId, TwoThreadsNeverGiveTheSame) {
  std::array<std::set<std::string>, 2> given;
  std::array<std::thread, 2> threads;
  for (std::size_t i = 0; i < threads.size(); ++i) {
    threads[i] = std::thread([&ids = given[i]] {
      api::RequestIds made;
      for (int n = 0; n < 1000; ++n) {
        ids.emplace(made.next({n}).id);
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  std::set<std::string> all = given[0];
  all.merge(given[1]);
  EXPECT_EQ(all.size(), 2000U);
}

TEST(RequestId, AHarmlessOneOfTheClientIsKeptHoweverTheAnswerIsMade) {
  Api api;
  api.store.put(support::named("x"));
  (void)api.get("/livros/1");
  (void)api.get("/livros");
  for (const std::string id : {"pedido-7", "A.b_c:d+e/f=g~h", "0"}) {
    const support::Fields fields{{Header::request_id, id}};
    EXPECT_EQ(api.get("/livros/1", fields).header("X-Request-Id"), id);
    EXPECT_EQ(api.get("/livros", fields).header("X-Request-Id"), id);
    EXPECT_EQ(api.get("/nada", fields).header("X-Request-Id"), id);
    EXPECT_EQ(support::json_at(api.get("/nada", fields).body, "/pedido"), id);
  }
  const std::string longest(128, 'x');
  EXPECT_EQ(api.get("/", {{Header::request_id, longest}}).header("X-Request-Id"), longest);
}

TEST(RequestId, OneThatCouldDoHarmIsReplaced) {
  Api api;
  for (const std::string& id :
       {std::string(), std::string("a b"), std::string("a\"b"), std::string("a,b"),
        std::string("<script>"), std::string("é"), std::string("a\tb"), std::string(129, 'x'),
        std::string("a{b}"), std::string("a\\b")}) {
    const auto answer = api.get("/", {{Header::request_id, id}});
    EXPECT_NE(answer.header("X-Request-Id"), id);
    EXPECT_EQ(answer.header("X-Request-Id").size(), 16U) << id;
  }
}

TEST(RequestId, IsTheTraceIdWhenOnlyATraceparentCame) {
  Api api;
  api.store.put(support::named("x"));
  (void)api.get("/livros/1");
  const support::Fields fields{{Header::traceparent, std::string(traceparent)}};
  for (const std::string target : {"/", "/livros/1", "/livros", "/nada"}) {
    const auto answer = api.get(target, fields);
    EXPECT_EQ(answer.header("X-Request-Id"), trace_id) << target;
    EXPECT_EQ(answer.header("traceparent"), traceparent) << target;
  }
}

TEST(RequestId, AClientsOwnIdBeatsItsTraceButTheTraceIsPassedOn) {
  Api api;
  const auto answer =
      api.get("/", {{Header::request_id, "meu"}, {Header::traceparent, std::string(traceparent)}});
  EXPECT_EQ(answer.header("X-Request-Id"), "meu");
  EXPECT_EQ(answer.header("traceparent"), traceparent);
}

TEST(RequestId, AMalformedTraceparentIsNeitherUsedNorPassedOn) {
  Api api;
  const auto answer =
      api.get("/", {{Header::traceparent, "00-xyz-00f067aa0ba902b7-01\" onload=\""}});
  EXPECT_EQ(answer.header("X-Request-Id").size(), 16U);
  EXPECT_TRUE(answer.all("traceparent").empty());
}

TEST(RequestIds, TheReadyLinesNameTheIdAndFollowTheSequence) {
  api::RequestIds stamps;
  for (const std::int64_t sequence : {0, 9, 10, 10, 9, 123456789}) {
    const auto ready = stamps.next({sequence});
    EXPECT_EQ(ready.lines, "X-Request-Id: " + std::string(ready.id) +
                               "\r\nX-Catalogo-Seq: " + std::to_string(sequence) + "\r\n");
  }
}

TEST(TraceId, FollowsTheTraceContextRecommendation) {
  EXPECT_EQ(api::trace_id_of(traceparent), trace_id);
  const std::string base(traceparent);
  EXPECT_EQ(api::trace_id_of("cc" + base.substr(2) + "-what-the-future-brings"), trace_id);
  for (const std::string& bad :
       {std::string(), base.substr(0, 54), base + "-more", base + "x", "ff" + base.substr(2),
        "cc" + base.substr(2) + "x", "0G" + base.substr(2),
        "00-" + std::string(32, '0') + base.substr(35),
        base.substr(0, 36) + std::string(16, '0') + "-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736" + base.substr(35),
        base.substr(0, 35) + '_' + base.substr(36), base.substr(0, 53) + "0z"}) {
    EXPECT_EQ(api::trace_id_of(bad), "") << bad;
  }
}

}  // namespace
}  // namespace api_stamp_test
