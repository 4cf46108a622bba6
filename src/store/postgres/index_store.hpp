// The kept search index in the database. Each call connects anew, because calls are minutes apart,
// and blocks its thread; several instances may save at once, and the last transaction of each
// decides. Throws StorageError, also when no server answers.
#pragma once

#include "store/index_store.hpp"
#include "store/postgres/options.hpp"

namespace postgres {

class IndexStore final : public store::IndexStore {
 public:
  explicit IndexStore(Options options);

  std::optional<store::IndexStamp> stamp() override;
  std::optional<store::IndexStamp> load(store::IndexReceiver& receiver) override;
  void save(const store::IndexStamp& stamp, const store::IndexBytes& bytes) override;

 private:
  const Options options_;
};

}  // namespace postgres
