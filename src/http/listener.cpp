#include "http/listener.hpp"

#include <algorithm>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <cerrno>
#include <charconv>
#include <system_error>

#include "http/syntax.hpp"

namespace http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using tcp = asio::ip::tcp;
using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

constexpr int backlog = 4096;

[[noreturn]] void fail(const error_code& error, const std::string& address) {
  throw std::system_error(static_cast<std::error_code>(error), address);
}

struct HostAndPort {
  std::string host;
  std::uint16_t port = 0;
};

HostAndPort split_address(const std::string& address) {
  const std::size_t colon = std::min(address.rfind(':'), address.size());
  HostAndPort result{address.substr(0, colon), 0};
  const char* const end = address.data() + address.size();
  const auto [stop, failure] =
      std::from_chars(std::min(address.data() + colon + 1, end), end, result.port);
  if (failure != std::errc() || stop != end || result.host.empty()) {
    fail(asio::error::invalid_argument, address);
  }
  const bool bracketed = result.host.front() == '[' && result.host.back() == ']';
  if (bracketed) {
    result.host = result.host.substr(1, result.host.size() - 2);
  }
  if (bracketed != (result.host.find(':') != std::string::npos)) {
    fail(asio::error::invalid_argument, address);
  }
  return result;
}

}  // namespace

std::vector<Endpoint> resolve_listen(const std::string& address) {
  const auto [host, port] = split_address(address);
  if (equal_ignoring_case(host, "localhost")) {
    return {{asio::ip::address_v4::loopback(), port}, {asio::ip::address_v6::loopback(), port}};
  }
  error_code error;
  const auto literal = asio::ip::make_address(host, error);
  if (!error) {
    return {{literal, port}};
  }
  asio::io_context loop;
  tcp::resolver resolver(loop);
  const auto found = resolver.resolve(host, std::to_string(port), tcp::resolver::passive, error);
  if (error) {
    fail(error, address);
  }
  std::vector<Endpoint> endpoints;
  for (const auto& entry : found) {
    if (std::find(endpoints.begin(), endpoints.end(), entry.endpoint()) == endpoints.end()) {
      endpoints.push_back(entry.endpoint());
    }
  }
  return endpoints;
}

std::string to_text(const Endpoint& endpoint) {
  const std::string host = endpoint.address().to_string();
  const std::string port = std::to_string(endpoint.port());
  return endpoint.address().is_v6() ? '[' + host + "]:" + port : host + ':' + port;
}

Listener bind_listener(const Endpoint& endpoint, Binding binding) {
  asio::io_context unused;
  tcp::acceptor acceptor(unused);
  error_code error;
  const auto check_last = [&] {
    if (error) {
      fail(error, to_text(endpoint));
    }
  };
  acceptor.open(endpoint.protocol(), error);
  check_last();
  acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  check_last();
  acceptor.set_option(tcp::no_delay(true), error);
  check_last();
  if (binding == Binding::shared) {
    acceptor.set_option(ReusePort(true), error);
    check_last();
  }
  if (endpoint.address().is_v6()) {
    acceptor.set_option(asio::ip::v6_only(true), error);
    check_last();
  }
  acceptor.bind(endpoint, error);
  check_last();
  acceptor.non_blocking(true, error);
  check_last();
  const Endpoint bound = acceptor.local_endpoint(error);
  check_last();
  return {Socket(acceptor.release()), bound};
}

void start_listening(const Listener& listener) {
  if (::listen(listener.socket.number(), backlog) != 0) {
    throw std::system_error(errno, std::generic_category(), to_text(listener.endpoint));
  }
}

void check_unused(const Endpoint& endpoint) { bind_listener(endpoint, Binding::alone); }

bool is_missing_address(const std::system_error& error) noexcept {
  return error.code() == std::errc::address_not_available ||
         error.code() == std::errc::address_family_not_supported;
}

}  // namespace http
