// The words that a label is known by, where labels are listed and where books are found by one.
// They are those that the search index holds of it, so that both agree. Pure functions; any thread.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace catalog {

// Whole labels of 200 letters have less, in any script. Only signs that fold to many letters, and
// that only tests put one beside another, come above.
inline constexpr std::size_t label_words_bytes_max = 1300;

// Empty for a label that has no words (signs, emoji), or more than a filter or the bound above
// allows: books are not found by it.
std::vector<std::string> label_words(std::string_view label);

// The words with blanks between them.
std::string joined_words(std::span<const std::string> words);

}  // namespace catalog
