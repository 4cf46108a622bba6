#include "catalog/typo.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "base/check.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "catalog/search_query.hpp"

namespace catalog {
namespace {

constexpr std::size_t letters_min = 4;
constexpr std::size_t letters_of_one_edit_max = 7;

// A mask: bits for the letters that occur, more bits for the frequent ones that occur twice, above
// them the length. An edit sets one of these bits at most and clears one. Rare letters share a bit,
// which lets more words through and never too few.
constexpr std::string_view letters_once = "abcdefghilmnoprstuv";
constexpr std::string_view letters_twice = "aeionrs";
constexpr unsigned rare_bit = letters_once.size();
constexpr unsigned first_twice_bit = rare_bit + 1;
constexpr unsigned mask_letter_bits = first_twice_bit + letters_twice.size();
constexpr std::uint32_t letter_bits = (std::uint32_t{1} << mask_letter_bits) - 1;
constexpr std::uint32_t length_max = (std::uint32_t{1} << (32 - mask_letter_bits)) - 1;

struct LetterBits {
  std::uint32_t once;
  std::uint32_t twice;  // 0: not told apart
};

constexpr LetterBits bits_of(char letter) noexcept {
  const std::size_t once = std::min<std::size_t>(letters_once.find(letter), rare_bit);
  const std::size_t twice = letters_twice.find(letter);
  const bool frequent = twice != std::string_view::npos;
  return {std::uint32_t{1} << once, frequent ? std::uint32_t{1} << (first_twice_bit + twice) : 0};
}

constexpr auto ascii_bits = [] {
  std::array<LetterBits, 128> table{};
  for (std::size_t c = 0; c < table.size(); ++c) {
    table[c] = bits_of(static_cast<char>(c));
  }
  return table;
}();

// The first character; a byte that is not UTF-8 is one by itself, unlike any other.
base::utf8::Decoded first_letter(std::string_view text) noexcept {
  const auto decoded = base::utf8::decode(text);
  return decoded.size > 0 ? decoded : base::utf8::Decoded{0x110000, 1};
}

}  // namespace

unsigned edits_allowed(std::string_view word) noexcept {
  const std::size_t letters = base::code_points(word);
  const bool digits = std::ranges::any_of(word, [](char c) { return c >= '0' && c <= '9'; });
  if (digits || letters < letters_min) {
    return 0;
  }
  return letters <= letters_of_one_edit_max ? 1 : 2;
}

CloseTo::CloseTo(std::string_view word) : allowed_(edits_allowed(word)), mask_(letter_mask(word)) {
  check(word.size() <= search_word_bytes_max);
  while (!word.empty()) {
    const auto [letter, size] = first_letter(word);
    const std::uint64_t bit = std::uint64_t{1} << letters_;
    if (letter < ascii_.size()) {
      ascii_[letter] |= bit;
    } else {
      others_.push_back({letter, bit});
    }
    ++letters_;
    word.remove_prefix(size);
  }
}

std::uint64_t CloseTo::places_of(char32_t letter) const noexcept {
  if (letter < ascii_.size()) {
    return ascii_[letter];
  }
  std::uint64_t bits = 0;
  for (const Place& place : others_) {
    bits |= place.letter == letter ? place.bits : 0;
  }
  return bits;
}

// Hyyrö's bit-parallel table (2003, "A Bit-Vector Algorithm for Computing Levenshtein and Damerau
// Edit Distances"): a column is two words of bits, the steps up and down between its cells.
std::optional<unsigned> CloseTo::distance(std::string_view candidate) const noexcept {
  if (letters_ == 0) {
    return candidate.empty() ? std::optional(0U) : std::nullopt;
  }
  const std::uint64_t last = std::uint64_t{1} << (letters_ - 1);
  std::uint64_t up = ~std::uint64_t{0};
  std::uint64_t down = 0;
  std::uint64_t diagonal = 0;
  std::uint64_t places_before = 0;
  unsigned distance = letters_;
  unsigned read = 0;
  while (!candidate.empty()) {
    if (++read > letters_ + allowed_) {
      return std::nullopt;
    }
    const auto [letter, size] = first_letter(candidate);
    candidate.remove_prefix(size);
    const std::uint64_t places = places_of(letter);
    const std::uint64_t swapped = ((~diagonal & places) << 1) & places_before;
    diagonal = (((places & up) + up) ^ up) | places | down | swapped;
    std::uint64_t right_up = down | ~(diagonal | up);
    std::uint64_t right_down = diagonal & up;
    distance += (right_up & last) != 0 ? 1U : 0U;
    distance -= (right_down & last) != 0 ? 1U : 0U;
    right_up = (right_up << 1) | 1;
    right_down <<= 1;
    up = right_down | ~(diagonal | right_up);
    down = right_up & diagonal;
    places_before = places;
  }
  return distance <= allowed_ ? std::optional(distance) : std::nullopt;
}

std::uint32_t CloseTo::letter_mask(std::string_view word) noexcept {
  std::uint32_t letters = 0;
  std::uint32_t length = 0;
  for (const char c : word) {
    if (base::utf8::is_continuation(c)) {
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    const auto [once, twice] = ascii_bits[byte < ascii_bits.size() ? byte : 0];
    letters |= (letters & once) != 0 ? once | twice : once;
    ++length;
  }
  return letters | std::min(length, length_max) << mask_letter_bits;
}

bool CloseTo::may_be_near(std::uint32_t mask) const noexcept {
  const int edits = static_cast<int>(allowed_);
  const int longer =
      static_cast<int>(mask >> mask_letter_bits) - static_cast<int>(mask_ >> mask_letter_bits);
  return longer <= edits && -longer <= edits &&
         std::popcount(mask & ~mask_ & letter_bits) <= edits &&
         std::popcount(mask_ & ~mask & letter_bits) <= edits;
}

}  // namespace catalog
