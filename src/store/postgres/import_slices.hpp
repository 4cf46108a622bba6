// Slices of an import as batches of writes: what a slice must see is read, store/import_slice works
// on it in memory, and what changed is written. Inside the caller's transaction, on the client's
// thread. Throws StorageError.
#pragma once

#include <exception>
#include <functional>
#include <vector>

#include "base/clock.hpp"
#include "store/import_slice.hpp"
#include "store/postgres/client.hpp"
#include "store/postgres/write_load_sql.hpp"
#include "store/postgres/write_mark.hpp"
#include "store/trial.hpp"

namespace postgres {

// An id that was set aside is used: the transaction is to be rolled back, skip_used_ids() to be
// run, and the slice to be begun anew.
class UsedIds : public std::exception {};

class ImportSlices {
 public:
  using Apply = std::function<void(store::WriteTables&, store::WriteApplier::Batch&)>;

  store::SliceWork apply_kept(Client& client, const store::ImportSlice& slice);
  // Reads what is there, locks and writes nothing; outside a transaction.
  store::SliceWork apply_tried(Client& client, const store::ImportSlice& slice);
  store::Trial& trial() noexcept { return trial_; }
  // Loads what is needed, applies, and writes what changed. Throws UsedIds.
  void change_books(Client& client, const Needs& needs, base::Instant now, const Apply& apply);

  // After a transaction that was rolled back, or of which nobody knows.
  void begin_anew() noexcept;
  // Between the last slice and the one before it.
  bool others_wrote() const noexcept { return others_wrote_; }

 private:
  WriteMark mark_ = WriteMark::fresh();
  std::vector<catalog::BookId> spare_ids_;
  std::int64_t sequence_ = 0;  // behind the last slice
  bool others_wrote_ = false;
  store::Trial trial_;
};

}  // namespace postgres
