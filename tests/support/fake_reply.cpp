#include "support/fake_reply.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace support {

FakeReply::FakeReply(Sent sent) : sent_(std::move(sent)) {
  request_.method = http::method_of(sent_.method);
  request_.method_token = sent_.method;
  request_.target = sent_.target;
  const std::size_t mark = sent_.target.find('?');
  request_.path = request_.target.substr(0, mark);
  if (mark != std::string::npos) {
    request_.query = request_.target.substr(mark + 1);
  }
  request_.body = sent_.body;
  request_.peer = "127.0.0.1";
  request_.started = std::chrono::steady_clock::now();
  for (const auto& [name, value] : sent_.fields) {
    request_.headers[static_cast<std::size_t>(name)] = value;
  }
}

// An application answers once: twice would put the next request's answer out of step.
void FakeReply::keep(Answer answer) {
  check(!answer_);
  answer_ = std::move(answer);
}

const Answer& FakeReply::answer() const {
  check(answer_.has_value());
  return *answer_;
}

void FakeReply::send(const http::Response& response) {
  check(!deferred_);
  keep({response.status, response.headers, response.body, Answer::Came::made});
}

void FakeReply::send_cached(const http::CachedAnswer& prepared) {
  check(!deferred_);
  const auto [fields, more_fields, rest] = prepared;
  const std::size_t end = rest.find("\r\n\r\n");
  check(end != std::string_view::npos);
  Answer answer{200, std::string(fields), std::string(rest.substr(end + 4)),
                Answer::Came::prepared};
  answer.head.append(more_fields).append(rest.substr(0, end + 2));
  keep(std::move(answer));
}

http::PendingReply FakeReply::defer() {
  check(!deferred_ && !answer_);
  deferred_ = true;
  return http::PendingReply(shared_from_this());
}

void FakeReply::answer(const http::Response& response) {
  check(deferred_);
  keep({response.status, response.headers, response.body, Answer::Came::made});
}

}  // namespace support
