#include "catalog/typo.hpp"

#include <algorithm>
#include <limits>
#include <unordered_set>

#include "base/text.hpp"
#include "base/utf8.hpp"

namespace catalog {
namespace {

constexpr std::size_t letters_min = 4;
constexpr std::size_t letters_of_one_edit_max = 7;
constexpr auto no_letter = std::numeric_limits<char32_t>::max();
constexpr char32_t not_utf8 = 0x110000;

// Letters that sound alike, where one is written for the other.
struct Sound {
  std::string_view written;
  std::string_view meant;
};
constexpr std::array alike_sounds{
    Sound{"s", "ss"},  Sound{"ss", "s"},  Sound{"ss", "c"}, Sound{"c", "ss"},  Sound{"s", "c"},
    Sound{"c", "s"},   Sound{"sc", "c"},  Sound{"c", "sc"}, Sound{"ss", "sc"}, Sound{"sc", "ss"},
    Sound{"s", "sc"},  Sound{"sc", "s"},  Sound{"x", "ch"}, Sound{"ch", "x"},  Sound{"x", "s"},
    Sound{"s", "x"},   Sound{"x", "ss"},  Sound{"ss", "x"}, Sound{"x", "z"},   Sound{"z", "x"},
    Sound{"lh", "li"}, Sound{"li", "lh"}, Sound{"lh", "l"}, Sound{"l", "lh"},  Sound{"nh", "ni"},
    Sound{"ni", "nh"}, Sound{"g", "j"},   Sound{"j", "g"},  Sound{"s", "z"},   Sound{"z", "s"},
    Sound{"z", "c"},   Sound{"c", "z"},   Sound{"r", "rr"}, Sound{"rr", "r"},  Sound{"qu", "k"},
    Sound{"k", "qu"},  Sound{"qu", "c"},  Sound{"c", "qu"}, Sound{"k", "c"},   Sound{"c", "k"},
    Sound{"i", "e"},   Sound{"e", "i"},   Sound{"o", "u"},  Sound{"u", "o"},   Sound{"h", ""},
    Sound{"l", "u"},   Sound{"u", "l"},   Sound{"m", "n"},  Sound{"n", "m"},   Sound{"ao", "am"},
    Sound{"am", "ao"}, Sound{"ei", "e"},  Sound{"ou", "o"}, Sound{"gu", "g"},  Sound{"g", "gu"},
    Sound{"y", "i"},   Sound{"i", "y"},   Sound{"w", "v"},  Sound{"v", "w"},   Sound{"ph", "f"},
    Sound{"f", "ph"},  Sound{"th", "t"},  Sound{"t", "th"}};
constexpr std::size_t sounded_bytes_max = 24;
constexpr std::size_t letters_of_two_sounds_min = 6;
constexpr std::size_t sound_alikes_max = 240;

// The first character; a byte that is not UTF-8 is one by itself, unlike any other.
base::utf8::Decoded first_letter(std::string_view text) noexcept {
  const auto decoded = base::utf8::decode(text);
  return decoded.size > 0 ? decoded : base::utf8::Decoded{not_utf8, 1};
}

bool has_sound_alikes(std::string_view word) noexcept {
  return word.size() >= letters_min && word.size() <= sounded_bytes_max &&
         std::ranges::all_of(word, [](char c) { return c >= 'a' && c <= 'z'; });
}

bool begins_with_vowel(std::string_view word) noexcept {
  return std::string_view("aeiou").find(word.front()) != std::string_view::npos;
}

std::string with_mute_h(std::string_view word) { return std::string("h").append(word); }

// A set of letters.
constexpr std::uint32_t bit_of(char letter) noexcept { return 1U << (letter - 'a'); }

// Calls visit(text) for each text with one sound written otherwise, in the order of the table; some
// come twice.
template <class Visit>
void each_one_sound_apart(std::string_view word, Visit visit) {
  std::uint32_t letters = 0;
  for (const char letter : word) {
    letters |= bit_of(letter);
  }
  std::string text;
  for (const Sound& sound : alike_sounds) {
    if ((letters & bit_of(sound.written.front())) == 0) {
      continue;
    }
    for (std::size_t place = word.find(sound.written); place != std::string_view::npos;
         place = word.find(sound.written, place + 1)) {
      text.assign(word.substr(0, place)).append(sound.meant);
      text.append(word.substr(place + sound.written.size()));
      visit(text);
    }
  }
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

bool has_near_sound_alike(std::string_view word,
                          const std::function<bool(std::string_view)>& is_wanted) {
  if (!has_sound_alikes(word)) {
    return false;
  }
  bool found = false;
  each_one_sound_apart(
      word, [&](std::string_view text) { found = found || (text != word && is_wanted(text)); });
  return found || (begins_with_vowel(word) && is_wanted(with_mute_h(word)));
}

std::vector<SoundAlike> sound_alikes(std::string_view word) {
  if (!has_sound_alikes(word)) {
    return {};
  }
  std::vector<SoundAlike> all{{std::string(word), 0}};
  std::unordered_set<std::string> known{std::string(word)};
  const unsigned edits_max = word.size() < letters_of_two_sounds_min ? 1 : 2;
  for (std::size_t at = 0; at < all.size() && all.size() < sound_alikes_max; ++at) {
    if (all[at].edits == edits_max) {
      break;  // they come in order of edits
    }
    const SoundAlike from = all[at];
    each_one_sound_apart(from.text, [&](const std::string& text) {
      if (known.insert(text).second && all.size() < sound_alikes_max) {
        all.push_back({text, from.edits + 1});
      }
    });
    if (begins_with_vowel(from.text)) {
      std::string text = with_mute_h(from.text);
      if (known.insert(text).second) {
        all.push_back({std::move(text), from.edits + 1});
      }
    }
  }
  all.erase(all.begin());
  return all;
}

FuzzyMatcher::FuzzyMatcher(std::string_view word, unsigned edits)
    : letters_(edits_max, no_letter), allowed_(edits) {
  for (; !word.empty(); ++length_) {
    const auto [letter, size] = first_letter(word);
    letters_.push_back(letter);
    word.remove_prefix(size);
  }
  letters_.insert(letters_.end(), width, no_letter);
  Row& first = rows_.emplace_back();
  for (std::size_t i = 0; i < width; ++i) {
    first.cells[i] = static_cast<std::uint8_t>(i < edits_max ? allowed_ + 1 : i - edits_max);
  }
}

FuzzyMatcher::Row FuzzyMatcher::row_below(char32_t letter, std::size_t end) const noexcept {
  const Row& above = rows_.back();
  const std::size_t read = rows_.size() - 1;
  Row row{{}, 0, letter, end};
  const unsigned too_many = allowed_ + 1;
  unsigned before = too_many;
  unsigned least = too_many;
  for (std::size_t i = 0; i < width; ++i) {
    const char32_t own = letters_[read + i];
    unsigned edits = std::min(above.cells[i] + (own == letter ? 0U : 1U), before + 1);
    if (i + 1 < width) {
      edits = std::min(edits, above.cells[i + 1] + 1U);
    }
    if (read > 0 && own == above.letter && letters_[read + i - 1] == letter) {
      edits = std::min(edits, rows_[read - 1].cells[i] + 1U);
    }
    edits = std::min(edits, too_many);
    row.cells[i] = static_cast<std::uint8_t>(edits);
    least = std::min(least, edits);
    before = edits;
  }
  row.least = static_cast<std::uint8_t>(least);
  return row;
}

std::optional<unsigned> FuzzyMatcher::distance(std::string_view candidate) {
  const auto differs =
      std::mismatch(read_.begin(), read_.end(), candidate.begin(), candidate.end());
  const auto shared = static_cast<std::size_t>(differs.first - read_.begin());
  while (rows_.back().end > shared) {
    rows_.pop_back();
  }
  read_ = candidate;
  over_.reset();
  for (std::size_t at = rows_.back().end; at < candidate.size();) {
    const auto [letter, size] = first_letter(candidate.substr(at));
    at += size;
    const Row row = row_below(letter, at);
    if (row.least > allowed_) {
      over_ = row;
      return std::nullopt;
    }
    rows_.push_back(row);
  }
  const std::size_t cell = length_ + edits_max - (rows_.size() - 1);
  if (cell >= width || rows_.back().cells[cell] > allowed_) {
    return std::nullopt;
  }
  return rows_.back().cells[cell];
}

std::optional<std::string_view> FuzzyMatcher::next_candidate() {
  if (!over_) {
    return read_;
  }
  for (Row refused = *over_;;) {
    const Row& row = rows_.back();
    if (row.least < allowed_) {
      // Any letter may follow. The next text that does not begin as the refused one.
      next_.assign(read_.substr(0, refused.end));
      ++next_.back();
      return next_;
    }
    if (const auto letter = wanted_after(refused.letter)) {
      next_.assign(read_.substr(0, row.end));
      base::utf8::append(next_, *letter);
      return next_;
    }
    if (rows_.size() == 1) {
      return std::nullopt;
    }
    refused = row;
    rows_.pop_back();
  }
}

// The least letter behind `letter` that may follow when all edits are used up: one that the word
// goes on with from a cell that may be near. A swap needs no more: its second letter follows from
// the cell where its first is one too many.
std::optional<char32_t> FuzzyMatcher::wanted_after(char32_t letter) const noexcept {
  const auto& cells = rows_.back().cells;
  char32_t least = not_utf8;
  for (std::size_t i = 0; i < width; ++i) {
    const char32_t own = letters_[rows_.size() - 1 + i];
    if (cells[i] <= allowed_ && own > letter) {
      least = std::min(least, own);
    }
  }
  return least < not_utf8 ? std::optional(least) : std::nullopt;
}

}  // namespace catalog
