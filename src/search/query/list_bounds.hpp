// Bounds of a list as numbers and positions: the filter's years, and the way back from a cursor.
// Pure functions, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "catalog/listing.hpp"

namespace search {

// The filter's years, both ends included; nullopt when it has none. Books without a year match no
// bound, not even an upper one.
struct YearRange {
  std::int64_t least;
  std::int64_t most;
};
std::optional<YearRange> year_range(const catalog::Filter& filter);

catalog::PageSide opposite(catalog::PageSide side) noexcept;
catalog::Direction opposite(catalog::Direction direction) noexcept;
// The other way from a cursor, its own position included.
catalog::Cursor turned(const catalog::Cursor& cursor, const std::vector<catalog::Sort>& order);

}  // namespace search
