#include "store/postgres/request.hpp"

#include <algorithm>

namespace postgres {

ReplyBatch::SessionReplies& ReplyBatch::session_of(const ReplyExecutorPtr& executor) {
  const auto known = std::find_if(sessions_.begin(), sessions_.end(), [&](const auto& session) {
    return session->executor == executor;
  });
  if (known != sessions_.end()) {
    return **known;
  }
  sessions_.push_back(std::make_shared<SessionReplies>(SessionReplies{executor, {}, {}}));
  return *sessions_.back();
}

void ReplyBatch::send() {
  for (std::shared_ptr<SessionReplies>& session : sessions_) {
    base::Executor& executor = session->executor->executor;
    // Shared because a std::function must be copyable.
    executor.post([session = std::move(session)] {
      for (auto& answer : session->reads) {
        answer.done(std::move(answer.outcome));
      }
      for (auto& answer : session->writes) {
        answer.done(std::move(answer.outcome));
      }
    });
  }
}

}  // namespace postgres
