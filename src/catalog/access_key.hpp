// A key to the catalogue: what a client shows to be let in. Its text is seen once, by whoever makes
// it; kept is its SHA-256, which is enough because the text is 256 random bits and not a word.
// Values and pure functions; any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace catalog {

// Each includes those before it.
enum class Scope : std::uint8_t { read, write, administer };
std::string_view to_string(Scope scope) noexcept;  // ler, escrever, administrar
std::optional<Scope> scope_named(std::string_view word) noexcept;

using KeyDigest = std::array<std::uint8_t, 32>;

struct AccessKey {
  std::int64_t id = 0;  // 1, 2, 3 …; 0: not kept yet
  std::string name;
  KeyDigest digest{};
  Scope scope = Scope::read;
  base::Instant created_at{};
  std::optional<base::Instant> expires_at = std::nullopt;
  std::optional<base::Instant> revoked_at = std::nullopt;
  std::optional<base::Instant> used_at = std::nullopt;  // to a minute or so
  bool operator==(const AccessKey&) const = default;
};

enum class KeyState : std::uint8_t { good, expired, revoked };
KeyState state_of(const AccessKey& key, base::Instant now) noexcept;

inline constexpr std::size_t key_random_bytes = 32;
inline constexpr std::size_t key_name_max = 100;  // code points

// "lv_" and base64url without padding (RFC 4648 section 5): 43 characters of 32 bytes.
std::string key_text(std::span<const std::uint8_t, key_random_bytes> random);
// The form of a key: "lv_" and 43…128 letters, digits, '-' or '_'.
bool is_key_text(std::string_view text) noexcept;
// false for what no generator of random keys makes: a text of few different characters.
bool looks_random(std::string_view key) noexcept;
KeyDigest digest_of(std::string_view key);

// A key's name in NFC and trimmed: 1…key_name_max code points, no control characters; nullopt
// otherwise.
std::optional<std::string> key_name(std::string_view given);

// "90d", "12h", a date or an RFC 3339 instant, as the instant after `now` that it means; nullopt
// for anything else and for what is not after `now`.
std::optional<base::Instant> expiry_of(std::string_view text, base::Instant now) noexcept;

}  // namespace catalog
