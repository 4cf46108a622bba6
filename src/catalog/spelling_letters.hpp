// The letters of a word as the steps to its spelling family see them, the first of which is here.
// Pure functions, any thread; what they write is as long as the word and two signs at most.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace catalog::spelling {

constexpr bool is_vowel(char c) noexcept {
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}
constexpr bool is_consonant(char c) noexcept { return c >= 'b' && c <= 'z' && !is_vowel(c); }
constexpr bool is_front(char c) noexcept { return c == 'e' || c == 'i'; }

// Runs of vowels, about as many as syllables.
constexpr std::size_t vowel_groups(std::string_view text) noexcept {
  std::size_t groups = 0;
  bool inside = false;
  for (const char c : text) {
    groups += is_vowel(c) && !inside ? 1U : 0U;
    inside = is_vowel(c);
  }
  return groups;
}

// Writes a folded word between '^' and '$' with the letters of today where their place tells: v
// before vowels and u before consonants, which were one letter, i for y, v for w; k for ch where
// ph, rh or th show that the word is Greek. False when not all are letters a to z.
bool write_letters(std::string_view word, std::string& out);

}  // namespace catalog::spelling
