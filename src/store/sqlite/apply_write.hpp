// Decides and carries out one write: checks everything first, then changes the tables and the
// counters. The writer's thread, inside the batch's transaction; a StorageError spoils the whole
// batch, every other outcome only its own write.
#pragma once

#include <vector>

#include "base/clock.hpp"
#include "store/sqlite/book_lookup.hpp"
#include "store/sqlite/book_table.hpp"
#include "store/sqlite/counters.hpp"
#include "store/sqlite/idempotency.hpp"
#include "store/store.hpp"

namespace sqlite {

class WriteApplier {
 public:
  struct Tables {
    BookLookup& lookup;
    BookTable& books;
    Idempotency& idempotency;
  };
  explicit WriteApplier(const Tables& tables) : tables_(tables) {}

  // What a batch works on: counters as they will be committed, and the changes it made so far.
  struct Batch {
    Counters& counters;
    std::vector<store::Committed>& changes;
    base::Instant now;
  };
  store::WriteOutcome apply(store::Write&& write, Batch& batch);

 private:
  using Outcome = store::WriteOutcome;
  // The book a change starts from, or why there is none.
  base::Expected<StoredBook, store::Refused> current(catalog::BookId id);
  std::optional<store::Refused> conflict(const store::Precondition& precondition,
                                         const catalog::Book& book);

  Outcome create(catalog::NewBook&& book, store::Duplicates duplicates);
  Outcome perform(store::Create&& action);
  Outcome perform(store::CreateAt&& action);
  Outcome perform(store::Replace&& action);
  Outcome perform(store::Alter&& action);
  Outcome perform(store::Remove&& action);
  Outcome perform(store::Restore&& action);
  Outcome revive(const Tombstone& tombstone, const store::Restore& action);
  Outcome put(const catalog::Book& before, catalog::BookFields&& fields, store::Change change);
  Outcome done(catalog::Book&& book, const Lifecycle& lifecycle);

  Lifecycle next(store::Change change);
  base::Instant instant_after(const catalog::Book& before) const;
  Outcome replay(Remembered&& remembered);

  Tables tables_;
  // Of the write at hand.
  Batch* batch_ = nullptr;
  const store::Write* write_ = nullptr;
};

}  // namespace sqlite
