// The request for a list: filters, order, cursor, limit. Data that every store runs alike; the api
// parses it from a query string. No I/O; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "catalog/cursor.hpp"
#include "catalog/identity.hpp"
#include "catalog/isbn.hpp"
#include "catalog/search_query.hpp"
#include "catalog/sort_key.hpp"

namespace catalog {

inline constexpr std::size_t list_limit_max = 1000;
inline constexpr std::size_t list_limit_default = 100;
inline constexpr std::size_t listed_ids_max = 1000;
inline constexpr std::size_t filter_words_max = 250;  // per field: the longest author has no more

// The text columns a filter can look into. `author` covers author and contributors; `title` covers
// title, subtitle and original title.
enum class TextField : std::uint8_t { title, author, publisher, subject, tag };

// Every folded word must occur, as a whole word, in the folded field. `value`: one of the field's
// values must consist of these words, in this order.
struct TextFilter {
  enum class Of : std::uint8_t { words, value };
  TextField field;
  std::vector<std::string> words;
  Of of = Of::words;
  bool operator==(const TextFilter&) const = default;
};

// linked_text: the books that a link leads to the text of.
enum class Holdings : std::uint8_t { all, linked_text };

struct Filter {
  std::vector<TextFilter> texts;
  std::optional<Isbn> isbn;  // matches isbn and other_isbns
  std::string language;      // RFC 4647 basic filtering: "pt" also finds "pt-BR"
  std::optional<std::int32_t> year;
  std::optional<std::int32_t> year_min;
  std::optional<std::int32_t> year_max;
  std::vector<BookId> ids;  // sorted, unique
  std::optional<base::Instant> updated_since;
  Holdings holdings = Holdings::all;
  bool operator==(const Filter&) const = default;
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

}  // namespace catalog
