// Where the replies of a session go, and how a store's thread sends many: one post for each
// session, because each post may wake a thread. Values; the store's thread.
#pragma once

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "base/executor.hpp"
#include "store/store.hpp"

namespace store {

// One per session, shared with its requests; the address tells sessions apart.
struct ReplyExecutor {
  base::Executor& executor;

  void post(std::function<void()> task) const { executor.post(std::move(task)); }
};
using ReplyExecutorPtr = std::shared_ptr<const ReplyExecutor>;

// Gathers outcomes; each session gets its own in one post when the batch ends.
class ReplyBatch {
 public:
  ReplyBatch() = default;
  ~ReplyBatch() { send(); }
  ReplyBatch(const ReplyBatch&) = delete;
  ReplyBatch& operator=(const ReplyBatch&) = delete;

  // A request has `session` and `done`, which is called with `outcome` on the session's thread.
  template <class Request, class Outcome>
  void add(Request&& request, Outcome outcome) {
    add_reply(request.session, std::move(request.done), std::move(outcome));
  }
  template <class Request>
  void refuse(Request&& request, catalog::ProblemCode code) {
    refuse(request.session, std::move(request.done), code);
  }

 private:
  void add_reply(const ReplyExecutorPtr& session, ReadDone&& done, ReadOutcome&& outcome);
  void add_reply(const ReplyExecutorPtr& session, WriteDone&& done, WriteOutcome&& outcome);
  void add_reply(const ReplyExecutorPtr& session, GroupDone&& done, GroupOutcome&& outcome);
  void refuse(const ReplyExecutorPtr& session, ReadDone&& done, catalog::ProblemCode code);
  void refuse(const ReplyExecutorPtr& session, WriteDone&& done, catalog::ProblemCode code);
  void refuse(const ReplyExecutorPtr& session, GroupDone&& done, catalog::ProblemCode code);

  template <class Done, class Outcome>
  struct Reply {
    Done done;
    Outcome outcome;
  };
  struct SessionReplies {
    ReplyExecutorPtr session;
    std::vector<Reply<ReadDone, ReadOutcome>> reads;
    std::vector<Reply<WriteDone, WriteOutcome>> writes;
    std::vector<Reply<GroupDone, GroupOutcome>> groups;
  };
  SessionReplies& replies_of(const ReplyExecutorPtr& session);
  void send();

  std::vector<std::shared_ptr<SessionReplies>> sessions_;
};

}  // namespace store
