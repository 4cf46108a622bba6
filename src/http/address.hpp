// Internet addresses as numbers, networks of them, and which client a request came from when
// proxies stand in between. Values and pure functions; any thread, nothing is allocated.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace http {

// IPv6 as it is, IPv4 as ::ffff:a.b.c.d (RFC 4291 section 2.5.5.2), so that the two ways in which a
// socket may tell an IPv4 address are one.
struct Address {
  std::array<std::uint8_t, 16> bytes{};

  // "192.0.2.7", "2001:db8::7", also with what proxies add: "192.0.2.7:4711", "[2001:db8::7]:4711",
  // "fe80::7%eth0".
  static std::optional<Address> parse(std::string_view text) noexcept;
  bool is_ipv4() const noexcept;
  bool operator==(const Address&) const = default;
};

class Network {
 public:
  // "10.0.0.0/8", "2001:db8::/32", or one address. nullopt also when a bit behind the prefix is
  // set: whoever writes 10.1.2.3/8 has meant something else.
  static std::optional<Network> parse(std::string_view text) noexcept;
  bool contains(const Address& address) const noexcept;

 private:
  Network(const Address& base, unsigned bits) noexcept : base_(base), bits_(bits) {}
  Address base_;
  unsigned bits_;
};

struct Client {
  std::string_view text;           // a view into `peer` or `forwarded_for`
  std::optional<Address> address;  // nullopt: a peer that has none
};
// The peer itself, unless it is trusted: then the rightmost address in X-Forwarded-For that is not.
// What stands left of it may be anybody's invention. Of more than hops_max entries none is read.
inline constexpr int hops_max = 16;
Client client_of(std::string_view peer, std::string_view forwarded_for,
                 std::span<const Network> trusted) noexcept;

}  // namespace http
