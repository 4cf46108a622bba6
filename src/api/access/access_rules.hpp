// Who may do what, how often, from where: what the configuration says about access, as values.
// Built by app, read by every I/O thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/access/rate_limit.hpp"
#include "api/answer/settings.hpp"
#include "http/address.hpp"

namespace api {

// The key that a route demands of a request under --auth=keys.
// - by_method: reads need none, or one that may read under --private; all else one that may write.
// - open: none, but a key that is sent is checked.
// - sign_in: the key is in the body, and is checked like one that is sent.
// - protocol: as for reads, by any method; the key may come as the password of HTTP Basic.
// - unchecked: probes, which are neither checked nor limited.
enum class Access : std::uint8_t { by_method, open, sign_in, protocol, unchecked };

struct AccessRules {
  // open: whoever reaches the address may do everything, and keys are not looked at.
  enum class Auth : std::uint8_t { open, keys } auth = Auth::open;
  enum class Reads : std::uint8_t { open, keyed } reads = Reads::open;
  // The requests of each key, or of each client address without a key; nullopt: no limit.
  std::optional<Rate> reads_rate = std::nullopt;
  std::optional<Rate> writes_rate = std::nullopt;
  // The requests with wrong credentials, of each client address.
  std::optional<Rate> failures_rate = std::nullopt;
  // May say whom they speak for, in X-Forwarded-For.
  std::vector<http::Network> trusted_proxies = {};
  // "https://app.example"; "*" alone: any.
  std::vector<std::string> cors_origins = {};
  // By which names an open server may be called beside addresses and localhost; "*": any.
  std::vector<std::string> allowed_hosts = {};
  // Requests accepted and not yet answered, of the whole server.
  std::size_t in_flight_max = 4096;
  // How far an I/O thread may lag behind what arrives; beyond it only kept answers are given.
  std::chrono::milliseconds lag_max{250};
};

inline Keys keys_of(const AccessRules& rules) noexcept {
  if (rules.auth == AccessRules::Auth::open) {
    return Keys::unused;
  }
  return rules.reads == AccessRules::Reads::keyed ? Keys::for_all : Keys::for_changes;
}

}  // namespace api
