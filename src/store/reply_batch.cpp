#include "store/reply_batch.hpp"

#include <algorithm>

namespace store {

void ReplyBatch::add_reply(const ReplyExecutorPtr& session, ReadDone&& done,
                           ReadOutcome&& outcome) {
  replies_of(session).reads.push_back({std::move(done), std::move(outcome)});
}

void ReplyBatch::add_reply(const ReplyExecutorPtr& session, WriteDone&& done,
                           WriteOutcome&& outcome) {
  replies_of(session).writes.push_back({std::move(done), std::move(outcome)});
}

void ReplyBatch::add_reply(const ReplyExecutorPtr& session, GroupDone&& done,
                           GroupOutcome&& outcome) {
  replies_of(session).groups.push_back({std::move(done), std::move(outcome)});
}

void ReplyBatch::refuse(const ReplyExecutorPtr& session, ReadDone&& done,
                        catalog::ProblemCode code) {
  add_reply(session, std::move(done), catalog::fail(catalog::problem::of(code)));
}

void ReplyBatch::refuse(const ReplyExecutorPtr& session, WriteDone&& done,
                        catalog::ProblemCode code) {
  add_reply(session, std::move(done),
            base::Unexpected<Refused>{Refused::because(catalog::problem::of(code))});
}

void ReplyBatch::refuse(const ReplyExecutorPtr& session, GroupDone&& done,
                        catalog::ProblemCode code) {
  add_reply(session, std::move(done), refused_group(code));
}

ReplyBatch::SessionReplies& ReplyBatch::replies_of(const ReplyExecutorPtr& session) {
  const auto known = std::find_if(sessions_.begin(), sessions_.end(),
                                  [&](const auto& replies) { return replies->session == session; });
  if (known != sessions_.end()) {
    return **known;
  }
  sessions_.push_back(std::make_shared<SessionReplies>(SessionReplies{session, {}, {}, {}}));
  return *sessions_.back();
}

void ReplyBatch::send() {
  for (std::shared_ptr<SessionReplies>& replies : sessions_) {
    const ReplyExecutor& session = *replies->session;
    // Shared because a std::function must be copyable.
    session.post([replies = std::move(replies)] {
      for (auto& reply : replies->reads) {
        reply.done(std::move(reply.outcome));
      }
      for (auto& reply : replies->writes) {
        reply.done(std::move(reply.outcome));
      }
      for (auto& reply : replies->groups) {
        reply.done(std::move(reply.outcome));
      }
    });
  }
}

}  // namespace store
