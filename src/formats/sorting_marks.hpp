// What systems write around the article of a title that sorting ignores: "<O >crime", "<O> crime",
// "<<O>> crime". Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace formats {

// "O crime". Other angle brackets stay.
std::string without_sorting_marks(std::string_view title);

}  // namespace formats
