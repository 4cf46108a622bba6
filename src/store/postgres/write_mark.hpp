// What became of a batch when nobody said so: each batch leaves its number in the row of its
// writer, and a later statement that moves the same row tells whether it did, once and for all
// (docs/adr/0013). Pure functions but for the results they take apart.
#pragma once

#include <cstdint>

#include "catalog/listing.hpp"
#include "store/postgres/statement.hpp"

namespace postgres {

// Which batch of which writer. A number is used up by a batch that was committed or given up.
struct WriteMark {
  std::int64_t writer = 0;
  std::int64_t number = 0;
  // A writer that nobody else is, before its first batch.
  static WriteMark fresh();
  WriteMark next() const noexcept { return {writer, number + 1}; }
};

struct Totals {
  std::int64_t changes = 0;
  std::int64_t books = 0;  // more, or less
};
// Moves the counters and leaves the mark, or fails the batch: mark_is_not_next. Its result is the
// sequence number behind the batch.
Statement count_statement(const Totals& totals, const WriteMark& mark);
inline constexpr std::string_view mark_is_not_next = "23502";  // not_null_violation

// Waits for the end of that batch, if it is under way yet, and lets it never be committed later.
// May be asked again. Committed itself, it is as durable as any write; so is what it tells.
Statement settle_statement(const WriteMark& mark);
struct Settled {
  WriteMark mark;  // the last one used up
  bool is_committed = false;
  catalog::Sequence after;  // of the catalogue behind the batch
};
Settled read_settled(const Rows& rows, const WriteMark& mark);

// Deletes the rows of writers that have written nothing for a week.
Statement forget_old_marks();

}  // namespace postgres
