// A segment's columns as bytes, for this machine's byte order: a magic word, the columns in their
// order, each from a multiple of eight on, then the length of each. So columns are written one
// after the other without knowing their lengths, and read where they lie. Used by one thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/check.hpp"
#include "search/index/segment_storage.hpp"

namespace search {

// Another order, or another meaning of one, is another number in the magic word and
// catalog::search_rules.
enum class Column : std::uint8_t {
  word_texts,
  word_ends,
  value_texts,
  value_ends,
  ids,
  updated_ms,
  created_ms,
  years,
  languages,
  authors,
  title_words,
  article_words,
  records,
  record_ends,
  title_ranks,
  author_ranks,
  by_title,
  by_author,
  by_year,
  by_created,
  by_updated,
  odd_titles,
  odd_title_keys,
  odd_title_key_ends,
  families,
  postings,
  posting_ends,
  starts,
  start_ends,
  surnames,
  surname_ends,
  value_books,
  common_values,
  person_tops,
  subject_tops,
  by_surname,
  surname_tops,
  title_tops,
};
inline constexpr std::size_t column_count = 38;

// A column of parts is followed by one that says where each of them ends.
constexpr Column ends_of(Column parts) noexcept {
  return static_cast<Column>(static_cast<std::uint8_t>(parts) + 1);
}
static_assert(ends_of(Column::word_texts) == Column::word_ends);

class ColumnWriter {
 public:
  explicit ColumnWriter(SegmentOutput output);

  // Begins `column`; each column once, in their order.
  void begin(Column column);
  void append(std::string_view bytes) { output_.append(bytes); }
  template <class Number>
    requires std::is_trivially_copyable_v<Number>
  void append_number(Number number) {
    output_.append({reinterpret_cast<const char*>(&number), sizeof number});
  }
  template <class Number>
  void add(Column column, const std::vector<Number>& numbers) {
    begin(column);
    output_.append(
        {reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(Number)});
  }
  // Where the next byte of the column lies within it. A column of parts ends at 4 GiB.
  std::uint32_t column_bytes() const noexcept {
    const std::uint64_t bytes = output_.size() - begins_;
    check(bytes <= std::numeric_limits<std::uint32_t>::max());
    return static_cast<std::uint32_t>(bytes);
  }
  SegmentBytesPtr finish() &&;

 private:
  void end_column();

  SegmentOutput output_;
  std::array<std::uint64_t, column_count> lengths_{};
  std::optional<Column> current_;
  std::uint64_t begins_ = 0;
};

class ColumnReader {
 public:
  // nullopt: they are no columns.
  static std::optional<ColumnReader> of(std::string_view bytes) noexcept;

  std::string_view bytes(Column column) const noexcept {
    return columns_[static_cast<std::size_t>(column)];
  }
  // Nothing, when the column's length is not one of such numbers.
  template <class Number>
  std::span<const Number> numbers(Column column) const noexcept {
    const std::string_view all = bytes(column);
    if (all.size() % sizeof(Number) != 0) {
      return {};
    }
    return {reinterpret_cast<const Number*>(all.data()), all.size() / sizeof(Number)};
  }

 private:
  std::array<std::string_view, column_count> columns_;
};

}  // namespace search
