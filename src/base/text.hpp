// Unicode text: validation, NFC, folding for comparison, code point counts. Pure functions, any
// thread.
// Folding is one function for the index and the query: what folds alike is found alike.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace base {

// RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_valid_utf8(std::string_view text) noexcept;
// Bytes before the first one that breaks the rule; text.size() when none does.
std::size_t valid_utf8_prefix(std::string_view text) noexcept;

// Unicode NFC of valid UTF-8; nullopt when the input is not valid UTF-8.
std::optional<std::string> to_nfc(std::string_view text);
// true: valid UTF-8 in NFC, without a doubt and without allocating; false: ask to_nfc().
bool is_plainly_nfc(std::string_view text) noexcept;

// Number of code points of valid UTF-8.
std::size_t code_points(std::string_view text) noexcept;

// `text` cut at a code point border so that it has at most `bytes_max` bytes.
std::string_view clip_bytes(std::string_view text, std::size_t bytes_max) noexcept;
// So many code points of it; "…" stands for the rest, U+FFFD for each byte that is not UTF-8.
std::string abridged(std::string_view text, std::size_t code_points_max);

// Unicode White_Space, and the byte order mark that some programs leave at the front.
bool is_space(char32_t code_point) noexcept;
// A dash of any custom (Dash_Punctuation, the minus sign), or the hyphen that shows at a line's
// end.
bool is_dash(char32_t code_point) noexcept;
// Default_Ignorable_Code_Point: nothing is shown for it (zero-width characters, directional marks).
bool is_ignorable(char32_t code_point) noexcept;

// Without leading and trailing white space. Text that shows nothing is empty: only ignorable code
// points, blanks, and marks without a letter to stand on.
std::string_view trim(std::string_view text) noexcept;

enum class Newlines { refused, allowed };  // allowed: newline and tab pass
// True when a C0 or C1 control (or DEL) occurs that `newlines` does not let through.
std::optional<char32_t> first_control(std::string_view text, Newlines newlines) noexcept;
inline bool has_control(std::string_view text, Newlines newlines) noexcept {
  return first_control(text, newlines).has_value();
}

// A combining mark: it belongs to the letter before it.
bool is_mark(char32_t code_point) noexcept;
bool is_letter_or_mark(char32_t code_point) noexcept;

// Comparison form: compatibility decomposition, case folded, marks of Latin, Greek and Cyrillic
// letters dropped, ligatures and ß spelled out, every run of anything that is neither letter, mark
// nor digit turned into one space, no space at either end; apostrophes and hyphens inside a word
// separate it, and so do bytes that are not UTF-8. "L'Été à São-Paulo" -> "l ete a sao paulo".
std::string fold(std::string_view text);
void append_fold(std::string& out, std::string_view text);

// The space-separated words of an already folded text, views into it.
std::vector<std::string_view> words(std::string_view folded);

// Damerau-Levenshtein distance over code points, cut off: anything above `most` returns most + 1.
// For "did you mean" hints; inputs above 64 code points return most + 1.
std::size_t edit_distance(std::string_view left, std::string_view right, std::size_t most);

// The first of the `names` with the fewest edits from `word`; empty when all need more than `most`.
template <class Names>
std::string_view nearest(std::string_view word, const Names& names, std::size_t most) {
  std::string_view best;
  std::size_t best_distance = most + 1;
  for (const std::string_view name : names) {
    const std::size_t distance = edit_distance(word, name, best_distance);
    if (distance < best_distance) {
      best = name;
      best_distance = distance;
    }
  }
  return best;
}

}  // namespace base
