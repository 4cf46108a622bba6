// The seam between the HTTP server and what it serves. The server calls one Application per I/O
// thread, always on that thread; the Application answers through Reply, now or later.
// Answers leave in request order even when later ones are ready first (RFC 9112 section 9.3.2).
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "http/body_sink.hpp"
#include "http/message.hpp"

namespace http {

// The reason why the connection refused a request before it was whole.
enum class Refusal : std::uint8_t {
  malformed,             // 400, RFC 9112 framing or syntax
  slow,                  // 408
  body_too_large,        // 413
  target_too_long,       // 414
  expectation_failed,    // 417
  header_too_large,      // 431
  unknown_coding,        // 501, a transfer coding other than chunked
  version_unsupported,   // 505
  too_many_connections,  // 503
  too_many_bodies,       // 503, not enough memory for this one
};

// Answers with a body up to this long are sent however much waits for slow readers.
inline constexpr std::size_t small_body_bytes_max = 64 * 1024;

class PendingReply;

// A 200 whose bytes after Date were made before: `fields` and `more_fields` are finished header
// lines, `rest` more of them, an empty line and the body ("ETag: …\r\n…Content-Length:
// n\r\n\r\nbody").
struct CachedAnswer {
  std::string_view fields;
  std::string_view more_fields;
  std::string_view rest;
};

// Writes the one answer of the request at hand into its connection's output.
class Reply {
 public:
  // An exception of these (memory) leaves the request unanswered.
  virtual void send(const Response& response) = 0;
  // The hot path: no allocation, one copy at most.
  virtual void send_cached(const CachedAnswer& answer) = 0;
  // false: slow readers hold so much already that an answer with so long a body is better not
  // begun, but refused in a few words.
  virtual bool has_room_for(std::size_t body_bytes) const noexcept = 0;
  // Keeps the connection waiting (and its request alive) for an answer from elsewhere.
  [[nodiscard]] virtual PendingReply defer() = 0;

 protected:
  ~Reply() = default;
};

// A deferred answer. send() exactly once, on the connection's own I/O thread; dropping it unsent
// closes the connection, and belongs on that thread too (or after the server has stopped). The
// client may be gone by then: send() is then a no-op.
class PendingReply {
 public:
  class Waiter {
   public:
    virtual void answer(const Response& response) = 0;
    virtual void abandon() noexcept = 0;
    virtual const Request& request() const noexcept = 0;
    virtual bool has_room_for(std::size_t body_bytes) const noexcept = 0;

   protected:
    ~Waiter() = default;
  };
  explicit PendingReply(std::shared_ptr<Waiter> waiter) noexcept : waiter_(std::move(waiter)) {}
  PendingReply(PendingReply&&) noexcept = default;
  // Swaps: the reply that was here is dropped with `other`, not forgotten.
  PendingReply& operator=(PendingReply&& other) noexcept {
    waiter_.swap(other.waiter_);
    return *this;
  }
  ~PendingReply() {
    if (waiter_) {
      waiter_->abandon();
    }
  }
  // The request being answered; valid until send().
  const Request& request() const noexcept { return waiter_->request(); }
  // As Reply::has_room_for().
  bool has_room_for(std::size_t body_bytes) const noexcept {
    return waiter_->has_room_for(body_bytes);
  }
  void send(const Response& response) {
    const std::shared_ptr<Waiter> waiter = std::move(waiter_);
    try {
      waiter->answer(response);
    } catch (const std::exception&) {
      // No memory for it: the client sees its connection end, and the server goes on.
      waiter->abandon();
    }
  }

 private:
  std::shared_ptr<Waiter> waiter_;
};

// What becomes of a body that is not kept in memory: it goes to the sink, or the request is
// answered before it comes.
struct StreamedBody {
  std::unique_ptr<BodySink> sink;
  std::optional<Response> answer = std::nullopt;
};

class Application {
 public:
  virtual ~Application() = default;
  // Calls exactly one of reply.send, reply.send_cached, reply.defer.
  virtual void handle(Request& request, Reply& reply) = 0;
  // The answer to a request that could not be parsed or accepted. The connection closes after it.
  // `partial` holds what was understood (at least nothing).
  virtual Response refuse(Refusal refusal, const Request& partial) = 0;
  // Asked once the head is there and the client awaits 100 Continue, before body_bytes_max(): the
  // final answer where no body could change it (RFC 9110 section 10.1.1). The connection closes
  // after it.
  virtual std::optional<Response> answer_to_head(const Request& /*head*/) { return std::nullopt; }
  // Asked once the head is there and the client awaits 100 Continue or sends a body: the most bytes
  // of body this request may have. Above it: 413 without reading on.
  virtual std::size_t body_bytes_max(const Request& head) = 0;
  // True where the body goes to a sink. answer_to_head() is then asked of every such request.
  virtual bool streams_body(const Request& /*head*/) const noexcept { return false; }
  // Asked behind body_bytes_max() where streams_body(); `declared`: the body's length, unless it is
  // chunked.
  virtual StreamedBody stream_body(const Request& /*head*/,
                                   std::optional<std::uint64_t> /*declared*/) {
    return {};
  }
};

}  // namespace http
