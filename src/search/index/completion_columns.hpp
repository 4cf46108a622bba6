// What completes a half-typed search: how many documents have each person and each subject, and the
// persons in order of their surnames. Values begin with their folded form, so those that begin
// alike lie side by side, and so do titles in their order. Of each block of them the highest count
// is kept: the best of a range are found in the few best blocks, however long the range is. A view
// of columns; any thread. The functions that write them are used by one thread.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "search/index/document_columns.hpp"
#include "search/index/segment_layout.hpp"

namespace search {

// A value that a byte cannot count: of more documents, or a person and a subject.
struct CommonValue {
  TermId value;
  std::uint32_t persons;
  std::uint32_t subjects;
};

inline constexpr std::uint32_t tops_block = 64;

// A count in a byte, coarser the higher it is, from 524 288 on 255. It rises with the count.
constexpr std::uint8_t top_level(std::uint32_t count) noexcept {
  constexpr std::uint32_t exact_max = 31;
  if (count <= exact_max) {
    return static_cast<std::uint8_t>(count);
  }
  const auto shift = static_cast<std::uint32_t>(std::bit_width(count)) - 5;
  return static_cast<std::uint8_t>(std::min(16 * shift + (count >> shift), 255U));
}
static_assert(top_level(31) == 31 && top_level(32) == 32 && top_level(63) == 47 &&
              top_level(64) == 48);

struct CompletionColumns {
  std::span<const std::uint8_t> books;  // by value, see books_byte()
  std::span<const CommonValue> common;  // ascending
  std::span<const std::uint8_t> person_tops;
  std::span<const std::uint8_t> subject_tops;
  std::span<const TermId> by_surname;  // persons, in order of filed_name(), then of values
  std::span<const std::uint8_t> surname_tops;
  std::span<const std::uint8_t> title_tops;  // of the runs of one title that begin in the block

  // How many documents had the value as a person or body, and as a subject, when the segment was
  // written.
  std::uint32_t persons(TermId value) const noexcept { return counts(value).persons; }
  std::uint32_t subjects(TermId value) const noexcept { return counts(value).subjects; }
  bool hold_together(std::size_t values, std::size_t documents) const noexcept;

 private:
  CommonValue counts(TermId value) const noexcept;
};

// Counts values while documents are written.
class ValueCounts {
 public:
  explicit ValueCounts(std::size_t values) : persons_(values), subjects_(values) {}
  void add(std::span<const TermId> persons, std::span<const TermId> subjects);
  bool is_person(TermId value) const noexcept { return persons_[value] > 0; }
  std::uint32_t persons(TermId value) const noexcept { return persons_[value]; }
  void write(ColumnWriter& columns) const;

 private:
  std::vector<std::uint32_t> persons_;
  std::vector<std::uint32_t> subjects_;
};

// `by_surname`: all persons in their order.
void write_surname_order(ColumnWriter& columns, std::span<const TermId> by_surname,
                         const ValueCounts& counts);
// Sorts all persons; `text`: of a value.
std::vector<TermId> surname_order(const ValueCounts& counts, std::size_t values,
                                  const std::function<std::string_view(TermId)>& text);
// `title_ranks`: of the documents.
void write_title_tops(ColumnWriter& columns, std::span<const std::uint32_t> title_ranks);

}  // namespace search
