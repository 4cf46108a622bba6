// A list's filter taken apart: each part knows how to find its books by itself (a source of ids)
// and how to test a book found otherwise, both as fixed SQL with the same numbered parameters. Pure
// data but for bind(); used on the thread of the connection.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/listing.hpp"
#include "store/list_bounds.hpp"
#include "store/sqlite/statement.hpp"

namespace sqlite {

// Parameters of every list statement. Unused ones are not bound.
namespace parameter {
inline constexpr int limit = 1;
inline constexpr int ids = 2;
inline constexpr int isbn = 3;
inline constexpr int words = 4;
inline constexpr int year_min = 5;
inline constexpr int year_max = 6;
inline constexpr int language = 7;
inline constexpr int language_above = 8;
inline constexpr int language_below = 9;
inline constexpr int updated_since = 10;
inline constexpr int cursor = 11;  // and the following ones, in the list's order
}  // namespace parameter

enum class Part : std::uint8_t { isbn, ids, words, year, language, updated };

// How words are tested on a book found by other means.
enum class WordsTest : std::uint8_t {
  in_set,   // all hits are collected first: for moderately many hits
  per_book  // the index is asked about each book: for words that are nearly everywhere
};

// SELECT … AS id: the books that match this part alone.
std::string_view source_of(Part part) noexcept;
// A condition on book_keys AS b.
std::string_view test_of(Part part, WordsTest words_test) noexcept;

class FilterValues {
 public:
  explicit FilterValues(const catalog::Filter& filter);

  const std::vector<Part>& parts() const noexcept { return parts_; }
  bool has(Part part) const noexcept;
  void bind(Statement& statement) const;
  void bind(Statement& statement, Part part) const;

 private:
  std::vector<Part> parts_;
  std::string ids_;
  std::string isbn_;
  std::string words_;
  store::YearRange years_{};
  store::LanguageRange language_;
  std::int64_t updated_since_ms_ = 0;
};

}  // namespace sqlite
