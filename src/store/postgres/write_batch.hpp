// One batch of writes from its requests to its outcomes: what it must see, what it changes, and
// what each request is answered. Knows no connection. The store's thread.
#pragma once

#include <cstdint>
#include <vector>

#include "base/clock.hpp"
#include "store/apply_group.hpp"
#include "store/apply_write.hpp"
#include "store/change_queue.hpp"
#include "store/postgres/request.hpp"
#include "store/postgres/write_load_sql.hpp"
#include "store/postgres/write_mark.hpp"

namespace postgres {

class WriteBatch {
 public:
  enum class Step : std::uint8_t { loading, storing };

  struct Asked {
    std::vector<WriteRequest> requests;
    std::vector<GroupRequest> groups;
  };
  WriteBatch(Asked&& asked, base::Instant now);

  // True when one exchange can write and commit it without reading first: it only adds books, the
  // database gives their ids, and no outcome depends on what is there.
  bool is_plain() const noexcept { return is_plain_; }
  // For such a batch: applies it and returns the whole exchange. None when nothing changes.
  std::vector<Statement> plain_statements(const std::vector<catalog::BookId>& spare_ids,
                                          const WriteMark& mark);

  // May be asked again: a batch that met an obstacle begins anew, and then reads first.
  std::vector<Statement> load_statements(const std::vector<catalog::BookId>& spare_ids);
  // Ids::used: skip_used_ids() first, then begin anew.
  Ids load(const std::vector<Rows>& rows);
  // Takes out the writes that must wait for what somebody else holds, as load() found.
  Asked take_blocked();
  // Applies every write in memory. Throws OutOfIds and StorageError.
  void apply();
  // Only COMMIT when nothing is to be acknowledged.
  std::vector<Statement> store_statements(const WriteMark& mark);
  // Turns the sequence numbers given in memory into those committed, and the ids of a plain batch
  // too, by the results of plain_statements() or store_statements(). False when these do not fit.
  bool commit(const std::vector<Rows>& rows);
  // True when those statements count and leave their mark; a batch that acknowledges nothing leaves
  // none.
  bool leaves_mark() const noexcept { return leaves_mark_; }

  // True when that statement of load_statements(), plain_statements() or store_statements() waits
  // for the counters, which every write needs.
  bool was_counting(std::size_t statement) const noexcept;

  // When nobody said whether it was committed: asks, and for what it was answered. A plain batch
  // was given no id below `id_min`.
  std::vector<Statement> settle_statements(const WriteMark& mark, catalog::BookId id_min);
  // If it was: as commit().
  bool recover(const std::vector<Rows>& rows, const Settled& settled);

  // What was committed, with its books, if `hands_over`.
  std::vector<store::OwnChange> take_own() noexcept { return std::move(own_); }
  // The ids that were set aside and that no book took.
  std::vector<catalog::BookId> left_ids();
  // Answers every request. Ends the batch.
  void answer(ReplyBatch& replies);

  // Requests, a group as one.
  std::size_t size() const noexcept { return size_; }
  // Writes, those of the groups too.
  std::size_t writes() const noexcept { return writes_; }
  std::vector<WriteRequest>& requests() noexcept { return requests_; }
  std::vector<GroupRequest>& groups() noexcept { return groups_; }
  SteadyTime oldest() const noexcept;
  // That a plain batch was given.
  catalog::BookId highest_given_id() const noexcept;
  bool hands_over = false;
  int redone = 0;               // times it began anew
  bool takes_more_ids = false;  // as many more as its clients chose

 private:
  Needs needs() const;
  void number(catalog::Sequence after);
  bool give_ids(const std::vector<std::int64_t>& ids);
  struct Done {
    const store::Action& action;
    store::Written& written;
  };
  static void add_duplicates(WriteBatchTables& found, const std::set<catalog::BookId>& own,
                             const Done& done);
  void add_duplicates(WriteBatchTables& found);

  struct Outcomes {
    std::vector<store::WriteOutcome> singles;
    std::vector<store::GroupOutcome> groups;
  };

  std::vector<WriteRequest> requests_;
  std::vector<GroupRequest> groups_;
  const base::Instant now_;
  const std::size_t size_;
  std::size_t writes_;
  bool is_plain_;
  bool leaves_mark_ = false;
  std::vector<Part> parts_;  // of the results that are read
  WriteBatchTables tables_;
  std::vector<catalog::BookId> spare_ids_;  // of a plain batch
  store::WriteCounters counters_;
  std::vector<store::Committed> changes_;
  std::vector<store::OwnChange> own_;
  Outcomes outcomes_;
};

}  // namespace postgres
