#include "formats/abnt_parts.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "base/ascii.hpp"
#include "base/letter_case.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "formats/edition.hpp"
#include "formats/name_parts.hpp"

namespace formats {
namespace {

// Where the name of a body or event ends: what follows is a part of it, or its number, year, place.
std::size_t heading_bytes(std::string_view name) noexcept {
  return std::min({name.find(". "), name.find(" ("), name.find(", "), name.size()});
}

bool is_year(std::string_view text) noexcept {
  constexpr std::size_t digits = 4;
  return text.size() == digits && std::all_of(text.begin(), text.end(), base::is_digit);
}

// Cataloguers put number, year and place of an event in parentheses, "(10. : 1979 : Curitiba)"; the
// norm puts them behind commas, ", 10., 1979, Curitiba".
std::string with_commas(std::string_view name) {
  constexpr std::string_view colon = " : ";
  const std::size_t open = name.rfind(" (");
  if (open == std::string_view::npos || !name.ends_with(')')) return std::string(name);
  std::string_view rest = name.substr(open + 2, name.size() - open - 3);
  std::string out(name.substr(0, open));
  bool has_year = false;
  while (true) {
    const std::size_t end = std::min(rest.find(colon), rest.size());
    const std::string_view part = base::trim(rest.substr(0, end));
    const bool is_number = !part.empty() && std::all_of(part.begin(), part.end(), base::is_digit);
    has_year = has_year || is_year(part);
    out.append(", ").append(part).append(is_number && !is_year(part) ? "." : "");
    if (end == rest.size()) break;
    rest.remove_prefix(end + colon.size());
  }
  return has_year ? out : std::string(name);
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
    const std::string name = with_commas(credit.name);
    const std::size_t end = heading_bytes(name);
    return base::to_upper(std::string_view(name).substr(0, end)) + name.substr(end);
  }
  const NameParts parts = name_parts(credit.name);
  const std::string surname = base::to_upper(parts.filed_surname());
  return parts.forenames.empty() ? surname : surname + ", " + parts.forenames;
}

std::string abnt_edition(std::string_view text) {
  const std::optional<Edition> edition = edition_in(text);
  if (!edition) return std::string(base::trim(text));
  const bool is_plain = base::fold(edition->remark).empty();
  if (is_plain && edition->number == "1") return {};
  std::string out = std::string(edition->number) + ". ed.";
  if (!is_plain) out += " " + abbreviated_words(edition->remark);
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
