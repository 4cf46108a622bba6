#include "api/access/access_control.hpp"

#include <algorithm>
#include <cstring>
#include <random>
#include <utility>

#include "api/answer/problem_json.hpp"
#include "api/answer/sign_in.hpp"
#include "http/basic_credentials.hpp"
#include "http/syntax.hpp"

namespace api {
namespace {

using catalog::Scope;
using http::Header;
using http::Method;

constexpr std::string_view challenge = R"(WWW-Authenticate: Bearer realm="api-livros")";
constexpr std::string_view basic_challenge =
    "WWW-Authenticate: Basic realm=\"api-livros\", charset=\"UTF-8\"\r\n";

std::optional<Limit> limit_of(std::string_view name, const std::optional<Rate>& rate) {
  std::optional<Limit> limit;
  if (rate) {
    limit.emplace(name, *rate);
  }
  return limit;
}

std::array<std::uint64_t, 2> random_salt() {
  std::random_device random;
  const auto word = [&random] { return std::uint64_t{random()} << 32 | random(); };
  return {word(), word()};
}

// The finaliser of splitmix64: each bit of the result depends on each bit of the word.
constexpr std::uint64_t mixed(std::uint64_t word) noexcept {
  word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9;
  word = (word ^ (word >> 27)) * 0x94D049BB133111EB;
  return word ^ (word >> 31);
}

// RFC 6750 section 2.1; the scheme's name in any case (RFC 9110 section 11.1). nullopt: another
// scheme, or no token at all.
std::optional<std::string_view> bearer_token(std::string_view credential) noexcept {
  const std::size_t space = credential.find(' ');
  if (!http::equal_ignoring_case(credential.substr(0, space), "bearer") ||
      space == std::string_view::npos) {
    return std::nullopt;
  }
  return http::trim_blanks(credential.substr(space));
}

// Also in WWW-Authenticate, where only ASCII may stand (RFC 6750 section 3).
constexpr catalog::Wording unknown_key{"o servidor desconhece a chave enviada",
                                       "the server does not know the key sent"};
constexpr catalog::Wording expired_key{"a chave enviada venceu", "the key sent has expired"};
constexpr catalog::Wording revoked_key{"a chave enviada foi revogada", "the key sent was revoked"};
constexpr catalog::Wording no_key{"envie Authorization: Bearer lv_…",
                                  "send Authorization: Bearer lv_…"};

// draft-ietf-httpapi-ratelimit-headers-10: the policy, and what is left of it.
std::string lines_begin_of(std::string_view name, const RateLimiter& limiter) {
  std::string lines("RateLimit-Policy: \"");
  lines.append(name).append("\";q=").append(std::to_string(limiter.rate().burst)).append(";w=");
  lines.append(std::to_string(limiter.refill().count())).append("\r\nRateLimit: \"");
  return lines.append(name).append("\";r=");
}

void append_limit(std::string& lines, const Limit& limit, const RateLimiter::Verdict& verdict) {
  constexpr std::size_t numbers_bytes_max = 48;
  lines.reserve(lines.size() + limit.lines_begin.size() + numbers_bytes_max);
  lines.append(limit.lines_begin).append(std::to_string(verdict.remaining));
  lines.append(";t=").append(std::to_string(verdict.full_in.count())).append("\r\n");
}

void refuse_for_now(AccessDecision& decision, const RateLimiter::Verdict& verdict) {
  const std::string seconds = std::to_string(verdict.retry_after.count());
  decision.lines.append("Retry-After: ").append(seconds).append("\r\n");
  decision.refusal = catalog::problem::rate_limited(verdict.retry_after.count());
}

}  // namespace

Limit::Limit(std::string_view name, const Rate& rate)
    : limiter(rate, std::chrono::steady_clock::now()), lines_begin(lines_begin_of(name, limiter)) {}

AccessState::AccessState(AccessRules given)
    : rules(std::move(given)),
      cors(rules.cors_origins),
      hosts(rules.allowed_hosts),
      reads(limit_of("leitura", rules.reads_rate)),
      writes(limit_of("escrita", rules.writes_rate)),
      failures(limit_of("falhas", rules.failures_rate)),
      salt(random_salt()) {}

AccessControl::AccessControl(AccessState& access_state, const base::Clock& clock)
    : state_(access_state),
      clock_(clock),
      checks_keys_(access_state.rules.auth == AccessRules::Auth::keys),
      reads_are_watched_(access_state.reads.has_value() ||
                         access_state.rules.reads == AccessRules::Reads::keyed),
      is_watchful_(checks_keys_ || reads_are_watched_ || !access_state.rules.cors_origins.empty()),
      trusts_proxies_(!access_state.rules.trusted_proxies.empty()),
      checks_hosts_(!checks_keys_ && !access_state.hosts.admits_all()) {}

AccessControl::Kind AccessControl::kind_of(const http::Request& request) noexcept {
  switch (request.method) {
    case Method::post:
    case Method::put:
    case Method::patch:
    case Method::del:
      return Kind::write;
    case Method::options:
      return Kind::preflight;
    case Method::get:
    case Method::head:
    case Method::other:
    case Method::unknown:
      return Kind::read;
  }
  return Kind::write;
}

AccessControl::Kind AccessControl::kind_of(const http::Request& request, Access access) noexcept {
  const Kind kind = kind_of(request);
  return access == Access::protocol && kind == Kind::write && request.method == Method::post
             ? Kind::read
             : kind;
}

AccessDecision AccessControl::decide(const http::Request& request, Access access, Stage stage) {
  AccessDecision decision;
  if (state_.cors.concerns(request)) {
    decision.lines = state_.cors.lines_for(request);
  }
  decision.refusal = refuse_page(request);
  if (!decision.refusal && access == Access::protocol) {
    decision.refusal = refuse_foreign_question(request);
  }
  if (decision.refusal || access == Access::unchecked) {
    return decision;
  }
  if (checks_keys_) {
    if (access == Access::sign_in) {
      decision.refusal = refuse_foreign_form(request);
    }
    if (access == Access::sign_in && request.method == Method::post) {
      if (!decision.refusal && stage == Stage::whole) {
        identify_by_body(request, decision);
      }
    } else if (request.has(Header::authorization)) {
      identify_by_header(request, access, decision);
    } else if (request.has(Header::cookie)) {
      identify_by_cookie(request, decision);
    }
  }
  const Kind kind = kind_of(request, access);
  auto& limit = kind == Kind::write ? state_.writes : state_.reads;
  const bool is_counted = limit && (stage == Stage::whole || !has_room(*limit, request, decision));
  if (decision.refusal || (is_counted && !passes(*limit, request, decision))) {
    offer_basic(access, decision);
    return decision;
  }
  if (access == Access::open || access == Access::sign_in || !checks_keys_ ||
      kind == Kind::preflight) {
    return decision;
  }
  if (kind == Kind::write) {
    check_scope(Scope::write, decision);
  } else if (state_.rules.reads == AccessRules::Reads::keyed) {
    check_scope(Scope::read, decision);
    offer_basic(access, decision);
  }
  return decision;
}

// A request without any Host is of HTTP/1.0, and no browser's. Keys are nothing that a browser adds
// by itself: a server that asks for them may be called as it pleases.
std::optional<catalog::Problem> AccessControl::refuse_page(const http::Request& request) {
  if (checks_keys_) {
    return std::nullopt;
  }
  const std::string_view host = request.header(Header::host);
  if (!knows_host(request) && request.has(Header::host)) {
    if (!state_.hosts.admits(host)) {
      return catalog::problem::misdirected(host);
    }
    known_host_ = host;
  }
  if (kind_of(request) != Kind::write) {
    return std::nullopt;
  }
  const std::string_view origin = request.header(Header::origin);
  if (!request.has(Header::origin)) {
    return is_cross_site(request) ? std::optional(catalog::problem::foreign_page({}))
                                  : std::nullopt;
  }
  const bool is_admitted =
      state_.cors.admits(origin) || (is_own_origin(origin, host) && !is_cross_site(request));
  return is_admitted ? std::nullopt : std::optional(catalog::problem::foreign_page(origin));
}

std::optional<catalog::Problem> AccessControl::refuse_foreign_question(
    const http::Request& request) const {
  const std::string_view origin = request.header(Header::origin);
  const bool is_admitted = kind_of(request) != Kind::write || !request.has(Header::origin) ||
                           state_.cors.admits(origin) ||
                           is_own_origin(origin, request.header(Header::host));
  return is_admitted ? std::nullopt : std::optional(catalog::problem::foreign_page(origin));
}

bool AccessControl::may_send_body(const http::Request& head) {
  if (kind_of(head) != Kind::write) {
    return true;
  }
  if (!checks_keys_) {
    return !refuse_page(head);
  }
  if (head.path == session_path) {
    return true;
  }
  const bool has_header = head.has(Header::authorization);
  if (!has_header && !(head.has(Header::cookie) && is_of_this_origin(head))) {
    return false;
  }
  const Bearer sender =
      bearer(has_header ? bearer_token(head.header(Header::authorization)) : session_key_in(head));
  return sender.key != nullptr && sender.key->key.scope >= Scope::write;
}

void AccessControl::renew_keyring() {
  if (const std::uint64_t newest = state_.keys.version(); newest != version_) {
    keyring_ = state_.keys.get();
    version_ = newest;
  }
}

bool AccessControl::is_good(const catalog::KeyDigest& key) {
  renew_keyring();
  const Keyring::Entry* const entry = keyring_->find(key);
  return entry != nullptr && state_of(entry->key, clock_.now()) == catalog::KeyState::good;
}

AccessControl::Bearer AccessControl::bearer(std::optional<std::string_view> token) {
  renew_keyring();
  if (!token) {
    return {.wrong = &no_key};
  }
  // A text without the form of a key need not be hashed.
  const Keyring::Entry* const entry =
      catalog::is_key_text(*token) ? keyring_->find(catalog::digest_of(*token)) : nullptr;
  if (entry == nullptr) {
    return {.wrong = &unknown_key};
  }
  if (state_of(entry->key, clock_.now()) != catalog::KeyState::good) {
    return {.wrong = entry->key.revoked_at ? &revoked_key : &expired_key};
  }
  return {.key = entry};
}

// Harvesters, catalogues and readers of feeds know user and password alone, and send them wherever
// the feeds lead. The user's name says nothing; the password is the key.
void AccessControl::identify_by_header(const http::Request& request, Access access,
                                       AccessDecision& decision) {
  const std::string_view credential = request.header(Header::authorization);
  if (access == Access::protocol || access == Access::open) {
    if (const auto basic = http::read_basic(credential)) {
      identify(bearer(basic->password), request, decision);
      return;
    }
  }
  identify(bearer(bearer_token(credential)), request, decision);
}

void AccessControl::offer_basic(Access access, AccessDecision& decision) {
  if (access == Access::protocol && decision.refusal &&
      decision.refusal->code == catalog::ProblemCode::unauthorized) {
    decision.lines.append(basic_challenge);
  }
}

void AccessControl::identify(const Bearer& sender, const http::Request& request,
                             AccessDecision& decision) {
  if (sender.wrong != nullptr) {
    decision.lines.append(challenge);
    if (sender.wrong != &no_key) {
      decision.lines.append(R"(, error="invalid_token", error_description=")");
      decision.lines.append(sender.wrong->in(language_of(request))).append("\"");
    }
    decision.lines.append("\r\n");
    decision.refusal = catalog::problem::unauthorized(*sender.wrong);
    return refuse_credential(request, decision);
  }
  use(sender, decision);
}

void AccessControl::use(const Bearer& sender, AccessDecision& decision) const {
  // A second is exact enough, and spares the other threads the moving of a cache line.
  const std::int64_t now_ms = clock_.now().time_since_epoch().count();
  if (now_ms - sender.key->use->load(std::memory_order_relaxed) >= 1000) {
    sender.key->use->store(now_ms, std::memory_order_relaxed);
  }
  decision.key = sender.key;
}

// A browser sends it with whatever any page makes it ask for, so it changes nothing but for pages
// of this host. A stale one is no credential: the reader is not signed in, and may read what all
// may.
void AccessControl::identify_by_cookie(const http::Request& request, AccessDecision& decision) {
  const std::string_view key = session_key_in(request);
  if (key.empty() || (kind_of(request) == Kind::write && !is_of_this_origin(request))) {
    return;
  }
  if (const Bearer sender = bearer(key); sender.key != nullptr) {
    use(sender, decision);
  }
}

void AccessControl::identify_by_body(const http::Request& request, AccessDecision& decision) {
  const auto sign_in = read_sign_in(request);
  if (sign_in && sign_in->wish == SignIn::Wish::sign_in) {
    const std::string_view key = sign_in->key;
    identify(bearer(key.empty() ? std::nullopt : std::optional(key)), request, decision);
  }
}

// Another site must not sign a reader in under a key of its own, nor out.
std::optional<catalog::Problem> AccessControl::refuse_foreign_form(const http::Request& request) {
  const bool is_browser = request.has_any<Header::origin, Header::sec_fetch_site>();
  if (kind_of(request) != Kind::write || !is_browser || is_of_this_origin(request)) {
    return std::nullopt;
  }
  return catalog::problem::foreign_page(request.header(Header::origin));
}

// Somebody who tries many is told to wait. Their address's good keys are not: no number of tries
// finds one, so there is nothing to protect by that.
void AccessControl::refuse_credential(const http::Request& request, AccessDecision& decision) {
  if (!state_.failures) {
    return;
  }
  const auto verdict = state_.failures->limiter.take(bucket_of(request, nullptr), request.started);
  if (verdict.says == RateLimiter::Verdict::Says::wait) {
    append_limit(decision.lines, *state_.failures, verdict);
    refuse_for_now(decision, verdict);
  }
}

bool AccessControl::has_room(const Limit& limit, const http::Request& request,
                             const AccessDecision& decision) const {
  return limit.limiter.has_room(bucket_of(request, decision.key), request.started);
}

bool AccessControl::passes(Limit& limit, const http::Request& request,
                           AccessDecision& decision) const {
  const auto verdict = limit.limiter.take(bucket_of(request, decision.key), request.started);
  append_limit(decision.lines, limit, verdict);
  if (verdict.says == RateLimiter::Verdict::Says::pass) {
    return true;
  }
  refuse_for_now(decision, verdict);
  return false;
}

void AccessControl::check_scope(Scope wanted, AccessDecision& decision) const {
  if (decision.key == nullptr) {
    decision.lines.append(challenge).append("\r\n");
    decision.refusal = catalog::problem::unauthorized(no_key);
    return;
  }
  const Scope held = decision.key->key.scope;
  if (held < wanted) {
    decision.lines.append(challenge).append(R"(, error="insufficient_scope", scope=")");
    decision.lines.append(to_string(wanted)).append("\"\r\n");
    decision.refusal = catalog::problem::forbidden(to_string(held), to_string(wanted));
  }
}

// A key has a bucket wherever it is used from. Of an IPv6 address only the network counts: whoever
// has one address of a /64 has them all.
std::uint64_t AccessControl::bucket_of(const http::Request& request,
                                       const Keyring::Entry* key) const noexcept {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  if (key != nullptr) {
    low = static_cast<std::uint64_t>(key->key.id);
    high = ~std::uint64_t{0};  // no client's network
  } else if (const auto address = http::Address::parse(request.peer)) {
    std::memcpy(&high, address->bytes.data(), sizeof high);
    if (address->is_ipv4()) {
      std::memcpy(&low, address->bytes.data() + sizeof high, sizeof low);
    }
  }
  return mixed(mixed(high ^ state_.salt[0]) ^ low ^ state_.salt[1]);
}

bool AccessControl::came_by_tls(const http::Request& request) const noexcept {
  const auto peer = http::Address::parse(request.peer);
  const auto contains = [&](const http::Network& network) { return network.contains(*peer); };
  return peer && std::ranges::any_of(state_.rules.trusted_proxies, contains) &&
         http::equal_ignoring_case(request.header(Header::forwarded_proto), "https");
}

std::string_view AccessControl::client_of(const http::Request& request) const noexcept {
  return http::client_of(request.peer, request.header(Header::forwarded_for),
                         state_.rules.trusted_proxies)
      .text;
}

}  // namespace api
