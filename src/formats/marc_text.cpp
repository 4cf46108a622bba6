#include "formats/marc_text.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "base/ascii.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "catalog/limits.hpp"

namespace formats {
namespace {

constexpr std::string_view white_space = " \t\r\n";
constexpr base::ByteSet blanks(white_space);
constexpr base::ByteSet isbd_marks("/:;=,");

using namespace std::string_view_literals;

// In lower case, without their full stop.
constexpr std::array name_abbreviations{
    "assn"sv, "bros"sv, "chas"sv, "cia"sv, "co"sv,  "corp"sv, "dept"sv, "dr"sv, "esq"sv,
    "geo"sv,  "inc"sv,  "jas"sv,  "jos"sv, "jr"sv,  "ltd"sv,  "ltda"sv, "ma"sv, "mr"sv,
    "mrs"sv,  "sr"sv,   "sra"sv,  "st"sv,  "ste"sv, "thos"sv, "univ"sv, "wm"sv,
};
constexpr std::array phrase_abbreviations{
    "&c"sv,   "al"sv,   "ampl"sv, "assn"sv, "atual"sv, "aufl"sv, "augm"sv, "aum"sv,  "ausg"sv,
    "bros"sv, "ca"sv,   "cf"sv,   "cia"sv,  "co"sv,    "corp"sv, "corr"sv, "dept"sv, "ed"sv,
    "eds"sv,  "enl"sv,  "etc"sv,  "il"sv,   "ill"sv,   "inc"sv,  "izd"sv,  "jr"sv,   "ltd"sv,
    "ltda"sv, "no"sv,   "nos"sv,  "pt"sv,   "pts"sv,   "pub"sv,  "publ"sv, "rev"sv,  "sr"sv,
    "uppl"sv, "univ"sv, "vol"sv,  "vols"sv, "vyd"sv,   "wyd"sv,  "éd"sv,
};

bool is_listed(std::span<const std::string_view> words, std::string_view word) noexcept {
  return std::any_of(words.begin(), words.end(), [word](std::string_view listed) {
    return base::equal_ignoring_case(word, listed);
  });
}

// Code points that are letters by themselves: combining marks (U+0300…036F) and the halves of the
// ligature that joins two Latin letters for one Cyrillic (U+FE20…FE2F) are not counted.
std::size_t letters(std::string_view word) noexcept {
  std::size_t count = 0;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const auto byte = static_cast<unsigned char>(word[i]);
    const auto next = i + 1 < word.size() ? static_cast<unsigned char>(word[i + 1]) : 0U;
    const bool continuation = base::utf8::is_continuation(word[i]);
    const bool mark = byte == 0xCC || (byte == 0xCD && next <= 0xAF);
    const bool half_ligature = byte == 0xEF && next == 0xB8;
    if (!continuation && !mark && !half_ligature) ++count;
  }
  return count;
}

// The last word of `text`, which ends in front of a full stop, and whether one ends the word
// before.
bool ends_in_abbreviation(std::string_view text, FullStop kind) noexcept {
  const std::size_t space = text.find_last_of(white_space);
  const bool alone = space == std::string_view::npos;
  std::string_view word = alone ? text : text.substr(space + 1);
  const std::string_view before = trimmed(alone ? std::string_view{} : text.substr(0, space));
  while (!word.empty() && (word.front() == '(' || word.front() == '[')) word.remove_prefix(1);
  if (word.ends_with(')') || word.ends_with(']')) return false;
  if (word.ends_with('.')) return word.ends_with("..");  // an ellipsis, not an initial's "J. M.."
  if (word.empty() || word.find('.') != std::string_view::npos) return true;  // "U.S.A", "J.-P"
  const bool after_initial = before.ends_with('.');
  const std::size_t count = letters(word);
  if (kind == FullStop::of_phrase) {
    return (count == 1 && after_initial) || is_listed(phrase_abbreviations, word);
  }
  // Two letters after an initial: "Ivanov, A. Kh."; a Cyrillic initial under a ligature: "I︠U︡.".
  const bool ligature = word.find("\xEF\xB8\xA0") != std::string_view::npos;
  const bool capital = word.front() < 'a' || word.front() > 'z';
  return (capital && (count == 1 || (count == 2 && (after_initial || ligature)))) ||
         is_listed(name_abbreviations, word);
}

// The bracket that closes the one `text` begins with; npos when none does.
std::size_t closing_bracket(std::string_view text) noexcept {
  std::size_t depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '[') ++depth;
    if (text[i] == ']' && --depth == 0) return i;
  }
  return std::string_view::npos;
}

// False within a letter: before its marks, and on either side of what joins signs to one.
bool begins_letter(std::string_view text, std::size_t at) noexcept {
  constexpr std::string_view joiner = "\u200D";
  if (at == text.size()) return true;
  if (base::utf8::is_continuation(text[at])) return false;
  const std::string_view rest = text.substr(at);
  return !rest.starts_with(joiner) && !text.substr(0, at).ends_with(joiner) &&
         !base::is_mark(base::utf8::decode(rest).code_point);
}

}  // namespace

std::string_view trimmed(std::string_view text) noexcept {
  while (!text.empty() && blanks.has(text.front())) text.remove_prefix(1);
  while (!text.empty() && blanks.has(text.back())) text.remove_suffix(1);
  return text;
}

std::string_view without_isbd_mark(std::string_view text) noexcept {
  text = trimmed(text);
  if (!text.empty() && isbd_marks.has(text.back())) {
    text = trimmed(text.substr(0, text.size() - 1));
  }
  return text;
}

std::string_view without_leading_mark(std::string_view text) noexcept {
  static constexpr base::ByteSet marks(":;,");
  static constexpr base::ByteSet spaced_marks("/=.-");
  text = trimmed(text);
  std::size_t end = 0;
  if (!text.empty() && marks.has(text.front())) {
    end = 1;
  } else if (!text.empty() && spaced_marks.has(text.front())) {
    end = text.starts_with("--") ? 2 : 1;
    if (end < text.size() && text[end] != ' ') return text;
  }
  const std::string_view bare = trimmed(text.substr(end));
  // ". . . E o vento" begins with dots that are its own.
  const bool is_ellipsis = text.starts_with('.') && bare.starts_with('.');
  return bare.empty() || is_ellipsis ? text : bare;
}

std::string_view part_behind(std::string& out, std::string_view part) {
  part = trimmed(part);
  const std::string_view bare = without_leading_mark(part);
  const bool is_moved =
      bare.size() < part.size() && !out.empty() && (part.front() == '.' || part.front() == ',');
  if (is_moved && out.back() != part.front()) out += part.front();
  return bare;
}

std::string_view without_full_stop(std::string_view text, FullStop kind) noexcept {
  text = trimmed(text);
  if (!text.ends_with('.')) return text;
  const std::string_view shorter = text.substr(0, text.size() - 1);
  return ends_in_abbreviation(shorter, kind) ? text : trimmed(shorter);
}

std::string_view without_end_marks(std::string_view text, FullStop kind) noexcept {
  const std::string_view all = without_leading_mark(text);
  const std::string_view shorter = without_isbd_mark(all);
  return shorter.size() < all.size() ? shorter : without_full_stop(shorter, kind);
}

std::string_view without_brackets(std::string_view text) noexcept {
  text = trimmed(text);
  constexpr std::size_t none = std::string_view::npos;
  if (text.starts_with('[')) {
    const std::size_t closing = closing_bracket(text);
    if (closing == none) return trimmed(text.substr(1));
    return closing + 1 == text.size() ? trimmed(text.substr(1, closing - 1)) : text;
  }
  const bool half = text.ends_with(']') && text.find('[') == none;
  return half ? trimmed(text.substr(0, text.size() - 1)) : text;
}

std::string_view finished_phrase(std::string_view text) noexcept {
  return without_brackets(without_end_marks(text, FullStop::of_phrase));
}

std::string clipped(std::string_view text, std::size_t code_points_max) {
  text = base::trim(text);
  // NFC never has more code points than the text had bytes.
  if (text.size() <= code_points_max) return std::string(text);
  std::string nfc = base::to_nfc(text).value_or(std::string());
  nfc.resize(first_code_points(nfc, code_points_max).size());
  return nfc;
}

bool is_longer(std::string_view text, std::size_t code_points_max) {
  text = base::trim(text);
  if (text.size() <= code_points_max) return false;
  const std::string nfc = base::to_nfc(text).value_or(std::string());
  return base::code_points(nfc) > code_points_max;
}

std::string_view note_part(std::string_view text) noexcept {
  constexpr std::size_t word_bytes_max = 100;
  const std::string_view part = first_code_points(text, catalog::limits::note_max);
  if (part.size() == text.size()) return text;
  const std::size_t blank = part.rfind(' ');
  const bool is_near = blank != std::string_view::npos && part.size() - blank <= word_bytes_max;
  return is_near ? part.substr(0, blank) : part;
}

std::string_view first_code_points(std::string_view text, std::size_t count) noexcept {
  std::size_t end = 0;
  for (std::size_t passed = 0; end < text.size(); ++end) {
    if (!base::utf8::is_continuation(text[end]) && passed++ == count) break;
  }
  constexpr std::size_t letter_bytes_max = 100;  // of a letter with its marks
  std::size_t whole = end;
  while (whole > 0 && end - whole < letter_bytes_max && !begins_letter(text, whole)) --whole;
  return text.substr(0, begins_letter(text, whole) ? whole : end);
}

void join(std::string& out, std::string_view separator, std::string_view piece) {
  if (piece.empty()) return;
  if (!out.empty()) out += separator;
  out += piece;
}

}  // namespace formats
