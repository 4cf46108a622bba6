// One batch of writes from its requests to its outcomes: what it must see, what it changes, and
// what each request is answered. Knows no connection. The store's thread.
#pragma once

#include <cstdint>
#include <vector>

#include "base/clock.hpp"
#include "store/apply_write.hpp"
#include "store/postgres/request.hpp"
#include "store/postgres/write_load_sql.hpp"

namespace postgres {

class WriteBatch {
 public:
  enum class Step : std::uint8_t { loading, storing };

  WriteBatch(std::vector<WriteRequest>&& requests, base::Instant now);

  // Whether it can be written and committed in one exchange, without reading first: it only adds
  // books, with ids that the database gives and outcomes that depend on nothing.
  bool is_plain() const noexcept { return is_plain_; }
  // For such a batch: applies it and returns the whole exchange.
  std::vector<Statement> plain_statements();

  // May be asked again: a batch that met an obstacle begins anew, and then reads first.
  std::vector<Statement> load_statements(const std::vector<catalog::BookId>& spare_ids);
  // Ids::used: skip_used_ids() first, then begin anew.
  Ids load(const std::vector<Rows>& rows);
  // Applies every write in memory. Throws OutOfIds and StorageError.
  void apply();
  // Only COMMIT when nothing changed.
  std::vector<Statement> store_statements() const;
  // Turns the sequence numbers given in memory into those committed, by the results of
  // store_statements().
  void commit(const std::vector<Rows>& rows);
  // And the ids too, by those of plain_statements().
  void commit_plain(const std::vector<Rows>& rows);

  std::vector<catalog::BookId> left_ids() { return tables_.left_ids(); }
  // Answers every request. Ends the batch.
  void answer(ReplyBatch& replies);

  std::vector<WriteRequest>& requests() noexcept { return requests_; }
  int redone = 0;               // times it began anew
  bool takes_more_ids = false;  // as many more as its clients chose

 private:
  void settle(std::int64_t before);
  void give_ids(const Rows& ids);
  void add_duplicates(WriteBatchTables& found);

  std::vector<WriteRequest> requests_;
  const base::Instant now_;
  bool is_plain_;
  std::vector<Part> parts_;  // of the results that are read
  WriteBatchTables tables_;
  store::WriteCounters counters_;
  std::vector<store::Committed> changes_;
  std::vector<store::WriteOutcome> outcomes_;
};

}  // namespace postgres
