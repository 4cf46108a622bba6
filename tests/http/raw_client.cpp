#include "http/raw_client.hpp"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace {

constexpr std::chrono::seconds patience{60};

[[noreturn]] void fail(const std::string& what) { throw std::runtime_error(what); }

bool wait_for(int socket, short events, std::chrono::milliseconds wait) {
  pollfd descriptor{socket, events, 0};
  return ::poll(&descriptor, 1, static_cast<int>(wait.count())) > 0;
}

int connect_to(const std::string& address) {
  const std::size_t colon = address.rfind(':');
  std::string host = address.substr(0, colon);
  if (host.starts_with('[')) {
    host = host.substr(1, host.size() - 2);
  }
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(host.c_str(), address.c_str() + colon + 1, &hints, &found) != 0) {
    fail("no address: " + address);
  }
  const int socket = ::socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const bool connected = ::connect(socket, found->ai_addr, found->ai_addrlen) == 0;
  ::freeaddrinfo(found);
  if (!connected) {
    const int error = errno;
    ::close(socket);
    fail("connect: " + std::string(std::strerror(error)));
  }
  const int on = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return socket;
}

std::string lowered(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

}  // namespace

std::string Answer::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string() : found->second;
}

RawClient::RawClient(const std::string& address) : socket_(connect_to(address)) {}
RawClient::RawClient(RawClient&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), input_(std::move(other.input_)) {}
RawClient::~RawClient() {
  if (socket_ >= 0) {
    ::close(socket_);
  }
}

void RawClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    if (!wait_for(socket_, POLLOUT, patience)) {
      fail("the server does not read");
    }
    const std::size_t sent = send_some(bytes);
    bytes.remove_prefix(sent);
  }
}

std::size_t RawClient::send_some(std::string_view bytes) {
  const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent < 0 && errno != EAGAIN) {
    fail("send: " + std::string(std::strerror(errno)));
  }
  return static_cast<std::size_t>(std::max<ssize_t>(sent, 0));
}

void RawClient::finish_sending() { ::shutdown(socket_, SHUT_WR); }

void RawClient::vanish() {
  const linger at_once{1, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  ::close(std::exchange(socket_, -1));
}

void RawClient::read_more() {
  if (!wait_for(socket_, POLLIN, patience)) {
    fail("no answer; so far: " + input_.substr(0, 200));
  }
  char bytes[65536];
  const ssize_t received = ::recv(socket_, bytes, sizeof bytes, 0);
  if (received == 0) {
    fail("closed; so far: " + input_.substr(0, 200));
  }
  if (received < 0) {
    fail("recv: " + std::string(std::strerror(errno)));
  }
  input_.append(bytes, static_cast<std::size_t>(received));
}

Answer RawClient::read_answer(Asked asked) {
  for (;;) {
    if (auto answer = take_answer(input_, asked)) {
      return *std::move(answer);
    }
    read_more();
  }
}

std::string RawClient::read_bytes(std::size_t bytes) {
  while (input_.size() < bytes) {
    read_more();
  }
  const std::string taken = input_.substr(0, bytes);
  input_.erase(0, bytes);
  return taken;
}

std::size_t RawClient::read_some(std::size_t bytes) {
  if (!wait_for(socket_, POLLIN, patience)) {
    fail("nothing to read");
  }
  std::string taken(bytes, '\0');
  const ssize_t received = ::recv(socket_, taken.data(), taken.size(), 0);
  return received > 0 ? static_cast<std::size_t>(received) : 0;
}

std::string RawClient::read_to_end() {
  while (wait_for(socket_, POLLIN, patience)) {
    char bytes[65536];
    const ssize_t received = ::recv(socket_, bytes, sizeof bytes, 0);
    if (received == 0) {
      return std::exchange(input_, {});
    }
    if (received < 0) {
      fail("recv: " + std::string(std::strerror(errno)));
    }
    input_.append(bytes, static_cast<std::size_t>(received));
  }
  fail("not closed; so far: " + input_.substr(0, 200));
}

bool RawClient::is_closed() { return read_to_end().empty(); }

bool RawClient::has_input(std::chrono::milliseconds wait) {
  return !input_.empty() || wait_for(socket_, POLLIN, wait);
}

std::string get(const std::string& target, const std::string& fields) {
  return "GET " + target + " HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
}

std::optional<Answer> take_answer(std::string& bytes, Asked asked) {
  const std::size_t head_end = bytes.find("\r\n\r\n");
  if (head_end == std::string::npos) {
    return std::nullopt;
  }
  if (!bytes.starts_with("HTTP/1.1 ")) {
    fail("no status line: " + bytes.substr(0, 200));
  }
  Answer answer;
  answer.status = static_cast<unsigned>(std::stoul(bytes.substr(9, 3)));
  std::size_t line = bytes.find("\r\n") + 2;
  while (line < head_end + 2) {
    const std::size_t end = bytes.find("\r\n", line);
    const std::size_t colon = bytes.find(": ", line);
    answer.headers[lowered(bytes.substr(line, colon - line))] =
        bytes.substr(colon + 2, end - colon - 2);
    line = end + 2;
  }
  std::size_t size = 0;
  if (asked == Asked::get && !answer.header("content-length").empty()) {
    size = std::stoul(answer.header("content-length"));
  }
  if (bytes.size() < head_end + 4 + size) {
    return std::nullopt;
  }
  answer.body = bytes.substr(head_end + 4, size);
  bytes.erase(0, head_end + 4 + size);
  return answer;
}
