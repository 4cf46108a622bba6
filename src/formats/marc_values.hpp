// The year in a printed statement, as MARC records and spreadsheets write it; defined in
// marc_imprint.cpp. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace formats {

// The first plausible year after Christ: "c1999", "[1999?]", "1999-2001".
std::optional<std::int32_t> year_in(std::string_view text, int current_year);

}  // namespace formats
