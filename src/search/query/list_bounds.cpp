#include "search/query/list_bounds.hpp"

#include <algorithm>
#include <limits>

namespace search {

using catalog::Direction;
using catalog::PageSide;

std::optional<YearRange> year_range(const catalog::Filter& filter) {
  if (!filter.year && !filter.year_min && !filter.year_max) {
    return std::nullopt;
  }
  YearRange range{catalog::unknown_year_key + 1, std::numeric_limits<std::int32_t>::max()};
  for (const auto& least : {filter.year, filter.year_min}) {
    range.least = least ? std::max(range.least, std::int64_t{*least}) : range.least;
  }
  for (const auto& most : {filter.year, filter.year_max}) {
    range.most = most ? std::min(range.most, std::int64_t{*most}) : range.most;
  }
  return range;
}

PageSide opposite(PageSide side) noexcept {
  return side == PageSide::after ? PageSide::before : PageSide::after;
}

Direction opposite(Direction direction) noexcept {
  return direction == Direction::ascending ? Direction::descending : Direction::ascending;
}

catalog::Cursor turned(const catalog::Cursor& cursor, const std::vector<catalog::Sort>& order) {
  catalog::Cursor back{opposite(cursor.side), cursor.values};
  const bool ascending = order.back().direction == Direction::ascending;
  // One place further; a position beyond all numbers is its own.
  auto& id = std::get<std::int64_t>(back.values.back());
  if ((cursor.side == PageSide::after) == ascending) {
    id += id < std::numeric_limits<std::int64_t>::max() ? 1 : 0;
  } else {
    id -= id > std::numeric_limits<std::int64_t>::min() ? 1 : 0;
  }
  return back;
}

}  // namespace search
