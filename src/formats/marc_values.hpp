// What a printed statement of a year or of an extent says, as MARC records and spreadsheets write
// it; defined in marc_imprint.cpp. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace formats {

// The first plausible year: "c1999", "[1999?]", "1999-2001".
std::optional<std::int32_t> year_in(std::string_view text, int current_year) noexcept;

// The largest count of pages: "xii, 345 p.", "187, [7] páginas", "1 v. (800 p.)".
std::optional<std::int64_t> pages_in(std::string_view text);

}  // namespace formats
