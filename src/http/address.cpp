#include "http/address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "http/syntax.hpp"

namespace http {
namespace {

constexpr std::size_t text_bytes_max = INET6_ADDRSTRLEN;
constexpr std::array<std::uint8_t, 12> ipv4_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
constexpr unsigned ipv4_prefix_bits = 96;

// Without brackets, port and zone.
std::string_view bare(std::string_view text) noexcept {
  if (text.starts_with('[')) {
    const std::size_t close = text.find(']');
    return close == std::string_view::npos ? text : bare(text.substr(1, close - 1));
  }
  const std::size_t colon = text.find(':');
  if (colon != std::string_view::npos && text.find(':', colon + 1) == std::string_view::npos) {
    return text.substr(0, colon);
  }
  return text.substr(0, text.find('%'));
}

std::optional<unsigned> number_in(std::string_view digits, unsigned most) noexcept {
  unsigned value = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, value);
  return error == std::errc{} && stop == end && value <= most ? std::optional(value) : std::nullopt;
}

bool has_bits_behind(const Address& address, unsigned bits) noexcept {
  for (unsigned bit = bits; bit < 128; ++bit) {
    if ((address.bytes[bit / 8] >> (7 - bit % 8) & 1) != 0) {
      return true;
    }
  }
  return false;
}

bool is_trusted(const std::optional<Address>& address, std::span<const Network> trusted) noexcept {
  return address && std::ranges::any_of(trusted, [&](const Network& network) {
           return network.contains(*address);
         });
}

}  // namespace

std::optional<Address> Address::parse(std::string_view text) noexcept {
  const std::string_view digits = bare(text);
  std::array<char, text_bytes_max + 1> terminated{};
  if (digits.empty() || digits.size() > text_bytes_max) {
    return std::nullopt;
  }
  std::memcpy(terminated.data(), digits.data(), digits.size());
  Address address;
  if (digits.find(':') != std::string_view::npos) {
    const bool fine = inet_pton(AF_INET6, terminated.data(), address.bytes.data()) == 1;
    return fine ? std::optional(address) : std::nullopt;
  }
  std::ranges::copy(ipv4_prefix, address.bytes.begin());
  const bool fine = inet_pton(AF_INET, terminated.data(), address.bytes.data() + 12) == 1;
  return fine ? std::optional(address) : std::nullopt;
}

bool Address::is_ipv4() const noexcept {
  return std::equal(ipv4_prefix.begin(), ipv4_prefix.end(), bytes.begin());
}

std::optional<Network> Network::parse(std::string_view text) noexcept {
  const std::size_t slash = text.find('/');
  const std::string_view digits = text.substr(0, slash);
  const auto base = Address::parse(digits);
  // No port and no zone here.
  if (!base || bare(digits) != digits) {
    return std::nullopt;
  }
  const unsigned before = base->is_ipv4() ? ipv4_prefix_bits : 0;
  unsigned bits = 128;
  if (slash != std::string_view::npos) {
    const auto given = number_in(text.substr(slash + 1), 128 - before);
    if (!given) {
      return std::nullopt;
    }
    bits = before + *given;
  }
  return has_bits_behind(*base, bits) ? std::nullopt : std::optional(Network(*base, bits));
}

bool Network::contains(const Address& address) const noexcept {
  const unsigned whole = bits_ / 8;
  if (std::memcmp(address.bytes.data(), base_.bytes.data(), whole) != 0) {
    return false;
  }
  const unsigned rest = bits_ % 8;
  return rest == 0 || (address.bytes[whole] ^ base_.bytes[whole]) >> (8 - rest) == 0;
}

Client client_of(std::string_view peer, std::string_view forwarded_for,
                 std::span<const Network> trusted) noexcept {
  Client client{peer, Address::parse(peer)};
  std::string_view rest = forwarded_for;
  for (int hop = 0; hop < hops_max && !rest.empty() && is_trusted(client.address, trusted); ++hop) {
    const std::size_t comma = rest.rfind(',');
    const bool last = comma == std::string_view::npos;
    const std::string_view entry = trim_blanks(last ? rest : rest.substr(comma + 1));
    const auto address = Address::parse(entry);
    if (!address) {
      break;  // whoever wrote this is as far as can be told
    }
    client = {bare(entry), address};
    rest = last ? std::string_view{} : rest.substr(0, comma);
  }
  return client;
}

}  // namespace http
