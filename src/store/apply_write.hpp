// Decides and carries out one write: checks everything first, then changes the tables and the
// counters. It holds the rules of writing once, for every SQL store. The writing thread, inside the
// batch's transaction. An exception of the tables spoils the whole batch; every other outcome
// concerns its own write only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "store/store.hpp"
#include "store/stored_book.hpp"
#include "store/write_tables.hpp"

namespace store {

// The catalogue's counters as far as writing moves them.
struct WriteCounters {
  Sequence sequence;       // of the newest change
  BookId last_id;          // the last id that the server gave
  std::int64_t books = 0;  // live ones
  bool operator==(const WriteCounters&) const = default;
};

struct OwnChange;  // store/change_queue.hpp

// The document of a version that an idempotency key names: it is there as long as the key.
BookDocument kept_version(WriteTables& tables, catalog::problem::VersionOf which);

// The versions named by an If-Match that are looked up to show the client what it had: the newest
// few, descending.
std::vector<std::int64_t> bases_tried(const Precondition& precondition);

class WriteApplier {
 public:
  explicit WriteApplier(WriteTables& tables) : tables_(tables) {}

  // The state of a batch: counters as they will be committed, and the changes made so far.
  struct Batch {
    WriteCounters& counters;
    std::vector<Committed>& changes;
    base::Instant now;
    // The changes with their books, for who wants them.
    std::vector<OwnChange>* own = nullptr;
  };
  WriteOutcome apply(const Write& write, Batch& batch);
  // An action alone, and how it was asked for.
  struct Asked {
    const Precondition& precondition;
    const std::string& actor;
  };
  WriteOutcome apply(const Action& action, const Asked& asked, Batch& batch);
  // What a write with this record was answered.
  WriteOutcome replay(IdempotencyRecord&& idempotency_record);
  Book parsed(const BookDocument& document);

 private:
  using Outcome = WriteOutcome;
  // The book a change starts from, or why there is none: it is not there, or not as the sender
  // demands it.
  base::Expected<StoredBook, Refused> current(catalog::BookId id);
  std::optional<Refused> conflict(const Precondition& precondition, const StoredBook& stored);

  Outcome create(const catalog::NewBook& book, std::optional<BookId> id, Duplicates duplicates);
  Outcome perform(const Create& action);
  Outcome perform(const CreateAt& action);
  Outcome perform(const Replace& action);
  Outcome perform(const Alter& action);
  Outcome perform(const Remove& action);
  Outcome perform(const Restore& action);
  Outcome perform(const SetCover& action);
  Outcome perform(const RemoveCover& action);
  Outcome revive(const Tombstone& tombstone, const Restore& action);
  Outcome put(const StoredBook& before, base::Shared<catalog::BookFields> fields, Change change);
  Outcome done(StoredBook&& stored);

  Lifecycle next(Change change);
  base::Instant instant_after(const catalog::Book& before) const;

  WriteTables& tables_;
  // The write that is being applied.
  Batch* batch_ = nullptr;
  const Asked* asked_ = nullptr;
};

}  // namespace store
