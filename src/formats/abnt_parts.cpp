#include "formats/abnt_parts.hpp"

#include <algorithm>
#include <array>

#include "base/ascii.hpp"
#include "base/letter_case.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "formats/name_parts.hpp"

namespace formats {
namespace {

// Where the name of a body or event ends: what follows is a part of it, or its number, year, place.
std::size_t heading_bytes(std::string_view name) noexcept {
  return std::min({name.find(". "), name.find(" ("), name.find(", "), name.size()});
}

struct EditionWord {
  std::string_view begin;  // folded
  std::string_view written;
};
constexpr std::array edition_words{
    EditionWord{"revis", "rev."},   EditionWord{"revised", "rev."},  EditionWord{"rev", "rev."},
    EditionWord{"ampl", "ampl."},   EditionWord{"aument", "aum."},   EditionWord{"aum", "aum."},
    EditionWord{"atual", "atual."}, EditionWord{"actual", "atual."}, EditionWord{"corr", "corr."},
};

std::string abbreviated(std::string_view word) {
  const std::string folded = base::fold(word);
  if (folded.find(' ') != std::string::npos) return std::string(word);
  const bool has_comma = word.ends_with(',');
  for (const EditionWord& one : edition_words) {
    if (folded.starts_with(one.begin)) return std::string(one.written) + (has_comma ? "," : "");
  }
  return std::string(word);
}

// Takes "ª", "a.", "nd" and the like off the front, then "edição" in any of its forms.
std::string_view without_ordinal(std::string_view rest) {
  constexpr std::array<std::string_view, 14> marks{
      "\u00AA.", "\u00BA.", ".\u00AA", ".\u00BA", "\u00AA", "\u00BA", "\u00B0",
      "a.",      "st",      "nd",      "rd",      "th",     ".",      "a"};
  rest = base::trim(rest);
  for (const std::string_view mark : marks) {
    if (!rest.starts_with(mark)) continue;
    const std::string_view behind = rest.substr(mark.size());
    if (!behind.empty() && base::is_letter(behind.front()) && base::is_letter(mark.back()))
      continue;
    return base::trim(behind);
  }
  return rest;
}

std::string_view without_edition(std::string_view rest) {
  const std::size_t end = std::min(rest.find_first_of(" ,;"), rest.size());
  constexpr std::array<std::string_view, 6> words{"ed",      "edicao",   "edition",
                                                  "edicion", "edizione", "edn"};
  const std::string word = base::fold(rest.substr(0, end));
  if (std::ranges::find(words, word) == words.end()) return rest;
  rest.remove_prefix(end);
  while (!rest.empty() && (rest.front() == ',' || rest.front() == ';' || rest.front() == ' ')) {
    rest.remove_prefix(1);
  }
  return base::trim(rest);
}

std::string abbreviated_words(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t space = std::min(text.find(' '), text.size());
    out.append(out.empty() ? "" : " ").append(abbreviated(text.substr(0, space)));
    text.remove_prefix(std::min(space + 1, text.size()));
  }
  return out;
}

constexpr std::string_view vowels = "aeiou";
bool is_vowel(char c) noexcept { return vowels.find(c) != std::string_view::npos; }

// The vowels of a word as one run, when it has one run: "mais" -> "ai". The u of "qu" and of "gu"
// before e and i is none.
std::string vowel_run(std::string_view folded) {
  std::string run;
  bool has_ended = false;
  for (std::size_t at = 0; at < folded.size(); ++at) {
    const char c = folded[at];
    const bool is_mute =
        c == 'u' && at > 0 && at + 1 < folded.size() &&
        (folded[at - 1] == 'q' ||
         (folded[at - 1] == 'g' && (folded[at + 1] == 'e' || folded[at + 1] == 'i')));
    if (is_vowel(c) && !is_mute) {
      if (has_ended) return {};
      run += c;
    } else if (!run.empty()) {
      has_ended = true;
    }
  }
  return run;
}

// By its letters, as in Portuguese: "dom", "mais", "pão" and "três" are, "rio" and "lua" are not.
bool has_one_syllable(std::string_view word) {
  const std::string run = vowel_run(base::fold(word));
  if (run.size() < 2) return run.size() == 1;
  const bool is_nasal = word.find("\u00E3") != std::string_view::npos ||
                        word.find("\u00F5") != std::string_view::npos ||
                        word.find("\u00C3") != std::string_view::npos;
  return run.size() == 2 && (is_nasal || run[1] == 'i' || run[1] == 'u');
}

}  // namespace

std::string abnt_name(const Credit& credit) {
  if (credit.is_body) {
    const std::size_t end = heading_bytes(credit.name);
    return base::to_upper(std::string_view(credit.name).substr(0, end)) + credit.name.substr(end);
  }
  const NameParts parts = name_parts(credit.name);
  const std::string surname = base::to_upper(parts.filed_surname());
  return parts.forenames.empty() ? surname : surname + ", " + parts.forenames;
}

std::string abnt_edition(std::string_view edition) {
  edition = base::trim(edition);
  std::size_t digits = 0;
  while (digits < edition.size() && base::is_digit(edition[digits])) ++digits;
  if (digits == 0 || digits > 4) return std::string(edition);
  const std::string_view number = edition.substr(0, digits);
  const std::string_view rest = without_edition(without_ordinal(edition.substr(digits)));
  const bool is_plain = base::fold(rest).empty();
  if (is_plain && number == "1") return {};
  std::string out = std::string(number) + ". ed.";
  if (!is_plain) out += " " + abbreviated_words(rest);
  return out;
}

std::size_t abnt_entry_bytes(std::string_view title) {
  const std::size_t first = std::min(title.find(' '), title.size());
  if (first == title.size() || !has_one_syllable(title.substr(0, first))) return first;
  const std::size_t second = title.find(' ', first + 1);
  return std::min(second, title.size());
}

std::string abnt_year(int year) {
  return year < 0 ? std::to_string(-year) + " a.C." : std::to_string(year);
}

}  // namespace formats
