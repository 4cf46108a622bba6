// The letters of a word as the steps to its spelling family see them, the first of which is here.
// Pure functions, any thread; what they write is as long as the word and two signs at most.
#pragma once

#include <algorithm>
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

// Writes a text letter by letter into room that is made once: every word of a catalogue and of a
// question passes through here.
class LetterWriter {
 public:
  LetterWriter(std::string& out, std::size_t letters_max) : out_(out) {
    out_.resize(letters_max);
    begin_ = at_ = out_.data();
  }
  LetterWriter(const LetterWriter&) = delete;
  LetterWriter& operator=(const LetterWriter&) = delete;
  ~LetterWriter() { out_.resize(text().size()); }

  void add(char c) noexcept { *at_++ = c; }
  void add(std::string_view letters) noexcept {
    at_ = std::copy(letters.begin(), letters.end(), at_);
  }
  void drop(std::size_t letters) noexcept { at_ -= letters; }
  std::string_view text() const noexcept { return {begin_, at_}; }

 private:
  std::string& out_;
  char* begin_;
  char* at_;
};

// Writes a folded word between '^' and '$' with the letters of today where their place tells: v
// before vowels and u before consonants, which were one letter, i for y, v for w; k for ch where
// ph, rh or th show that the word is Greek. False when not all are letters a to z.
bool write_letters(std::string_view word, std::string& out);

}  // namespace catalog::spelling
