// Stores the access keys beside the books. Keys are few and change seldom: the access control keeps
// a copy and reads them again now and then. Calls block; a broken environment throws
// (store/*/connection). One thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "catalog/access_key.hpp"

namespace store {

// Revoked and expired ones stay, to tell who did what, so they count.
inline constexpr std::size_t keys_max = 10'000;

class KeyStore {
 public:
  virtual ~KeyStore() = default;
  KeyStore() = default;
  KeyStore(const KeyStore&) = delete;
  KeyStore& operator=(const KeyStore&) = delete;

  // All of them, by ascending id.
  virtual std::vector<catalog::AccessKey> list() = 0;
  // Under an id of its own, whatever `key.id` is, which is returned; nullopt when this digest is
  // kept already. Durable when it returns.
  virtual std::optional<std::int64_t> add(const catalog::AccessKey& key) = 0;

  enum class Revoked : std::uint8_t { now, before, unknown };
  virtual Revoked revoke(std::int64_t id, base::Instant at) = 0;

  struct Use {
    std::int64_t id;
    base::Instant at;
  };
  // Last uses; one that is older than what is kept changes nothing.
  virtual void note(std::span<const Use> uses) = 0;
};

}  // namespace store
