// A place in an order, and its text on the wire. Pure functions and values; any thread.
// A cursor names the sort keys of a book, not a page: books added or removed move no page.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/sort_key.hpp"

namespace catalog {

enum class PageSide : std::uint8_t { after, before };
struct Cursor {
  PageSide side = PageSide::after;
  std::vector<CursorValue> values;
  bool operator==(const Cursor&) const = default;
};

// Opaque, URL-safe text of a cursor; it carries its order, and decode refuses (nullopt) text that
// is damaged or was made for another order.
std::string encode_cursor(const Cursor& cursor, const std::vector<Sort>& order);
std::optional<Cursor> decode_cursor(std::string_view text, const std::vector<Sort>& order);

}  // namespace catalog
