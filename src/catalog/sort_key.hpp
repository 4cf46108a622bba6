// The keys that books sort by, and an order made of them. Pure functions and values; any thread.
// Texts are folded (base::fold), so that an order ignores case and accents.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "catalog/book.hpp"

namespace catalog {

// `relevance` stands alone before the id, ascending, and only beside a search.
enum class SortKey : std::uint8_t { id, title, author, year, created_at, updated_at, relevance };
enum class Direction : std::uint8_t { ascending, descending };

struct Sort {
  SortKey key = SortKey::id;
  Direction direction = Direction::ascending;
  bool operator==(const Sort&) const = default;
};

// The sort values of one book, in the order of Listing::order; integers for id, year, instants
// (milliseconds) and relevance (a rank that only the search reads), folded text for title and
// author.
using CursorValue = std::variant<std::int64_t, std::string>;

// The value year sorts by when a book has none: below every real year.
inline constexpr std::int64_t unknown_year_key = -32768;

// Keys that books sort by; folded, cut to sort_key_bytes_max. title_key skips one leading article
// of the book's language (openapi.yaml, `ordem`); with no language the Portuguese ones are skipped.
inline constexpr std::size_t sort_key_bytes_max = 200;
std::string title_key(const BookFields& fields);
// Bytes of the leading article that title_key() skips: with an apostrophe, but without a blank. 0
// when there is none.
std::size_t leading_article_size(std::string_view title, std::string_view language);
// True for a folded word that is an article in one of these languages.
bool is_article(std::string_view folded) noexcept;
std::string author_key(const BookFields& fields);
// A text as it sorts by itself, as authors do; and one that is folded already.
std::string text_key(std::string_view text);
std::string text_key_of_folded(std::string folded);

// The position of `book` in `order`, which must not ask for relevance: no book has that by itself.
std::vector<CursorValue> cursor_values(const Book& book, const std::vector<Sort>& order);

}  // namespace catalog
