// Requests on their way through the store's loop, and how answers go executor: several at once,
// because each post may wake a thread. Values; moved between threads.
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
struct ReplyExecutor {
  base::Executor& executor;
};
using ReplyExecutorPtr = std::shared_ptr<const ReplyExecutor>;

template <class Command, class Done>
struct Request {
  Command command;
  Done done;
  ReplyExecutorPtr executor;
  SteadyTime asked = std::chrono::steady_clock::now();
  int attempts = 0;
};
using ReadRequest = Request<store::BookRead, store::ReadDone>;
using WriteRequest = Request<store::Write, store::WriteDone>;

// Gathers answers and posts them, in one post per executor, when it ends.
class ReplyBatch {
 public:
  ReplyBatch() = default;
  ~ReplyBatch() { send(); }
  ReplyBatch(const ReplyBatch&) = delete;
  ReplyBatch& operator=(const ReplyBatch&) = delete;

  void add(ReadRequest&& request, store::ReadOutcome outcome) {
    session_of(request.executor).reads.push_back({std::move(request.done), std::move(outcome)});
  }
  void add(WriteRequest&& request, store::WriteOutcome outcome) {
    session_of(request.executor).writes.push_back({std::move(request.done), std::move(outcome)});
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
  struct SessionReplies {
    ReplyExecutorPtr executor;
    std::vector<Answer<store::ReadDone, store::ReadOutcome>> reads;
    std::vector<Answer<store::WriteDone, store::WriteOutcome>> writes;
  };
  SessionReplies& session_of(const ReplyExecutorPtr& executor);
  void send();

  std::vector<std::shared_ptr<SessionReplies>> sessions_;
};

}  // namespace postgres
