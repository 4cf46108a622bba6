// Books that may be known already, in batches: what a batch must see is read, store::BookMerger
// works on it in memory, and what changed is written, as for a batch of writes. What is only tried
// is kept in memory and never written. The loader's thread.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <vector>

#include "base/clock.hpp"
#include "store/maintenance.hpp"
#include "store/postgres/client.hpp"
#include "store/postgres/write_load_sql.hpp"
#include "store/postgres/write_mark.hpp"

namespace postgres {

class Merge {
 public:
  Merge(Client& client, const base::Clock& clock, store::LoadEffect effect)
      : client_(client), clock_(clock), effect_(effect) {}

  // A transaction.
  std::vector<store::Merged> merge(std::span<const catalog::NewBook> books,
                                   store::IfKnown if_known);

 private:
  // nullopt: ids that were set aside are used.
  std::optional<std::vector<store::Merged>> merge_once(std::span<const catalog::NewBook> books,
                                                       store::IfKnown if_known);
  void find_known(Needs& needs, std::span<const catalog::NewBook> books);
  Ids load(WriteBatchTables& tables, const Loading& loading);
  void try_ids(WriteBatchTables& tables, std::size_t count);

  Client& client_;
  const base::Clock& clock_;
  const store::LoadEffect effect_;
  WriteMark mark_ = WriteMark::fresh();  // of the last batch that was written
  // Of what is tried: everything so far.
  WriteBatchTables tried_;
  std::set<catalog::BookId> books_seen_;
  std::size_t ids_tried_ = 0;
};

}  // namespace postgres
