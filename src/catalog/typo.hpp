// Words that are a slip of the finger apart: how many edits are forgiven (openapi.yaml,
// `q`), and how many there are between a word and others, read in order so that a sorted vocabulary
// is gone through in leaps. An edit is a letter too many, too few or another one, or two neighbours
// swapped. Used by one thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/search_words.hpp"

namespace catalog {

// The edits allowed for a word of append_search_words(): none when it has digits or fewer than 4
// letters, one up to 7 letters, two above.
unsigned edits_allowed(std::string_view word) noexcept;

// Words that a word may have been meant for by who writes as it sounds in Portuguese: each change
// of letters that sound alike (s ss c sc, x ch, lh li, nh ni, g j, s z, r rr, qu k c, i e, o u, a
// mute h) is one edit, and up to as many are made as edits_allowed(), at least one.
struct SoundAlike {
  std::string text;
  unsigned edits;
};
std::vector<SoundAlike> sound_alikes(std::string_view word);
// True when one of those within one edit is wanted; a text may be asked about twice.
bool has_near_sound_alike(std::string_view word,
                          const std::function<bool(std::string_view)>& is_wanted);

class FuzzyMatcher {
 public:
  explicit FuzzyMatcher(std::string_view word) : FuzzyMatcher(word, edits_allowed(word)) {}
  // `edits` <= 2.
  FuzzyMatcher(std::string_view word, unsigned edits);

  // nullopt: more edits away than are allowed. Never twice at one letter: "ca" is three from "abc".
  // The prefix that a candidate shares with the former candidate is not compared again, so each
  // candidate must stay valid until the next call.
  std::optional<unsigned> distance(std::string_view candidate);
  // How far to leap, in byte order: of the texts behind the last candidate none before this one is
  // near. nullopt: none at all is. Texts must be UTF-8 for this.
  std::optional<std::string_view> next_candidate();

 private:
  static constexpr unsigned edits_max = 2;
  static constexpr std::size_t width = 2 * edits_max + 1;

  // A row of the table of distances, for one letter of the candidate: the cells about the diagonal,
  // because all others are above what is allowed. Cell i is for the word's first
  // (letters read - edits_max + i) letters.
  struct Row {
    std::array<std::uint8_t, width> cells;
    std::uint8_t least;
    char32_t letter;
    std::size_t end;  // of the letter in the candidate, in bytes
  };

  Row row_below(char32_t letter, std::size_t end) const noexcept;
  std::optional<char32_t> wanted_after(char32_t letter) const noexcept;

  // The word's letters among others that match none, so that every cell has its letter.
  std::vector<char32_t> letters_;
  std::size_t length_ = 0;
  unsigned allowed_;
  std::vector<Row> rows_;    // of what was read, the first for nothing; all may be near
  std::optional<Row> over_;  // the row that may not, where reading ended
  std::string_view read_;
  std::string next_;
};

}  // namespace catalog
