// Lists of fake stores: their order, and what a page of them depends on, as the catalogue's own
// session tells it. Pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "catalog/book.hpp"
#include "catalog/listing.hpp"
#include "search/query/reads.hpp"

namespace support {

inline bool stands_before(const std::vector<catalog::CursorValue>& left,
                          const std::vector<catalog::CursorValue>& right,
                          const std::vector<catalog::Sort>& order) {
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (left[i] != right[i]) {
      return (left[i] < right[i]) == (order[i].direction == catalog::Direction::ascending);
    }
  }
  return false;
}

// Of a list of all books by id. `all`: the books in the listing's order, of which the page shows
// those before `end`.
inline std::optional<search::IdRange> decisive_ids(const catalog::Listing& listing,
                                                   const std::vector<catalog::Book>& all,
                                                   std::size_t end) {
  const bool is_of_all = !listing.search && listing.filter == catalog::Filter{} &&
                         listing.counting == catalog::Counting::none;
  const bool is_by_id = listing.order == std::vector<catalog::Sort>{{}};
  if (!is_of_all || !is_by_id || listing.side() != catalog::PageSide::after) {
    return std::nullopt;
  }
  const std::int64_t after =
      listing.cursor ? std::get<std::int64_t>(listing.cursor->values.front()) : 0;
  const catalog::BookId last =
      end < all.size() ? all[end].id : catalog::BookId{catalog::book_id_max};
  return search::IdRange{{after + 1}, last};
}

}  // namespace support
