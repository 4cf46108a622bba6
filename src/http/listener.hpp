// Listening sockets: what an address text means, and how it is bound. Start-up only, one thread.
// Failures are std::system_error with the address in their text.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <string>
#include <system_error>
#include <vector>

#include "http/socket.hpp"

namespace http {

using Endpoint = boost::asio::ip::tcp::endpoint;

// "127.0.0.1:8080", "[::1]:8080", "name:8080"; "localhost" means both loopback addresses.
std::vector<Endpoint> resolve_listen(const std::string& address);

// "127.0.0.1:8080", "[::1]:8080"
std::string to_text(const Endpoint& endpoint);

// shared: several sockets of this process listen on one address and the kernel spreads connections
// over them (SO_REUSEPORT).
enum class Binding : std::uint8_t { alone, shared };

// A bound socket and its address, whose port is a real one although 0 was asked for.
struct Listener {
  Socket socket;
  Endpoint endpoint;
};

// Does not listen yet. An IPv6 socket takes IPv6 only, so that 0.0.0.0 and [::] can both be given.
// What it accepts sends small answers at once (TCP_NODELAY).
Listener bind_listener(const Endpoint& endpoint, Binding binding);

// Connections may come from now on.
void start_listening(const Listener& listener);

// Throws when somebody else listens there. SO_REUSEPORT alone would let a second server started by
// mistake take half of the connections without a word.
void check_unused(const Endpoint& endpoint);

// True when the machine lacks this address, as one without IPv6 lacks ::1.
bool is_missing_address(const std::system_error& error) noexcept;

}  // namespace http
