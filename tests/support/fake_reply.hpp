// The connection's side of one request: the request itself with the bytes its views point into, and
// the answer once there is one, be it at once, prepared or deferred. One thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "http/application.hpp"
#include "support/answer.hpp"

namespace support {

using Fields = std::vector<std::pair<http::Header, std::string>>;

// What a client sends. The target is split at '?' as the parser does it.
struct Sent {
  std::string method = "GET";
  std::string target;
  Fields fields;
  std::string body;
};

class FakeReply final : public http::Reply,
                        public http::PendingReply::Waiter,
                        public std::enable_shared_from_this<FakeReply> {
 public:
  explicit FakeReply(Sent sent);

  http::Request& asked() noexcept { return request_; }
  bool is_deferred() const noexcept { return deferred_; }
  bool is_abandoned() const noexcept { return abandoned_; }
  bool is_answered() const noexcept { return answer_.has_value(); }
  // Slow readers hold too much for a large answer.
  void crowd() noexcept { has_room_ = false; }
  // There must be one.
  const Answer& answer() const;

  void send(const http::Response& response) override;
  void send_cached(const http::CachedAnswer& prepared) override;
  bool has_room_for(std::size_t body_bytes) const noexcept override {
    return has_room_ || body_bytes <= http::small_body_bytes_max;
  }
  http::PendingReply defer() override;

  void answer(const http::Response& response) override;
  void abandon() noexcept override { abandoned_ = true; }
  const http::Request& request() const noexcept override { return request_; }

 private:
  void keep(Answer answer);

  Sent sent_;
  http::Request request_;
  bool deferred_ = false;
  bool abandoned_ = false;
  bool has_room_ = true;
  std::optional<Answer> answer_;
};

}  // namespace support
