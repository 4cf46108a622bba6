#include <gtest/gtest.h>

#include "catalog/access_key.hpp"
#include "support/fake_clock.hpp"

namespace catalog_access_key_test {
namespace {

using catalog::AccessKey;
using catalog::KeyState;
using catalog::Scope;

constexpr std::string_view fine = "lv_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";

std::string hex(const catalog::KeyDigest& digest) {
  std::string text;
  for (const std::uint8_t byte : digest) {
    text += "0123456789abcdef"[byte >> 4];
    text += "0123456789abcdef"[byte & 15];
  }
  return text;
}

TEST(AccessKey, IsBase64UrlOfItsRandomBytes) {
  std::array<std::uint8_t, catalog::key_random_bytes> random{};
  EXPECT_EQ(catalog::key_text(random), "lv_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
  random.fill(0xFF);
  // The last four bits of 32 bytes, and two zeros behind them.
  EXPECT_EQ(catalog::key_text(random), "lv_" + std::string(42, '_') + "8");
  for (std::size_t i = 0; i < random.size(); ++i) {
    random[i] = static_cast<std::uint8_t>(i);
  }
  // RFC 4648: base64url of 00 01 02 … 1f.
  EXPECT_EQ(catalog::key_text(random), "lv_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8");
  EXPECT_TRUE(catalog::is_key_text(catalog::key_text(random)));
}

TEST(AccessKey, HasAForm) {
  EXPECT_TRUE(catalog::is_key_text(fine));
  EXPECT_TRUE(catalog::is_key_text("lv_" + std::string(128, 'a')));
  for (const std::string& wrong :
       {std::string(), std::string("lv_"), std::string(fine.substr(0, 45)),
        "LV_" + std::string(43, 'a'), std::string(46, 'a'), "lv_" + std::string(129, 'a'),
        "lv_" + std::string(42, 'a') + "+", "lv_" + std::string(42, 'a') + " ",
        "lv_" + std::string(42, 'a') + "\xC3\xA3", " " + std::string(fine)}) {
    EXPECT_FALSE(catalog::is_key_text(wrong)) << wrong;
  }
}

TEST(AccessKey, LooksRandomOrNot) {
  EXPECT_TRUE(catalog::looks_random(fine));
  EXPECT_FALSE(catalog::looks_random("lv_" + std::string(43, 'a')));
  EXPECT_FALSE(catalog::looks_random("lv_chave-chave-chave-chave-chave-chave-chave-chave"));
  EXPECT_FALSE(catalog::looks_random(""));
}

// FIPS 180-4's examples.
TEST(AccessKey, IsKeptAsItsSha256) {
  EXPECT_EQ(hex(catalog::digest_of("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex(catalog::digest_of("")),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(AccessKey, ScopesHaveWordsAndEachIncludesTheOnesBefore) {
  EXPECT_EQ(to_string(Scope::read), "ler");
  EXPECT_EQ(to_string(Scope::write), "escrever");
  EXPECT_EQ(to_string(Scope::administer), "administrar");
  for (const Scope scope : {Scope::read, Scope::write, Scope::administer}) {
    EXPECT_EQ(catalog::scope_named(to_string(scope)), scope);
  }
  EXPECT_EQ(catalog::scope_named("Ler"), std::nullopt);
  EXPECT_EQ(catalog::scope_named(""), std::nullopt);
  EXPECT_LT(Scope::read, Scope::write);
  EXPECT_LT(Scope::write, Scope::administer);
}

TEST(AccessKey, IsGoodUntilItExpiresOrIsRevoked) {
  const base::Instant now = support::FakeClock().now();
  AccessKey key;
  EXPECT_EQ(state_of(key, now), KeyState::good);
  key.expires_at = now + std::chrono::milliseconds(1);
  EXPECT_EQ(state_of(key, now), KeyState::good);
  key.expires_at = now;
  EXPECT_EQ(state_of(key, now), KeyState::expired);
  key.revoked_at = now;
  EXPECT_EQ(state_of(key, now), KeyState::revoked);
}

TEST(AccessKey, HasANameThatCanBeShown) {
  EXPECT_EQ(catalog::key_name("  Catalogação "), "Catalogação");
  EXPECT_EQ(catalog::key_name("Catalogac\u0327a\u0303o"), "Catalogação");
  EXPECT_TRUE(catalog::key_name(std::string(100, 'x')).has_value());
  for (const std::string& wrong : {std::string(), std::string("   "), std::string(101, 'x'),
                                   std::string("a\nb"), std::string("a\tb"), std::string("\xFF")}) {
    EXPECT_FALSE(catalog::key_name(wrong).has_value()) << wrong;
  }
}

TEST(AccessKey, ExpiresAfterATimeOrAtAnInstant) {
  const base::Instant now = support::FakeClock().now();  // 2026-05-01T12:00:00Z
  EXPECT_EQ(catalog::expiry_of("90d", now), now + std::chrono::hours(90 * 24));
  EXPECT_EQ(catalog::expiry_of("12h", now), now + std::chrono::hours(12));
  EXPECT_EQ(base::to_rfc3339(catalog::expiry_of("2026-05-02", now).value()),
            "2026-05-02T00:00:00.000Z");
  EXPECT_EQ(base::to_rfc3339(catalog::expiry_of("2026-05-01T09:30:00-03:00", now).value()),
            "2026-05-01T12:30:00.000Z");
  for (const std::string wrong : {"", "d", "90", "0d", "-1d", "1m", "90dd", "100001d",
                                  "9999999999d", "2026-05-01", "2020-01-01", "amanhã"}) {
    EXPECT_EQ(catalog::expiry_of(wrong, now), std::nullopt) << wrong;
  }
}

}  // namespace
}  // namespace catalog_access_key_test
