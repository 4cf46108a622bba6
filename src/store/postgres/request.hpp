// Requests on their way through the store's loop, and how answers go home: several at once, because
// each post may wake a thread. Values; moved between threads.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "base/executor.hpp"
#include "store/store.hpp"

namespace postgres {

using SteadyTime = std::chrono::steady_clock::time_point;

// Where the answers of one session go.
struct Home {
  base::Executor& executor;
};
using HomePtr = std::shared_ptr<const Home>;

template <class Command, class Done>
struct Request {
  Command command;
  Done done;
  HomePtr home;
  SteadyTime asked = std::chrono::steady_clock::now();
  int attempts = 0;
};
using ReadRequest = Request<store::BookRead, store::ReadDone>;
using WriteRequest = Request<store::Write, store::WriteDone>;

// Gathers answers and posts them, in one post per home, when it ends.
class Mail {
 public:
  Mail() = default;
  ~Mail() { send(); }
  Mail(const Mail&) = delete;
  Mail& operator=(const Mail&) = delete;

  void add(ReadRequest&& request, store::ReadOutcome outcome) {
    bag_of(request.home).reads.push_back({std::move(request.done), std::move(outcome)});
  }
  void add(WriteRequest&& request, store::WriteOutcome outcome) {
    bag_of(request.home).writes.push_back({std::move(request.done), std::move(outcome)});
  }
  void refuse(ReadRequest&& request, catalog::ProblemCode code) {
    add(std::move(request), catalog::fail(catalog::problem::of(code)));
  }
  void refuse(WriteRequest&& request, catalog::ProblemCode code) {
    add(std::move(request),
        base::Unexpected<store::Refused>{store::Refused::because(catalog::problem::of(code))});
  }

 private:
  template <class Done, class Outcome>
  struct Answer {
    Done done;
    Outcome outcome;
  };
  struct Bag {
    HomePtr home;
    std::vector<Answer<store::ReadDone, store::ReadOutcome>> reads;
    std::vector<Answer<store::WriteDone, store::WriteOutcome>> writes;
  };
  Bag& bag_of(const HomePtr& home);
  void send();

  std::vector<std::shared_ptr<Bag>> bags_;
};

}  // namespace postgres
