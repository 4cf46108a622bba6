#include "api/access/keyring.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace api {
namespace {

std::uint64_t beginning_of(const catalog::KeyDigest& digest) noexcept {
  std::uint64_t beginning = 0;
  std::memcpy(&beginning, digest.data(), sizeof beginning);
  return beginning;
}

std::uint64_t place_of(const Keyring::Entry& entry) noexcept {
  return beginning_of(entry.key.digest);
}

}  // namespace

Keyring::Keyring(std::vector<Entry> entries) : entries_(std::move(entries)) {
  // A text given twice, as the administrator's key and as a lesser one, counts as the better key.
  std::ranges::sort(entries_, [](const Entry& left, const Entry& right) {
    return std::pair(place_of(left), right.key.scope) < std::pair(place_of(right), left.key.scope);
  });
}

const Keyring::Entry* Keyring::find(const catalog::KeyDigest& digest) const noexcept {
  const auto found = std::ranges::equal_range(entries_, beginning_of(digest), {}, place_of);
  for (const Entry& entry : found) {
    if (CRYPTO_memcmp(entry.key.digest.data(), digest.data(), digest.size()) == 0) {
      return &entry;
    }
  }
  return nullptr;
}

void PublishedKeyring::set(KeyringPtr keyring) {
  {
    const std::lock_guard lock(mutex_);
    newest_.swap(keyring);
  }
  version_.fetch_add(1, std::memory_order_release);
}

KeyringPtr PublishedKeyring::get() const {
  const std::lock_guard lock(mutex_);
  return newest_;
}

std::vector<catalog::AccessKey> PublishedKeyring::known() const {
  std::vector<catalog::AccessKey> keys;
  for (const Keyring::Entry& entry : get()->entries()) {
    keys.push_back(entry.key);
    if (const std::int64_t used_ms = entry.use->load(std::memory_order_relaxed); used_ms != 0) {
      const base::Instant used{std::chrono::milliseconds(used_ms)};
      keys.back().used_at = std::max(keys.back().used_at.value_or(used), used);
    }
  }
  std::ranges::sort(keys, {}, &catalog::AccessKey::id);
  return keys;
}

}  // namespace api
