#include "app/health_check.hpp"

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <memory>
#include <stdexcept>
#include <system_error>

#include "app/file_descriptor.hpp"
#include "app/language.hpp"

namespace app {
namespace {

using Deadline = std::chrono::steady_clock::time_point;

// "HTTP/1.1 200": as much as decides.
constexpr std::size_t status_line_bytes = 12;

struct AddressesDeleter {
  void operator()(addrinfo* list) const noexcept { freeaddrinfo(list); }
};
using Addresses = std::unique_ptr<addrinfo, AddressesDeleter>;

[[noreturn]] void fail(int error, const std::string& what) {
  throw std::system_error(error, std::generic_category(), what);
}

[[noreturn]] void fail_late() {
  throw std::runtime_error(say({"sem resposta a tempo", "no answer in time"}));
}

Addresses addresses_of(const HttpUrl& url) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int error = getaddrinfo(url.host.c_str(), url.port.c_str(), &hints, &found);
  if (error != 0) {
    throw std::runtime_error(url.host + say({": este nome não leva a endereço nenhum",
                                             ": this name leads to no address"}));
  }
  return Addresses(found);
}

void wait_for(const FileDescriptor& socket, short events, Deadline deadline) {
  while (true) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) {
      fail_late();
    }
    pollfd waiting{socket.get(), events, 0};
    const int ready = poll(&waiting, 1, static_cast<int>(left.count()));
    if (ready > 0) {
      return;
    }
    if (ready < 0 && errno != EINTR) {
      fail(errno, say({"à espera", "waiting"}));
    }
  }
}

// 0, or why this address does not take a connection.
int try_connect(const FileDescriptor& socket, const addrinfo& address, Deadline deadline) {
  if (connect(socket.get(), address.ai_addr, address.ai_addrlen) == 0) {
    return 0;
  }
  if (errno != EINPROGRESS) {
    return errno;
  }
  wait_for(socket, POLLOUT, deadline);
  int error = 0;
  socklen_t size = sizeof error;
  return getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

// A name may lead to several addresses (localhost to two): the first one that answers.
FileDescriptor connect_to(const HttpUrl& url, Deadline deadline) {
  const Addresses addresses = addresses_of(url);
  int error = ECONNREFUSED;
  for (const addrinfo* one = addresses.get(); one != nullptr; one = one->ai_next) {
    FileDescriptor socket = FileDescriptor::adopt(
        ::socket(one->ai_family, one->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    error = try_connect(socket, *one, deadline);
    if (error == 0) {
      return socket;
    }
  }
  fail(error, url.authority);
}

void send_all(const FileDescriptor& socket, std::string_view bytes, Deadline deadline) {
  while (!bytes.empty()) {
    wait_for(socket, POLLOUT, deadline);
    const ssize_t sent = send(socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    } else if (errno != EAGAIN && errno != EINTR) {
      fail(errno, say({"ao enviar", "sending"}));
    }
  }
}

std::string receive_status_line(const FileDescriptor& socket, Deadline deadline) {
  std::string line;
  std::array<char, status_line_bytes> part{};
  while (line.size() < status_line_bytes) {
    wait_for(socket, POLLIN, deadline);
    const ssize_t count = recv(socket.get(), part.data(), status_line_bytes - line.size(), 0);
    if (count == 0) {
      throw std::runtime_error(say({"conexão encerrada sem resposta", "closed without an answer"}));
    }
    if (count > 0) {
      line.append(part.data(), static_cast<std::size_t>(count));
    } else if (errno != EAGAIN && errno != EINTR) {
      fail(errno, say({"ao receber", "receiving"}));
    }
  }
  return line;
}

}  // namespace

int status_of(const HttpUrl& url, std::chrono::milliseconds timeout) {
  const Deadline deadline = std::chrono::steady_clock::now() + timeout;
  const FileDescriptor socket = connect_to(url, deadline);
  send_all(socket,
           "GET " + url.target + " HTTP/1.1\r\nHost: " + url.authority +
               "\r\nUser-Agent: api-livros-check\r\nConnection: close\r\n\r\n",
           deadline);
  const std::string line = receive_status_line(socket, deadline);
  int status = 0;
  const char* const digits = line.data() + sizeof "HTTP/1.1";
  const auto [end, error] = std::from_chars(digits, digits + 3, status);
  if (!line.starts_with("HTTP/1.") || error != std::errc{} || end != digits + 3) {
    throw std::runtime_error(say({"a resposta não é HTTP", "the answer is not HTTP"}));
  }
  return status;
}

}  // namespace app
