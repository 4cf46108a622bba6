// The words of a text as the search index holds them. Pure function; any thread.
// Documents and questions are cut by the same function, so that they meet.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace catalog {

// The words of a folded text (base::fold) as the search index holds them, views into it: those
// between spaces, and each character by itself of the scripts that write without spaces. Longer
// words are cut to search_word_bytes_max at a code point.
inline constexpr std::size_t search_word_bytes_max = 60;
void append_search_words(std::vector<std::string_view>& out, std::string_view folded);

// A word that its signs tell from others, folded with them: c++, c#, .net, 5+. `token` stands
// between spaces. Empty when it is no such word.
std::string signed_word(std::string_view token);

// base::append_fold(), but that signed words keep their signs.
void append_search_fold(std::string& out, std::string_view text);

// What a text's words are also looked for as, beside the words of append_search_fold(), folded:
// signed words without their signs, initials as one word ("J. K."), and as one word what hyphens,
// points, apostrophes and '&' part ("auto-estrada": autoestrada; "anti-social": antisocial,
// antissocial; "U.S.A.": usa; "20.000": 20000).
void append_joined_words(std::vector<std::string>& out, std::string_view text);
// The same of one token between spaces, without signed words.
void append_joined_forms(std::vector<std::string>& out, std::string_view token);

}  // namespace catalog
