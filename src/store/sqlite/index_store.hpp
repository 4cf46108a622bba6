// The kept search index in the catalogue's file. The thread that owns the store reads on a
// connection of its own, opened for each load; what it saves is written in small transactions by
// whoever may write, while it waits. Throws StorageError, also when a writer that closes or has too
// much to do takes no more: then what was kept before is still there.
#pragma once

#include <functional>

#include "store/index_store.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/write_queue.hpp"
#include "store/stored_index.hpp"

namespace sqlite {

class IndexStore final : public store::IndexStore {
 public:
  using Step = std::function<void(Connection&)>;
  // Runs a step in a transaction of its own on the connection that writes, and waits for it.
  using CarryOut = std::function<void(Step)>;
  IndexStore(ConnectionOptions reading, CarryOut carry_out);

  std::optional<store::IndexStamp> stamp() override;
  std::optional<store::IndexStamp> load(store::IndexReceiver& receiver) override;
  void save(const store::IndexStamp& stamp, const store::IndexBytes& bytes) override;

 private:
  void add(store::StoredIndex index, const store::IndexBytes& bytes);
  void remove_leftovers();

  const ConnectionOptions reading_;
  const CarryOut carry_out_;
};

// On the thread that has the connection to itself.
IndexStore::CarryOut directly_on(Connection& connection);
// By the writer, between its batches.
// `doing` is what the log calls it when it fails; a constant.
IndexStore::CarryOut through(WriteQueue& queue, std::string_view doing);

// Forgets an index that knows more changes than the catalogue, which is about to go on from a
// higher number; inside the caller's transaction.
void forget_index_ahead_of(Connection& connection, catalog::Sequence catalogue);

}  // namespace sqlite
