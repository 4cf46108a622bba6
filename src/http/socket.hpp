// A socket of the kernel that closes itself, and what is called on it; none of it blocks.
// One owner, one thread.
#pragma once

#include <sys/socket.h>
#include <sys/types.h>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace http {

class Socket {
 public:
  Socket() = default;
  // Takes what a system call returned; after a failed one (-1) it is not open.
  explicit Socket(int number) noexcept : number_(number) {}
  ~Socket() { close(); }
  Socket(Socket&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Socket& operator=(Socket&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }

  bool is_open() const noexcept { return number_ >= 0; }
  int number() const noexcept { return number_; }
  void close() noexcept;

  // The next connection of a socket that listens; not open, and errno, when there is none.
  Socket accept() noexcept {
    return Socket(::accept4(number_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
  }

  // How many bytes; -1 and errno, EAGAIN among them, when none could be moved. Receiving gives 0
  // once the peer sends no more.
  ssize_t receive(std::span<char> room) noexcept {
    return ::recv(number_, room.data(), room.size(), 0);
  }
  ssize_t send(std::string_view bytes) noexcept {
    return ::send(number_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  }
  // One behind the other, in one call.
  ssize_t send(std::string_view first, std::string_view second) noexcept;
  // The peer sees the end behind what was sent. false: it is gone already.
  bool end_sending() noexcept { return ::shutdown(number_, SHUT_WR) == 0; }
  // True when the peer has closed or reset the connection; what it sent is left to be received.
  bool is_ended_by_peer() noexcept;
  // Closes with a reset: the peer sees a failure, not an end.
  void reset() noexcept;
  // Bytes sent that the peer's side has not acknowledged.
  std::size_t unacknowledged() const noexcept;
  // The peer's address without its port, "127.0.0.1", "fe80::1%eth0"; empty when it is gone.
  std::string peer_address() const;

 private:
  int number_ = -1;
};

}  // namespace http
