// The `keyword` of CSL-JSON, which is one text: keywords behind one another with "; " between them.
// Pure functions; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace formats {

// A keyword that holds a semicolon stands in quotes; a semicolon ends the only one with a comma.
// csl_keywords_in() gives the same keywords back.
std::string csl_keywords_text(const std::vector<std::string_view>& keywords);

// Parted at semicolons outside of such quotes where there is any, else at commas.
std::vector<std::string> csl_keywords_in(std::string_view text);

}  // namespace formats
