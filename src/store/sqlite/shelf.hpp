// The kept search index in the catalogue's file. The thread that owns the shelf reads on a
// connection of its own, opened for each load; what it saves is written in small transactions by
// whoever may write, while it waits. Throws StorageError, also when a writer that closes or has too
// much to do takes no more: then what was kept before is still there.
#pragma once

#include <functional>

#include "store/index_shelf.hpp"
#include "store/kept_index.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/write_queue.hpp"

namespace sqlite {

class Shelf final : public store::IndexShelf {
 public:
  using Step = std::function<void(Connection&)>;
  // Runs a step in a transaction of its own on the connection that writes, and waits for it.
  using CarryOut = std::function<void(Step)>;
  Shelf(ConnectionOptions reading, CarryOut carry_out);

  std::optional<store::ShelfMark> mark() override;
  std::optional<Kept> load() override;
  void save(const store::ShelfMark& mark, std::string_view bytes) override;

 private:
  void add(store::KeptIndex index, std::string_view bytes);
  void remove_leftovers();

  const ConnectionOptions reading_;
  const CarryOut carry_out_;
};

// On the thread that has the connection to itself.
Shelf::CarryOut directly_on(Connection& connection);
// By the writer, between its batches.
// `doing` is what the log calls it when it fails; a constant.
Shelf::CarryOut through(WriteQueue& queue, std::string_view doing);

// Forgets an index that knows more changes than the catalogue, which is about to go on from a
// higher number; inside the caller's transaction.
void forget_index_ahead_of(Connection& connection, catalog::Sequence catalogue);

}  // namespace sqlite
