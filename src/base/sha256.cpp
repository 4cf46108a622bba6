#include "base/sha256.hpp"

#include <openssl/evp.h>

#include "base/check.hpp"

namespace base {

struct Sha256::Context {
  EVP_MD_CTX* openssl = EVP_MD_CTX_new();
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {
  check(context_->openssl != nullptr &&
        EVP_DigestInit_ex(context_->openssl, EVP_sha256(), nullptr) == 1);
}

Sha256::~Sha256() { EVP_MD_CTX_free(context_->openssl); }

void Sha256::update(std::string_view bytes) {
  check(EVP_DigestUpdate(context_->openssl, bytes.data(), bytes.size()) == 1);
}

Sha256Digest Sha256::finish() {
  Sha256Digest digest{};
  check(EVP_DigestFinal_ex(context_->openssl, digest.data(), nullptr) == 1);
  return digest;
}

Sha256Digest sha256(std::string_view text) {
  Sha256Digest digest{};
  check(EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr) == 1);
  return digest;
}

std::string hexadecimal(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(2 * bytes.size());
  for (const std::uint8_t byte : bytes) {
    text += digits[byte >> 4U];
    text += digits[byte & 15U];
  }
  return text;
}

}  // namespace base
