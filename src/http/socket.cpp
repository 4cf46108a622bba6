#include "http/socket.hpp"

#include <linux/sockios.h>
#include <netdb.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace http {

void Socket::close() noexcept {
  if (is_open()) {
    ::close(std::exchange(number_, -1));
  }
}

ssize_t Socket::send(std::string_view first, std::string_view second) noexcept {
  // sendmsg(2) only reads them.
  std::array<iovec, 2> parts{{{const_cast<char*>(first.data()), first.size()},
                              {const_cast<char*>(second.data()), second.size()}}};
  msghdr message{};
  message.msg_iov = parts.data();
  message.msg_iovlen = parts.size();
  return ::sendmsg(number_, &message, MSG_NOSIGNAL);
}

bool Socket::is_ended_by_peer() noexcept {
  char first = 0;
  const ssize_t bytes = ::recv(number_, &first, 1, MSG_PEEK);
  return bytes == 0 || (bytes < 0 && errno != EAGAIN && errno != EINTR);
}

void Socket::reset() noexcept {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(number_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close();
}

std::size_t Socket::unacknowledged() const noexcept {
  int bytes = 0;
  ::ioctl(number_, SIOCOUTQ, &bytes);
  return static_cast<std::size_t>(std::max(bytes, 0));
}

std::string Socket::peer_address() const {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  std::array<char, NI_MAXHOST> text{};
  auto* const peer = reinterpret_cast<sockaddr*>(&address);
  const bool is_known =
      ::getpeername(number_, peer, &size) == 0 &&
      ::getnameinfo(peer, size, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) == 0;
  return is_known ? std::string(text.data()) : std::string();
}

}  // namespace http
