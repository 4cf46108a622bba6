#include "catalog/access_key.hpp"

#include <algorithm>
#include <bitset>
#include <charconv>
#include <utility>

#include "base/check.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"
#include "catalog/base64url.hpp"

namespace catalog {
namespace {

constexpr std::array<std::pair<std::string_view, Scope>, 3> scope_words{
    {{"ler", Scope::read}, {"escrever", Scope::write}, {"administrar", Scope::administer}}};

constexpr std::string_view prefix = "lv_";
constexpr std::size_t coded_bytes_min = 43;
constexpr std::size_t coded_bytes_max = 128;
// 43 random characters out of 62 have 31 different ones on average, and fewer than this never.
constexpr std::size_t different_characters_min = 16;

}  // namespace

std::string_view to_string(Scope scope) noexcept {
  return scope_words[static_cast<std::size_t>(scope)].first;
}

std::optional<Scope> scope_named(std::string_view word) noexcept {
  const auto* const found =
      std::ranges::find(scope_words, word, [](auto& entry) { return entry.first; });
  return found == scope_words.end() ? std::nullopt : std::optional(found->second);
}

KeyState state_of(const AccessKey& key, base::Instant now) noexcept {
  if (key.revoked_at) {
    return KeyState::revoked;
  }
  return key.expires_at && *key.expires_at <= now ? KeyState::expired : KeyState::good;
}

std::string key_text(std::span<const std::uint8_t, key_random_bytes> random) {
  std::string text(prefix);
  std::uint32_t bits = 0;
  int held = 0;
  for (const std::uint8_t byte : random) {
    bits = (bits << 8) | byte;
    for (held += 8; held >= 6; held -= 6) {
      text += base64url_alphabet[(bits >> (held - 6)) & 63];
    }
  }
  if (held > 0) {
    text += base64url_alphabet[(bits << (6 - held)) & 63];
  }
  return text;
}

bool is_key_text(std::string_view text) noexcept {
  if (!text.starts_with(prefix)) {
    return false;
  }
  const std::string_view coded = text.substr(prefix.size());
  return coded.size() >= coded_bytes_min && coded.size() <= coded_bytes_max &&
         coded.find_first_not_of(base64url_alphabet) == std::string_view::npos;
}

bool looks_random(std::string_view key) noexcept {
  std::bitset<256> seen;
  for (const char c : key.substr(std::min(key.size(), prefix.size()))) {
    seen.set(static_cast<unsigned char>(c));
  }
  return seen.count() >= different_characters_min;
}

KeyDigest digest_of(std::string_view key) { return base::sha256(key); }

std::optional<std::string> key_name(std::string_view given) {
  const auto composed = base::to_nfc(given);
  if (!composed || base::has_control(*composed, base::Newlines::refused)) {
    return std::nullopt;
  }
  const std::string_view name = base::trim(*composed);
  if (name.empty() || base::code_points(name) > key_name_max) {
    return std::nullopt;
  }
  return std::string(name);
}

std::optional<base::Instant> expiry_of(std::string_view text, base::Instant now) noexcept {
  constexpr int count_max = 100'000;  // days of 270 years
  int count = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, count);
  if (error == std::errc{} && stop + 1 == end && (*stop == 'd' || *stop == 'h')) {
    const std::chrono::hours ahead(*stop == 'd' ? 24 * std::int64_t{count} : count);
    return count >= 1 && count <= count_max ? std::optional(now + ahead) : std::nullopt;
  }
  const auto instant = base::parse_rfc3339(text);
  return instant && *instant > now ? instant : std::nullopt;
}

}  // namespace catalog
