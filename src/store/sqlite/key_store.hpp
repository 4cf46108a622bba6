// The access keys in the catalogue's file: read on a connection that each call opens for itself,
// changed in small transactions by whoever may write (IndexStore::CarryOut). Throws StorageError.
#pragma once

#include "store/key_store.hpp"
#include "store/sqlite/index_store.hpp"

namespace sqlite {

class KeyStore final : public store::KeyStore {
 public:
  KeyStore(ConnectionOptions reading, IndexStore::CarryOut carry_out);

  std::vector<catalog::AccessKey> list() override;
  std::optional<std::int64_t> add(const catalog::AccessKey& key) override;
  Revoked revoke(std::int64_t id, base::Instant at) override;
  void note(std::span<const Use> uses) override;

 private:
  const ConnectionOptions reading_;
  const IndexStore::CarryOut carry_out_;
};

}  // namespace sqlite
