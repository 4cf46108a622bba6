#include "formats/edition.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/ascii.hpp"
#include "base/text.hpp"
#include "formats/card_values.hpp"

namespace formats {
namespace {

constexpr std::string_view edition_blanks = " ,;";

// Folded.
constexpr auto words_for_edition = std::to_array<std::string_view>(
    {"ed", "edic", "edicao", "edition", "edicion", "edicio", "edizione", "edn", "editio", "aufl",
     "auflage", "ausg", "ausgabe"});
// The word for a printing, and what a longer one begins with: "improved" is none.
constexpr auto words_for_printing =
    std::to_array<std::string_view>({"imp", "impr", "reimp", "reimpr", "tir"});
constexpr auto begins_of_printing = std::to_array<std::string_view>(
    {"impress", "reimpress", "tirag", "print", "reprint", "druck", "nachdr", "ristamp", "milh"});
// What else is counted before an edition is named: "50th anniversary edition".
constexpr auto begins_of_years =
    std::to_array<std::string_view>({"anivers", "annivers", "jubil", "ano", "year", "ans"});
// What follows a number where the word for an edition is left out: "3ª rev. e ampl."
constexpr auto words_for_change = std::to_array<std::string_view>(
    {"rev", "ampl", "aum", "atual", "actual", "corr", "melhor", "reform"});

// counted: printings and years, which are no editions.
enum class WordKind : std::uint8_t { edition, counted, change, other };

WordKind kind_of(std::string_view word) {
  const std::string folded = base::fold(word);
  const auto begins = [&](std::string_view begin) { return folded.starts_with(begin); };
  if (std::ranges::find(words_for_edition, folded) != words_for_edition.end()) {
    return WordKind::edition;
  }
  if (std::ranges::find(words_for_printing, folded) != words_for_printing.end() ||
      std::ranges::any_of(begins_of_printing, begins) ||
      std::ranges::any_of(begins_of_years, begins)) {
    return WordKind::counted;
  }
  return std::ranges::any_of(words_for_change, begins) ? WordKind::change : WordKind::other;
}

// Takes "ª", "a.", "nd", "ème" and the like off the front.
std::string_view without_ordinal(std::string_view rest) {
  constexpr auto marks = std::to_array<std::string_view>(
      {"\u00AA.",  "\u00BA.", ".\u00AA", ".\u00BA", "\u00AA", "\u00BA", "\u00B0", "\u00E8me", "eme",
       "\u00E8re", "ere",     "er",      "re",      "st",     "nd",     "rd",     "th",       ".a",
       ".o",       ".e",      "a.",      "o.",      "e.",     ".",      "a",      "o",        "e"});
  rest = base::trim(rest);
  for (const std::string_view mark : marks) {
    if (!rest.starts_with(mark)) continue;
    const std::string_view behind = rest.substr(mark.size());
    const bool goes_on = !behind.empty() && (base::is_letter(behind.front()) ||
                                             static_cast<unsigned char>(behind.front()) >= 0x80);
    if (goes_on && base::is_letter(mark.back())) continue;
    return base::trim(behind);
  }
  return rest;
}

std::string_view without_edition_blanks(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(edition_blanks), text.size());
  return base::trim(text.substr(begin));
}

}  // namespace

std::optional<Edition> edition_in(std::string_view said) {
  // Four are a year: "2005 ed."
  constexpr std::size_t digits_max = 3;
  const std::string_view text = without_zero_decimal(base::trim(said));
  const auto* const end = std::find_if_not(text.begin(), text.end(), base::is_digit);
  const auto digits = static_cast<std::size_t>(end - text.begin());
  if (digits == 0 || digits > digits_max) return std::nullopt;
  Edition edition{text.substr(0, digits), {}};
  const std::string_view rest = without_edition_blanks(without_ordinal(text.substr(digits)));
  if (base::fold(rest).empty()) return edition;
  std::optional<WordKind> first;
  for (std::size_t at = 0; at < rest.size();) {
    const std::size_t word_end = std::min(rest.find_first_of(edition_blanks, at), rest.size());
    const WordKind kind = kind_of(rest.substr(at, word_end - at));
    first = first.value_or(kind);
    if (kind == WordKind::counted) break;
    if (kind == WordKind::edition) {
      edition.remark = base::trim(rest.substr(0, at));
      const std::string_view behind = without_edition_blanks(rest.substr(word_end));
      edition.remark.append(edition.remark.empty() || behind.empty() ? "" : " ").append(behind);
      return edition;
    }
    at = std::min(rest.find_first_not_of(edition_blanks, word_end), rest.size());
  }
  if (first != WordKind::change) return std::nullopt;
  edition.remark = rest;
  return edition;
}

}  // namespace formats
