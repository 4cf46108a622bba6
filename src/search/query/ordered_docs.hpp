// The documents of one segment in the order of a list, from a cursor on: found by the columns that
// have them sorted by the order's first key, so that a page costs the same wherever it begins.
// Documents that are equal in that key are sorted by the others, no more of them than are asked
// for. Used by one thread; the segment must outlive it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "catalog/listing.hpp"
#include "search/index/segment_merger.hpp"
#include "search/index/sort_keys.hpp"

namespace search {

// A list's order as it is read: a page before a cursor is read the other way round.
struct ReadingOrder {
  std::vector<catalog::Sort> sorts;
  std::vector<catalog::CursorValue> from;  // empty: from the end
  static ReadingOrder of(const catalog::Listing& listing);
};

// Compares the documents of a segment with each other, and with the cursor. A place in the reading
// order is a number for each key that rises along it.
class DocComparison {
 public:
  DocComparison(const Segment& segment, const ReadingOrder& order);

  // Compares two documents that are equal in the keys before `first`.
  bool is_before(DocNumber left, DocNumber right, std::size_t first = 0) const noexcept;
  bool is_behind_cursor(DocNumber doc) const noexcept;
  // The cursor's value of the first key. Call it only for a list that begins behind a cursor.
  std::int64_t first_value_of_cursor() const noexcept { return first_value_; }

 private:
  std::int64_t place(std::size_t key, DocNumber doc) const noexcept;

  SortKeys keys_;
  std::span<const catalog::Sort> sorts_;
  std::vector<std::int64_t> from_;
  std::int64_t first_value_ = 0;
};

// The first so many of the documents that it is given.
class FirstDocs {
 public:
  FirstDocs(const DocComparison& comparison, std::size_t most, std::size_t first_key = 0) noexcept
      : comparison_(comparison), most_(most), first_key_(first_key) {}
  void add(DocNumber doc);
  // In order; whether there were others behind them.
  std::vector<DocNumber> take();
  bool has_more() const noexcept { return has_more_; }

 private:
  bool is_before(DocNumber left, DocNumber right) const noexcept {
    return comparison_.is_before(left, right, first_key_);
  }
  void drop_last();

  const DocComparison& comparison_;
  std::size_t most_;
  std::size_t first_key_;
  std::vector<DocNumber> docs_;  // up to twice as many
  DocNumber last_ = no_doc;      // of those that are kept for sure
  bool has_more_ = false;
};

class OrderedDocs {
 public:
  // Places in the columns of the first key: [begin, end).
  struct Places {
    DocNumber begin = 0;
    DocNumber end = no_doc;
  };
  // `page`: as many documents as are likely to be asked for.
  OrderedDocs(const LivingSegment& segment, const ReadingOrder& order, std::size_t page,
              Places within);

  // no_doc behind the last one.
  DocNumber doc() const noexcept { return doc_; }
  void next();

 private:
  bool is_up() const noexcept { return sorts_.front().direction == catalog::Direction::ascending; }
  bool is_read_as_it_lies() const noexcept;
  void find_start(const ReadingOrder& order);
  void begin_block();
  void sort_block(DocNumber behind);
  // Reads the documents of a large block in the order of the other keys, which has few others in
  // between. False when there were many.
  bool walk_block(DocNumber behind);
  DocNumber step() noexcept;

  LivingSegment segment_;
  const DeletedDocs* deleted_;
  SortKeys keys_;
  const ReadingOrder* reading_;
  std::span<const catalog::Sort> sorts_;
  DocOrder order_;
  DocComparison comparison_;
  std::size_t batch_;
  std::size_t page_;
  // Places not read yet.
  DocNumber begin_ = 0;
  DocNumber end_ = 0;
  // Documents equal in the first key, and those of them that are sorted.
  DocNumber block_begin_ = 0;
  DocNumber block_end_ = 0;
  bool is_block_of_cursor_ = false;
  bool has_more_in_block_ = false;
  std::vector<DocNumber> sorted_;
  std::size_t next_sorted_ = 0;
  DocNumber doc_ = no_doc;
};

}  // namespace search
