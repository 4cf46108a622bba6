// Who asks, whether they may, and how often: everything that is decided about a request before its
// path is carried out. All I/O threads share an AccessState; each has an AccessControl of its own.
// A request that brings no key pays a comparison or three here when nobody is limited; one
// with a key a SHA-256 and a look-up.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "api/access/access_rules.hpp"
#include "api/access/cors.hpp"
#include "api/access/hosts.hpp"
#include "api/access/keyring.hpp"
#include "api/access/rate_limit.hpp"
#include "base/clock.hpp"
#include "catalog/problem.hpp"
#include "http/message.hpp"
#include "http/syntax.hpp"

namespace api {

// How often one client may ask for one kind of thing.
struct Limit {
  Limit(std::string_view name, const Rate& rate);

  RateLimiter limiter;
  const std::string lines_begin;  // what an answer says of it, as far as that is always the same
};

class AccessState {
 public:
  explicit AccessState(AccessRules given);

  const AccessRules rules;
  const Cors cors;
  const Hosts hosts;
  PublishedKeyring keys;
  std::optional<Limit> reads;
  std::optional<Limit> writes;
  std::optional<Limit> failures;
  // Deferred and not yet answered.
  std::atomic<std::size_t> in_flight{0};

  bool is_overloaded() const noexcept {
    return in_flight.load(std::memory_order_relaxed) >= rules.in_flight_max;
  }
  // Differs from process to process, so that nobody can choose whom to share a bucket with.
  const std::array<std::uint64_t, 2> salt;
};

// Counts one request while it lives.
class InFlight {
 public:
  explicit InFlight(AccessState& access_state) noexcept : state_(access_state) {
    state_.in_flight.fetch_add(1, std::memory_order_relaxed);
  }
  ~InFlight() { state_.in_flight.fetch_sub(1, std::memory_order_relaxed); }
  InFlight(const InFlight&) = delete;
  InFlight& operator=(const InFlight&) = delete;

 private:
  AccessState& state_;
};

// The decision about one request. Valid until the access control decides on the next request.
struct AccessDecision {
  const Keyring::Entry* key = nullptr;  // good, and not of an open server
  std::optional<catalog::Problem> refusal;
  std::string lines;  // header lines of the answer, whatever it will be
};

class AccessControl {
 public:
  AccessControl(AccessState& access_state, const base::Clock& clock);

  // True when there is anything to decide about a read that anybody may make.
  bool concerns(const http::Request& request) const noexcept {
    return !knows_host(request) ||
           (is_watchful_ &&
            (reads_are_watched_ || (checks_keys_ && request.has(http::Header::authorization)) ||
             state_.cors.concerns(request)));
  }
  static bool is_write(const http::Request& request) noexcept {
    return kind_of(request) == Kind::write;
  }
  // head: the body waits for leave, and the request is decided again once it is whole. Until then
  // only a refusal counts against a limit.
  enum class Stage : std::uint8_t { head, whole };
  AccessDecision decide(const http::Request& request, Access access, Stage stage = Stage::whole);
  // True when the body of a write is worth reading: sender and key are looked at, nothing is
  // counted. decide() refuses the same requests.
  bool may_send_body(const http::Request& head);
  // True as long as the key of an answer that takes long is neither revoked nor over.
  bool is_good(const catalog::KeyDigest& key);
  // True when the peer may be a proxy that names another client or its scheme, and which that is.
  bool may_be_forwarded(const http::Request& request) const noexcept {
    return trusts_proxies_ &&
           (request.has(http::Header::forwarded_for) || request.has(http::Header::forwarded_proto));
  }
  std::string_view client_of(const http::Request& request) const noexcept;
  // True when a trusted proxy says so; asked before the peer is renamed.
  bool came_by_tls(const http::Request& request) const noexcept;

 private:
  enum class Kind : std::uint8_t { read, write, preflight };
  static Kind kind_of(const http::Request& request) noexcept;
  // A form that asks a protocol for something changes nothing.
  static Kind kind_of(const http::Request& request, Access access) noexcept;

  // Who brings this credential, or what is wrong with it.
  struct Bearer {
    const Keyring::Entry* key = nullptr;
    const catalog::Wording* wrong = nullptr;
  };
  void renew_keyring();
  Bearer bearer(std::optional<std::string_view> token);
  void identify_by_header(const http::Request& request, Access access, AccessDecision& decision);
  void identify(const Bearer& sender, const http::Request& request, AccessDecision& decision);
  void use(const Bearer& sender, AccessDecision& decision) const;
  void identify_by_cookie(const http::Request& request, AccessDecision& decision);
  void identify_by_body(const http::Request& request, AccessDecision& decision);
  void refuse_credential(const http::Request& request, AccessDecision& decision);
  bool knows_host(const http::Request& request) const noexcept {
    return !checks_hosts_ || http::is_same(request.header(http::Header::host), known_host_);
  }
  // What browsers could be made to do to a server that is open.
  std::optional<catalog::Problem> refuse_page(const http::Request& request);
  // What pages could ask of a server that only their reader reaches.
  std::optional<catalog::Problem> refuse_foreign_question(const http::Request& request) const;
  static std::optional<catalog::Problem> refuse_foreign_form(const http::Request& request);
  bool has_room(const Limit& limit, const http::Request& request,
                const AccessDecision& decision) const;
  bool passes(Limit& limit, const http::Request& request, AccessDecision& decision) const;
  void check_scope(catalog::Scope wanted, AccessDecision& decision) const;
  static void offer_basic(Access access, AccessDecision& decision);
  std::uint64_t bucket_of(const http::Request& request, const Keyring::Entry* key) const noexcept;

  AccessState& state_;
  const base::Clock& clock_;
  const bool checks_keys_;
  const bool reads_are_watched_;
  // One look for the many servers that watch nothing of this.
  const bool is_watchful_;
  const bool trusts_proxies_;
  const bool checks_hosts_;
  std::string known_host_{"localhost"};  // the last one that was admitted
  KeyringPtr keyring_;
  std::uint64_t version_ = 0;
};

}  // namespace api
