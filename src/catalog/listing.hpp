// What a list asks for: filters, order, cursor, limit. Data that every store runs alike; the api
// parses it from a query string. No I/O; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "catalog/book.hpp"
#include "catalog/identity.hpp"
#include "catalog/isbn.hpp"
#include "catalog/search_query.hpp"

namespace catalog {

inline constexpr std::size_t list_limit_max = 1000;
inline constexpr std::size_t list_limit_default = 100;
inline constexpr std::size_t listed_ids_max = 1000;
inline constexpr std::size_t filter_words_max = 20;  // per field

// The text columns a filter can look into. `author` covers author and contributors; `title` covers
// title, subtitle and original title.
enum class TextField : std::uint8_t { title, author, publisher, subject, tag };

// Every folded word must occur, as a whole word, in the folded field.
struct TextFilter {
  TextField field;
  std::vector<std::string> words;
  bool operator==(const TextFilter&) const = default;
};

struct Filter {
  std::vector<TextFilter> texts;
  std::optional<Isbn> isbn;  // matches isbn and other_isbns
  std::string language;      // RFC 4647 basic filtering: "pt" also finds "pt-BR"
  std::optional<std::int32_t> year;
  std::optional<std::int32_t> year_min;
  std::optional<std::int32_t> year_max;
  std::vector<BookId> ids;  // sorted, unique
  std::optional<base::Instant> updated_since;
  bool operator==(const Filter&) const = default;
};

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

enum class PageSide : std::uint8_t { after, before };
struct Cursor {
  PageSide side = PageSide::after;
  std::vector<CursorValue> values;
  bool operator==(const Cursor&) const = default;
};

enum class Counting : std::uint8_t { none, total };

struct Listing {
  Filter filter;
  std::optional<SearchQuery> search;
  std::vector<Sort> order{Sort{}};  // never empty; ends with id, which makes it total
  std::size_t limit = list_limit_default;
  std::optional<Cursor> cursor;
  Counting counting = Counting::none;
  // Which way it is read.
  PageSide side() const noexcept { return cursor ? cursor->side : PageSide::after; }
  bool operator==(const Listing&) const = default;
};

// The value year sorts by when a book has none: below every real year.
inline constexpr std::int64_t unknown_year_key = -32768;

// Keys that books sort by; folded, cut to sort_key_bytes_max. title_key skips one leading article
// of the book's language (contract section 4); with no language the Portuguese ones are skipped.
inline constexpr std::size_t sort_key_bytes_max = 200;
std::string title_key(const BookFields& fields);
std::string author_key(const BookFields& fields);
// A text as it sorts by itself, as authors do; and one that is folded already.
std::string text_key(std::string_view text);
std::string text_key_of_folded(std::string folded);

// The position of `book` in `order`, which must not ask for relevance: no book has that by itself.
std::vector<CursorValue> cursor_values(const Book& book, const std::vector<Sort>& order);

// Opaque, URL-safe text of a cursor; it carries its order, and decode refuses (nullopt) text that
// is damaged or was made for another order.
std::string encode_cursor(const Cursor& cursor, const std::vector<Sort>& order);
std::optional<Cursor> decode_cursor(std::string_view text, const std::vector<Sort>& order);

}  // namespace catalog
