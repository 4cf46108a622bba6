// Requests out of a connection's bytes: head, framing, body. Built on the head scanner, Beast's
// field parser (hidden in the .cpp), the framing guard and the chunked decoder; no sockets, no
// clocks. Nothing is allocated for a request without a body: the request's views point into the
// bytes given to parse(). One connection, its I/O thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/application.hpp"
#include "http/chunked.hpp"
#include "http/framing.hpp"
#include "http/head_scanner.hpp"
#include "http/limits.hpp"
#include "http/message.hpp"

namespace http {

class RequestParser {
 public:
  // more: give it more bytes. head: a body follows, call accept_body() and go on. request: whole,
  // call next() once it is answered. refused: refusal() says why; the connection is beyond repair.
  enum class State : std::uint8_t { more, head, request, refused };
  struct Progress {
    State state = State::more;
    std::size_t consumed = 0;  // bytes that need not be given again
  };

  explicit RequestParser(const Limits& limits) noexcept : limits_(limits), scanner_(limits) {}

  // `bytes`: everything received and not consumed. Those consumed must stay where they are until
  // detach() or next().
  Progress parse(std::string_view bytes);
  // Sets the most bytes this body may have. false: the declared length exceeds it; refused.
  bool accept_body(std::size_t bytes_max);
  // Copies the head of a request whose body is still to come: the bytes it was parsed from are
  // about to move.
  void detach();
  // Forgets the request: ready for the next one.
  void next();
  // After a refusal, of what has come of its head: the fields that the answer itself depends on,
  // as far as the parser had not come to them. `unread`: the bytes not consumed.
  void recover_fields(std::string_view unread) noexcept;
  // Between two requests: an idle connection needs none of it.
  void give_back_memory();

  Request& request() noexcept { return request_; }
  const Request& request() const noexcept { return request_; }
  Refusal refusal() const noexcept { return refusal_; }
  // Any byte of a request has come, and not all of it.
  bool has_begun() const noexcept { return phase_ != Phase::head || scanner_.has_begun(); }
  bool is_whole() const noexcept { return phase_ == Phase::whole; }
  // Nothing of the next request has come, but for blank lines or a part of its head.
  bool is_between() const noexcept { return phase_ == Phase::head; }
  bool is_in_body() const noexcept { return phase_ == Phase::body; }
  // nullopt: chunked, or none.
  std::optional<std::uint64_t> declared_length() const noexcept;
  // What has come of the body was taken elsewhere.
  void drop_body() noexcept {
    if (chunked_) {
      chunked_->taken(request_.body.size());
    }
    request_.body.clear();
  }
  // The request counts as whole, whatever of its body is still to come: its connection ends.
  void cut_body_short() noexcept {
    phase_ = Phase::whole;
    keeps_alive_ = false;
  }
  // The client holds its body back until it sees 100 Continue (RFC 9110 section 10.1.1).
  bool awaits_continue() const noexcept { return awaits_continue_; }
  void continue_sent() noexcept { awaits_continue_ = false; }
  // True when the request keeps its connection open (RFC 9112 section 9.3).
  bool keeps_alive() const noexcept { return keeps_alive_; }
  Version version() const noexcept { return version_; }

 private:
  class HeadFields;
  enum class Phase : std::uint8_t { head, body, whole, refused };

  Progress parse_head(std::string_view bytes);
  Progress parse_body(std::string_view bytes);
  std::optional<Refusal> read_head(std::string_view head);
  std::optional<Refusal> check_expectation();
  Progress refuse(Refusal refusal) noexcept;
  void join(Header name, std::string_view value);

  const Limits& limits_;
  HeadScanner scanner_;
  Phase phase_ = Phase::head;
  Refusal refusal_ = Refusal::malformed;
  Version version_ = Version::http_1_1;
  bool is_head_read_ = false;
  bool keeps_alive_ = true;
  bool awaits_continue_ = false;
  std::uint8_t blank_lines_ = 0;
  FramingGuard framing_{Version::http_1_1};
  KnownHost known_host_;
  std::uint64_t length_left_ = 0;
  std::optional<ChunkedDecoder> chunked_;
  std::string_view head_;
  std::string target_storage_;
  // Fields given more than once; never grows beyond its first capacity, so views into it stay
  // valid.
  std::vector<std::pair<Header, std::string>> joined_;
  std::string head_copy_;
  Request request_;
};

}  // namespace http
