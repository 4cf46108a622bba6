// The wait of one I/O thread: sockets, timers and tasks.
#include "http/event_loop.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <functional>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace {

using http::EventLoop;
using http::Ready;
using http::Socket;
using namespace std::chrono_literals;

constexpr Ready input{true, false};
constexpr Ready output{false, true};
constexpr Ready nothing{};

struct Pair {
  Socket ours;
  Socket theirs;
};

Pair connected() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()) != 0) {
    throw std::system_error(errno, std::generic_category());
  }
  return {Socket(ends[0]), Socket(ends[1])};
}

class Watching final : public http::Watcher {
 public:
  explicit Watching(std::function<void(Ready)> then) : then_(std::move(then)) {}
  int calls = 0;

 private:
  void on_ready(Ready ready) override {
    ++calls;
    then_(ready);
  }
  std::function<void(Ready)> then_;
};

TEST(EventLoop, RunsTasksInOrderAndThoseThatTheyPostATurnLater) {
  EventLoop loop;
  std::string order;
  int turns = 0;
  loop.set_on_turn_end([&] { order += '|' + std::to_string(++turns); });
  loop.post([&] {
    order += 'a';
    loop.post([&] {
      order += 'c';
      loop.stop();
    });
  });
  loop.post([&] { order += 'b'; });
  loop.run();
  EXPECT_EQ(order, "ab|1c|2");
}

TEST(EventLoop, TasksOfOtherThreadsWakeItAndSoDoesTheEnd) {
  EventLoop loop;
  int ran = 0;
  std::thread other([&] {
    for (int i = 0; i < 1000; ++i) {
      loop.post([&] { ++ran; });
    }
    loop.post([&] { loop.stop(); });
  });
  loop.run();
  other.join();
  EXPECT_EQ(ran, 1000);
  EventLoop idle;
  std::thread stopper([&] {
    std::this_thread::sleep_for(20ms);
    idle.stop();
  });
  idle.run();
  stopper.join();
}

TEST(EventLoop, WhatWasNotRunIsHandedOutAndWhatComesLaterIsDropped) {
  EventLoop loop;
  const auto counted = std::make_shared<int>(0);
  loop.post([counted] { ++*counted; });
  EXPECT_EQ(loop.take_tasks().size(), 1U);
  loop.post([counted] { ++*counted; });
  EXPECT_TRUE(loop.take_tasks().empty());
  EXPECT_EQ(counted.use_count(), 1);
  EXPECT_EQ(*counted, 0);
}

TEST(EventLoop, TimersRunOnceInTheirTimeUnlessTheyAreCancelled) {
  EventLoop loop;
  std::string order;
  loop.start_timer(40ms, [&] {
    order += 'c';
    loop.stop();
  });
  EventLoop::TimerId cancelled{};
  loop.start_timer(5ms, [&] {
    order += 'a';
    loop.cancel(cancelled);
    loop.start_timer(5ms, [&] { order += 'b'; });
  });
  cancelled = loop.start_timer(20ms, [&] { order += 'x'; });
  const auto begun = EventLoop::Clock::now();
  loop.run();
  EXPECT_EQ(order, "abc");
  EXPECT_GE(EventLoop::Clock::now() - begun, 40ms);
}

TEST(EventLoop, TellsAgainAndAgainOfWhatIsWatchedAlone) {
  EventLoop loop;
  Pair pair = connected();
  Watching watching([&](Ready ready) {
    EXPECT_EQ(ready, input);
    if (watching.calls == 3) {
      loop.stop();
    }
  });
  EXPECT_TRUE(loop.watch(pair.ours, watching, input));
  EXPECT_EQ(pair.theirs.send("x"), 1);
  loop.run();
  EXPECT_EQ(watching.calls, 3);
}

TEST(EventLoop, WhatIsWatchedCanBeChangedAndEnded) {
  EventLoop loop;
  Pair pair = connected();
  std::vector<Ready> told;
  Watching watching([&](Ready ready) {
    told.push_back(ready);
    const Ready next = told.size() == 1 ? output : nothing;
    EXPECT_TRUE(loop.watch(pair.ours, watching, next));
  });
  EXPECT_TRUE(loop.watch(pair.ours, watching, input));
  EXPECT_EQ(pair.theirs.send("x"), 1);
  loop.start_timer(30ms, [&] { loop.stop(); });
  loop.run();
  EXPECT_EQ(told, (std::vector{input, output}));
}

// Else a client that has gone while its answer is made would keep the loop busy.
TEST(EventLoop, OfOneThatIsNotWatchedNotEvenAFailureIsTold) {
  EventLoop loop;
  Pair pair = connected();
  Watching watching([&](Ready) { EXPECT_TRUE(loop.watch(pair.ours, watching, nothing)); });
  EXPECT_TRUE(loop.watch(pair.ours, watching, input));
  pair.theirs.close();
  int turns = 0;
  loop.set_on_turn_end([&] { ++turns; });
  loop.start_timer(30ms, [&] { loop.stop(); });
  loop.run();
  EXPECT_EQ(watching.calls, 1);
  EXPECT_LE(turns, 4);
}

TEST(EventLoop, AFailureIsToldToWhoeverWaitsForOutputAlone) {
  EventLoop loop;
  Pair pair = connected();
  while (pair.ours.send(std::string(65'536, 'x')) > 0) {
  }
  Watching watching([&](Ready ready) {
    EXPECT_TRUE(ready.output);
    loop.stop();
  });
  EXPECT_TRUE(loop.watch(pair.ours, watching, output));
  pair.theirs.close();
  loop.run();
  EXPECT_EQ(watching.calls, 1);
}

TEST(EventLoop, OneThatIsForgottenInATurnIsNotToldInIt) {
  EventLoop loop;
  Pair first = connected();
  Pair second = connected();
  const auto forget_both = [&](Watching& one, Watching& other) {
    loop.forget(first.ours, one);
    loop.forget(second.ours, other);
    loop.post([&] { loop.stop(); });
  };
  Watching* both[2] = {};
  Watching one([&](Ready) { forget_both(*both[0], *both[1]); });
  Watching other([&](Ready) { forget_both(*both[0], *both[1]); });
  both[0] = &one;
  both[1] = &other;
  EXPECT_TRUE(loop.watch(first.ours, one, input));
  EXPECT_TRUE(loop.watch(second.ours, other, input));
  EXPECT_EQ(first.theirs.send("x"), 1);
  EXPECT_EQ(second.theirs.send("x"), 1);
  loop.run();
  EXPECT_EQ(one.calls + other.calls, 1);
}

}  // namespace
