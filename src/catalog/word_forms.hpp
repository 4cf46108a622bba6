// Plural and gender: the other forms that a word may have in a title. Forms are made by ending
// alone, and not all of them are words: whoever asks looks them up in a vocabulary. Pure functions,
// any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace catalog {

// The forms of a folded word, without itself: coracao -> coracoes, coracaes, coracaos; animais ->
// animal; gata -> gatas, gato. Portuguese, and the plurals of Spanish, English and French that are
// made alike. Empty for short words, words with digits and other scripts.
std::vector<std::string> word_forms(std::string_view word);

}  // namespace catalog
