// A catalogue as it lies in its tables, book by book, with history, tombstones and sequence
// numbers, for a copy from one store to another (`api-livros copy`). Calls block; used by one
// thread, never an I/O thread; a broken environment throws.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "store/stored_book.hpp"

namespace store {

struct SupersededVersion {
  StoredBook book;
  // A deletion that was undone is a version without fields.
  enum class Holds : std::uint8_t { fields, nothing } holds = Holds::fields;
};

// Everything of one id: either living or deleted.
struct BookHistory {
  BookId id;
  std::vector<SupersededVersion> versions;  // ascending
  std::optional<StoredBook> live;
  std::optional<Tombstone> deleted;
};

// Totals that are equal on both sides of a finished copy.
struct CopyTotals {
  Sequence sequence;
  BookId last_id;  // the last id that the server gave
  std::int64_t books = 0;
  std::int64_t tombstones = 0;
  std::int64_t versions = 0;
  std::int64_t sequence_sum = 0;  // of every book, tombstone and version
  bool operator==(const CopyTotals&) const = default;
};

// Selects true when there are rows without a sequence number, which an unfinished copy leaves. The
// table names are those of store::TableNames.
inline constexpr std::string_view unfinished_copy_sql =
    "SELECT seq = 0 AND (EXISTS (SELECT 1 FROM {books}) OR EXISTS (SELECT 1 FROM tombstones))"
    " FROM catalogue";

// One consistent snapshot.
class CopyReader {
 public:
  virtual ~CopyReader() = default;
  virtual CopyTotals totals() = 0;
  // By ascending id, beginning above `after`; at most `most`, none at the end.
  virtual std::vector<BookHistory> read(BookId after, std::size_t most) = 0;
  // By ascending hash, beginning above `after`; likewise.
  virtual std::vector<Cover> read_covers(const std::string& after, std::size_t most) = 0;
};

// Into an empty catalogue, or into one that an earlier copy did not finish: until finish() its
// sequence number is 0, and no server opens it.
class CopyWriter {
 public:
  virtual ~CopyWriter() = default;
  // The highest id that is there; 0 for none.
  virtual BookId reached() = 0;
  // All of them or none, durable when it returns.
  virtual void add(std::span<const BookHistory> records) = 0;
  // The same; those that are there already are no matter.
  virtual void add_covers(std::span<const Cover> covers) = 0;
  // Totals counted in the tables, but sequence and last_id come from finish().
  virtual CopyTotals counted() = 0;
  virtual void finish(const CopyTotals& totals) = 0;
};

}  // namespace store
