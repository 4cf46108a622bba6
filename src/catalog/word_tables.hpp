// What the data files equal_words.txt and question_words.txt say of a word. Words are folded, as
// append_search_words() gives them. Pure functions, any thread.
#pragma once

#include <string_view>
#include <vector>

namespace catalog {

// The texts of the files, embedded at build.
std::string_view equal_word_table() noexcept;
std::string_view question_word_table() noexcept;

// Words that stand for this one: abbreviations, numbers in words, in Roman numerals and in digits.
// Without the word itself; empty when there are none. `word` may be several words joined by '_'.
// Those returned are single words.
std::vector<std::string_view> equal_words(std::string_view word);
// The most words that one entry of the table joins.
inline constexpr std::size_t equal_span_max = 3;

// stop: a word of grammar; asking: one that people write around a title when they ask for a book.
enum class Telling : unsigned char { much, stop, asking };
Telling telling_of(std::string_view word);

}  // namespace catalog
