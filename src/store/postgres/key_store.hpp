// The access keys in the database, on a connection that stays open between calls and is made anew
// when it has broken. Blocks its thread. Throws StorageError, also when no server answers.
#pragma once

#include <functional>
#include <optional>

#include "store/key_store.hpp"
#include "store/postgres/client.hpp"
#include "store/postgres/options.hpp"

namespace postgres {

class KeyStore final : public store::KeyStore {
 public:
  explicit KeyStore(Options options);

  std::vector<catalog::AccessKey> list() override;
  std::optional<std::int64_t> add(const catalog::AccessKey& key) override;
  Revoked revoke(std::int64_t id, base::Instant at) override;
  void note(std::span<const Use> uses) override;

 private:
  // What may be asked twice: an old connection may have ended since it was last used.
  Rows ask(const std::string& sql, const Parameters& parameters = {});

  const Options options_;
  std::optional<Client> client_;
};

}  // namespace postgres
