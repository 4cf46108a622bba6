// The words of a text as the search index holds them. Pure function; any thread.
// Documents and questions are cut by the same function, so that they meet.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace catalog {

// The words of a folded text (base::fold) as the search index holds them, views into it: those
// between spaces, and each character by itself of the scripts that write without spaces. Longer
// words are cut to search_word_bytes_max at a code point.
inline constexpr std::size_t search_word_bytes_max = 60;
void append_search_words(std::vector<std::string_view>& out, std::string_view folded);

}  // namespace catalog
