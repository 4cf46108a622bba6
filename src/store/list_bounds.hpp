// What a list means in numbers and positions, the same in every SQL store: ranges of years and
// languages, the way back from a cursor, how exact a total is. Pure functions, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "catalog/listing.hpp"
#include "store/store.hpp"

namespace store {

// The filter's years, both ends included; nullopt when it has none. Books without a year match no
// bound, not even an upper one.
struct YearRange {
  std::int64_t least;
  std::int64_t most;
};
std::optional<YearRange> year_range(const catalog::Filter& filter);

// "pt" also finds "pt-BR": what lies between "pt-" and "pt.", the next character.
struct LanguageRange {
  std::string exactly;
  std::string above;
  std::string below;
};
LanguageRange language_range(const std::string& language);

catalog::PageSide opposite(catalog::PageSide side) noexcept;
// The other way from a cursor, its own position included.
catalog::Cursor turned(const catalog::Cursor& cursor, const std::vector<catalog::Sort>& order);

// Totals of filtered lists are exact up to here; they need not be counted further than one more.
inline constexpr std::int64_t exact_total_max = 10'000;
void tell_total(Page& page, const catalog::Filter& filter, std::int64_t counted);

}  // namespace store
