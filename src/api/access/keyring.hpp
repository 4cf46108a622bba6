// The access keys as requests are held against them: an immutable copy of what the store keeps,
// replaced as a whole by whoever watches the store. Readers on any thread; the lock is held for the
// copy of a pointer, and only after a replacement.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "catalog/access_key.hpp"

namespace api {

// When a key was last used, in milliseconds since 1970; 0: not since the start. Outlives the
// keyring that it came with.
using KeyUse = std::shared_ptr<std::atomic<std::int64_t>>;

class Keyring {
 public:
  struct Entry {
    catalog::AccessKey key;
    KeyUse use;
  };
  Keyring() = default;
  explicit Keyring(std::vector<Entry> entries);

  // In a time that tells nothing about the keys: the digests are compared in constant time, and
  // what is searched by is a digest that nobody can aim.
  const Entry* find(const catalog::KeyDigest& digest) const noexcept;
  std::span<const Entry> entries() const noexcept { return entries_; }

 private:
  std::vector<Entry> entries_;  // by digest
};
using KeyringPtr = std::shared_ptr<const Keyring>;

class PublishedKeyring {
 public:
  void set(KeyringPtr keyring);
  KeyringPtr get() const;
  // The keys with their last uses, for who administers them.
  std::vector<catalog::AccessKey> known() const;
  // Moves with each set().
  std::uint64_t version() const noexcept { return version_.load(std::memory_order_acquire); }

 private:
  mutable std::mutex mutex_;
  KeyringPtr newest_ = std::make_shared<const Keyring>();
  std::atomic<std::uint64_t> version_{1};
};

}  // namespace api
