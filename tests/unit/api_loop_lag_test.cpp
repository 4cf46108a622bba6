// An I/O thread that lags behind what arrives.
#include <gtest/gtest.h>

#include <string>

#include "support/api.hpp"

namespace api_loop_lag_test {
namespace {

using api::AccessRules;
using support::Answer;
using support::Api;
using support::problem_in;
using namespace std::chrono_literals;

constexpr auto dom = R"({"título":"Dom Casmurro","autor":"Machado de Assis"})";

// So many in one turn of the loop are never refused.
constexpr int requests_free = 16;

void ask_for_lists(Api& api, int count) {
  for (int n = 0; n < count; ++n) {  // never the same one, which would be kept
    EXPECT_EQ(api.get("/livros?limite=" + std::to_string(10 + n)).status, 200U);
  }
}

TEST(LoopLag, OfFewRequestsWhileOthersHaveTheProcessorRefusesNone) {
  AccessRules rules;
  rules.lag_max = 250ms;
  Api api({.access = rules});
  EXPECT_EQ(api.get("/livros").status, 200U);
  api.is_stuck = true;
  api.clock.advance(10s);
  ask_for_lists(api, requests_free);
  EXPECT_EQ(problem_in(api.get("/livros?limite=3")), "503 sobrecarregado");
}

TEST(LoopLag, IsBoundedAndWhatIsKeptIsGivenStill) {
  AccessRules rules;
  rules.lag_max = 250ms;
  Api api({.access = rules});
  api.store.put(support::named("Dom Casmurro"));
  EXPECT_EQ(api.get("/livros/1").status, 200U);
  api.is_stuck = true;
  api.clock.work(250ms);
  EXPECT_EQ(api.post("/livros", dom).status, 201U);
  api.clock.advance(1ms);
  const std::size_t written = api.store.writes.size();
  const Answer refused = api.post("/livros", dom);
  EXPECT_EQ(problem_in(refused), "503 sobrecarregado");
  EXPECT_EQ(refused.header("Retry-After"), "1");
  EXPECT_EQ(api.store.writes.size(), written);
  EXPECT_EQ(problem_in(api.get("/livros")), "503 sobrecarregado");
  EXPECT_EQ(api.get("/livros/1").status, 200U) << "its bytes are there";
  EXPECT_EQ(api.get("/healthz").status, 200U);
  api.is_stuck = false;
  EXPECT_NE(api.metrics.render().find("livros_overloaded_total{bound=\"lag\"} 2\n"),
            std::string::npos);
  EXPECT_EQ(api.get("/livros").status, 200U) << "the loop has come round";
}

TEST(LoopLag, IsLookedAtAgainWhenTheClockIsSetBack) {
  AccessRules rules;
  rules.lag_max = 250ms;
  Api api({.access = rules});
  EXPECT_EQ(api.get("/livros?limite=1").status, 200U);
  api.clock.advance(-1h);
  EXPECT_EQ(api.get("/livros?limite=2").status, 200U);
  api.is_stuck = true;
  api.clock.work(251ms);
  EXPECT_EQ(problem_in(api.get("/livros?limite=3")), "503 sobrecarregado");
}

}  // namespace
}  // namespace api_loop_lag_test
