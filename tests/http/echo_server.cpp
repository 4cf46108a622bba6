#include "http/echo_server.hpp"

#include <charconv>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <sstream>
#include <thread>
#include <vector>

#include "base/executor.hpp"
#include "http/body_stream.hpp"
#include "support/eventually.hpp"

namespace {

constexpr std::chrono::seconds condition_timeout{60};

std::size_t number_of(std::string_view text) {
  std::size_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

struct Named {
  unsigned status;
  std::string_view name;
};
Named describe(http::Refusal refusal) {
  switch (refusal) {
    case http::Refusal::malformed:
      return {400, "malformed"};
    case http::Refusal::slow:
      return {408, "slow"};
    case http::Refusal::body_too_large:
      return {413, "body_too_large"};
    case http::Refusal::target_too_long:
      return {414, "target_too_long"};
    case http::Refusal::expectation_failed:
      return {417, "expectation_failed"};
    case http::Refusal::header_too_large:
      return {431, "header_too_large"};
    case http::Refusal::unknown_coding:
      return {501, "unknown_coding"};
    case http::Refusal::version_unsupported:
      return {505, "version_unsupported"};
    case http::Refusal::too_many_connections:
      return {503, "too_many_connections"};
    case http::Refusal::too_many_bodies:
      return {503, "too_many_bodies"};
  }
  return {500, ""};
}

http::Response echo(const http::Request& request) {
  http::Response response;
  if (request.method == http::Method::unknown) {
    response.status = 501;
  }
  response.body.append(request.method_token).append(" ").append(request.path);
  if (!request.query.empty()) {
    response.body.append("?").append(request.query);
  }
  response.body.append("|").append(request.body);
  for (const auto& [name, header] : {std::pair{"X-Saw-Host", http::Header::host},
                                     {"X-Saw-Accept", http::Header::accept},
                                     {"X-Saw-Request-Id", http::Header::request_id},
                                     {"X-Saw-If-None-Match", http::Header::if_none_match}}) {
    if (request.has(header)) {
      response.add(name, request.header(header));
    }
  }
  response.add("X-Saw-Peer", request.peer);
  return response;
}

// Pieces of a body, each made after a wake that comes by the executor.
class Pieces final : public http::BodyStream, public std::enable_shared_from_this<Pieces> {
 public:
  struct Kind {
    std::size_t count;
    Made last;
    std::string piece;  // empty: "piece 0\n", …
  };
  Pieces(Kind kind, base::Executor& home) : kind_(std::move(kind)), home_(home) {}

  void begin(Wake wake) override {
    wake_ = std::move(wake);
    wake_later();
  }
  Made make(std::string& out) override {
    if (is_told_) {
      return Made::end;
    }
    if (made_ == kind_.count) {
      return kind_.last;
    }
    if (!is_awake_) {
      return Made::later;
    }
    out += kind_.piece.empty() ? "piece " + std::to_string(made_) + "\n" : kind_.piece;
    ++made_;
    is_awake_ = !kind_.piece.empty();
    wake_later();
    return Made::some;
  }
  std::string trailers() const override { return "X-Pieces: " + std::to_string(made_) + "\r\n"; }
  Ends ends() const noexcept override {
    return kind_.last == Made::later ? Ends::when_told : Ends::by_itself;
  }
  void end_now() noexcept override { is_told_ = true; }

 private:
  void wake_later() {
    home_.post([self = shared_from_this()] {
      self->is_awake_ = true;
      self->wake_();
    });
  }

  Kind kind_;
  base::Executor& home_;
  Wake wake_;
  std::size_t made_ = 0;
  bool is_awake_ = false;
  bool is_told_ = false;
};

// nullopt: no path of a stream.
std::optional<Pieces::Kind> pieces_of(const http::Request& request) {
  using Made = http::BodyStream::Made;
  const std::size_t count = number_of(request.query);
  if (request.path == "/stream") {
    return Pieces::Kind{count, Made::end, {}};
  }
  if (request.path == "/broken") {
    return Pieces::Kind{count, Made::broken, {}};
  }
  if (request.path == "/flood") {
    return Pieces::Kind{count, Made::end, std::string(64 * 1024, 'x')};
  }
  if (request.path == "/endless") {
    return Pieces::Kind{0, Made::later, {}};
  }
  return std::nullopt;
}

}  // namespace

// Another thread that answers deferred requests, the youngest first: order must come from
// elsewhere.
class EchoServer::Elsewhere {
 public:
  ~Elsewhere() {
    {
      const std::lock_guard lock(mutex_);
      is_over_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }

  void answer_later(http::PendingReply reply, base::Executor& home) {
    const std::lock_guard lock(mutex_);
    waiting_.push_back({std::make_shared<http::PendingReply>(std::move(reply)), &home});
    changed_.notify_all();
  }
  void hold(http::PendingReply reply, base::Executor& home) {
    const std::lock_guard lock(mutex_);
    held_.push_back({std::make_shared<http::PendingReply>(std::move(reply)), &home});
  }
  void release_held() {
    const std::lock_guard lock(mutex_);
    waiting_.insert(waiting_.end(), held_.begin(), held_.end());
    held_.clear();
    changed_.notify_all();
  }
  std::size_t held() const {
    const std::lock_guard lock(mutex_);
    return held_.size();
  }

  std::atomic<std::size_t> handled{0};
  std::atomic<std::size_t> sinks{0};

 private:
  struct Job {
    std::shared_ptr<http::PendingReply> reply;
    base::Executor* home;
  };

  void run() {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [this] { return is_over_ || !waiting_.empty(); });
      if (is_over_) {
        return;
      }
      Job job = std::move(waiting_.back());
      waiting_.pop_back();
      lock.unlock();
      base::Executor& home = *job.home;
      home.post([reply = std::move(job.reply)] { reply->send(echo(reply->request())); });
      lock.lock();
    }
  }

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> waiting_;
  std::deque<Job> held_;
  bool is_over_ = false;
  std::thread thread_{[this] { run(); }};
};

class CountingSink final : public http::BodySink {
 public:
  CountingSink(std::atomic<std::size_t>& sinks, base::Executor& home, std::size_t most)
      : sinks_(sinks), home_(home), most_(most) {
    ++sinks_;
  }
  ~CountingSink() override { --sinks_; }

  Taken take(std::string_view bytes, std::function<void()> ready) override {
    bytes_ += bytes.size();
    if (bytes_ > most_) {
      return Taken::refused;
    }
    if (bytes_ - waited_at_ < 50'000) {
      return Taken::more;
    }
    waited_at_ = bytes_;
    home_.post(std::move(ready));
    return Taken::wait;
  }
  std::size_t bytes() const noexcept { return bytes_; }

 private:
  std::atomic<std::size_t>& sinks_;
  base::Executor& home_;
  const std::size_t most_;
  std::size_t bytes_ = 0;
  std::size_t waited_at_ = 0;
};

class EchoServer::Echo final : public http::Application {
 public:
  Echo(Elsewhere& elsewhere, base::Executor& home) : elsewhere_(elsewhere), home_(home) {}

  void handle(http::Request& request, http::Reply& reply) override {
    ++elsewhere_.handled;
    const std::string_view path = request.path;
    http::Response response;
    if (path == "/later") {
      return elsewhere_.answer_later(reply.defer(), home_);
    }
    if (path == "/held") {
      return elsewhere_.hold(reply.defer(), home_);
    }
    if (path == "/dropped") {
      const http::PendingReply dropped = reply.defer();
      return;
    }
    if (path == "/at-once") {
      http::PendingReply pending = reply.defer();
      return pending.send(echo(request));
    }
    if (path == "/prepared") {
      const std::string body = counted_text(number_of(request.query));
      return reply.send_cached(
          {"X-Extra: yes\r\n",
           {},
           "ETag: \"1\"\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body});
    }
    if (auto pieces = pieces_of(request)) {
      response.stream = std::make_shared<Pieces>(*std::move(pieces), home_);
      return reply.send(response);
    }
    if (path == "/upload") {
      return reply.send(response);
    }
    if (request.sink != nullptr) {
      response.body = std::to_string(static_cast<CountingSink*>(request.sink)->bytes()) + "|" +
                      std::to_string(request.body.size());
      return reply.send(response);
    }
    if (path == "/nap") {
      std::this_thread::sleep_for(std::chrono::milliseconds(number_of(request.query)));
    }
    if (path == "/big-if-room" && !reply.has_room_for(number_of(request.query))) {
      response.status = 503;
      return reply.send(response);
    }
    if (path == "/big" || path == "/big-if-room") {
      response.body = counted_text(number_of(request.query));
      return reply.send(response);
    }
    if (path.starts_with("/status/")) {
      response.status = static_cast<unsigned>(number_of(path.substr(8)));
      response.body = "text";
      return reply.send(response);
    }
    response = echo(request);
    if (path == "/close") {
      response.after = http::Response::After::close;
    }
    reply.send(response);
  }

  http::Response refuse(http::Refusal refusal, const http::Request& partial) override {
    const Named named = describe(refusal);
    http::Response response;
    response.status = named.status;
    response.body = named.name;
    response.add("X-Saw-Path", partial.path);
    if (refusal == http::Refusal::too_many_connections) {
      response.add("Retry-After", "1");
    }
    return response;
  }

  std::size_t body_bytes_max(const http::Request& head) override {
    return head.path == "/upload" || streams_body(head) ? EchoServer::upload_bytes_max
                                                        : EchoServer::body_bytes_max;
  }
  bool streams_body(const http::Request& head) const noexcept override {
    return head.path.starts_with("/sink");
  }
  http::StreamedBody stream_body(const http::Request& head,
                                 std::optional<std::uint64_t> declared) override {
    http::Response response;
    response.status = 503;
    response.body = declared ? std::to_string(*declared) : "chunked";
    if (head.path == "/sink-never") {
      return {nullptr, response};
    }
    const std::size_t most = head.path == "/sink-full" ? 100'000 : EchoServer::upload_bytes_max;
    return {std::make_unique<CountingSink>(elsewhere_.sinks, home_, most)};
  }

 private:
  Elsewhere& elsewhere_;
  base::Executor& home_;
};

EchoServer::EchoServer(const http::Limits& limits, unsigned threads, const std::string& address)
    : elsewhere_(std::make_unique<Elsewhere>()) {
  http::ServerOptions options;
  options.listen = {address};
  options.threads = threads;
  options.limits = limits;
  server_ = std::make_unique<http::Server>(options, metrics_);
  server_->start(
      [this](base::Executor& home) { return std::make_unique<Echo>(*elsewhere_, home); });
  addresses_ = server_->addresses();
}

// The order of a real shutdown: replies are still held when the server stops, and the executors
// outlive whoever posts to them.
EchoServer::~EchoServer() {
  server_->stop(std::chrono::milliseconds{0});
  elsewhere_.reset();
}

std::size_t EchoServer::handled() const noexcept { return elsewhere_->handled; }
std::size_t EchoServer::sinks() const noexcept { return elsewhere_->sinks; }
std::size_t EchoServer::held() const noexcept { return elsewhere_->held(); }
void EchoServer::release_held() { elsewhere_->release_held(); }

std::int64_t EchoServer::metric(const std::string& name_and_labels) const {
  std::istringstream lines(metrics_.render());
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(name_and_labels + ' ')) {
      return std::stoll(line.substr(name_and_labels.size() + 1));
    }
  }
  return 0;
}

std::string counted_text(std::size_t bytes) {
  std::string text;
  for (std::size_t number = 0; text.size() < bytes; ++number) {
    text += std::to_string(number) + " ";
  }
  text.resize(bytes);
  return text;
}

bool eventually(const std::function<bool()>& condition) {
  return support::eventually(condition_timeout, condition);
}
