// Words that are a slip of the finger apart: how many edits are forgiven (contract section
// 4) and, fast enough for a scan of a whole vocabulary, how many there are. An edit is a letter too
// many, too few or another one, or two neighbours swapped. Values; any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace catalog {

// Of a word of append_search_words(): none when it has digits or fewer than 4 letters, one up to 7
// letters, two above.
unsigned edits_allowed(std::string_view word) noexcept;

class CloseTo {
 public:
  // At most search_word_bytes_max bytes, as every word of append_search_words() has.
  explicit CloseTo(std::string_view word);

  // nullopt: more edits away than are allowed. Never twice at one letter: "ca" is three from "abc".
  std::optional<unsigned> distance(std::string_view candidate) const noexcept;

  // What an index keeps beside each word, its letters and length: where may_be_near() says no,
  // distance() would, at a tenth of the cost.
  static std::uint32_t letter_mask(std::string_view word) noexcept;
  bool may_be_near(std::uint32_t mask) const noexcept;

 private:
  struct Place {
    char32_t letter;
    std::uint64_t bits;
  };

  std::uint64_t places_of(char32_t letter) const noexcept;

  // Bit i of a letter: it is the word's letter i.
  std::array<std::uint64_t, 128> ascii_{};
  std::vector<Place> others_;
  unsigned letters_ = 0;
  unsigned allowed_;
  std::uint32_t mask_;
};

}  // namespace catalog
