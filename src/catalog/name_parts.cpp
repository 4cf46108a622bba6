#include "catalog/name_parts.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "base/ascii.hpp"
#include "base/text.hpp"

namespace catalog {
namespace {

// ---- words of a name, folded

constexpr auto kinship =
    std::to_array<std::string_view>({"filho", "filha", "neto", "neta", "sobrinho", "bisneto", "jr",
                                     "junior", "sr", "senior", "jnr", "segundo"});

// As they are written: "E" is an initial.
constexpr auto name_particles = std::to_array<std::string_view>(
    {"da", "de",  "do",  "das", "dos", "e", "di", "du", "del", "la",
     "le", "van", "von", "der", "den", "y", "o",  "a",  "of",  "the"});

// Behind one of these there are given names only, where a numeral follows.
constexpr auto titles_of_rulers = std::to_array<std::string_view>(
    {"papa",    "rei",      "rainha", "imperador", "imperatriz", "dom",   "d",
     "dona",    "principe", "pope",   "princesa",  "king",       "queen", "emperor",
     "empress", "tsar",     "czar",   "kaiser",    "sultao",     "farao"});
constexpr auto other_titles = std::to_array<std::string_view>(
    {"sao", "santo", "santa", "frei", "padre", "madre", "irma", "saint", "san"});

// Given names of two words that popes and kings have had.
constexpr auto double_names = std::to_array<std::string_view>(
    {"joao paulo",          "john paul",         "juan pablo",        "jean paul",
     "giovanni paolo",      "johannes paul",     "jan pawel",         "juan carlos",
     "vitor manuel",        "vitor emanuel",     "victor manuel",     "victor emmanuel",
     "vittorio emanuele",   "vitor emmanuel",    "carlos alberto",    "carlo alberto",
     "carlos gustavo",      "carl gustaf",       "gustavo adolfo",    "gustavus adolphus",
     "frederico guilherme", "frederico augusto", "friedrich wilhelm", "frederick william",
     "francisco jose",      "franz joseph",      "luis filipe"});

constexpr auto words_of_dates = std::to_array<std::string_view>(
    {"c",       "ca",    "cerca", "circa",  "fl",       "n",      "nasc",    "nascido",
     "nascida", "m",     "morto", "morta",  "falecido", "b",      "born",    "d",
     "died",    "ativo", "ativa", "active", "sec",      "seculo", "seculos", "saec"});

template <std::size_t count>
bool is_among_words(const std::array<std::string_view, count>& table, std::string_view word) {
  return std::ranges::find(table, base::fold(word)) != table.end();
}

bool holds_digit(std::string_view text) noexcept {
  return std::ranges::any_of(text, base::is_digit);
}

bool is_particle(std::string_view word) noexcept {
  return std::ranges::find(name_particles, word) != name_particles.end();
}

// From I to XXXIX in capital letters: higher numbers nobody bears, and "DI" or "LI" are names. "V."
// is an initial.
bool is_roman_numeral(std::string_view word) noexcept {
  if (word.size() > 2 && word.ends_with('.')) {
    word.remove_suffix(1);
  }
  constexpr std::array<std::string_view, 10> ones{"",  "I",  "II",  "III",  "IV",
                                                  "V", "VI", "VII", "VIII", "IX"};
  if (word.empty()) {
    return false;
  }
  for (int tens = 0; tens < 3 && word.starts_with('X') && word != "X" && word != "IX"; ++tens) {
    word.remove_prefix(1);
  }
  return word == "X" || std::ranges::find(ones, word) != ones.end();
}

// "2\u00BA", "2.\u00BA".
bool is_ordinal(std::string_view word) noexcept {
  constexpr std::array<std::string_view, 4> marks{"\u00BA", ".\u00BA", "\u00B0", "\u00AA"};
  const std::size_t digits = std::min(word.find_first_not_of("0123456789"), word.size());
  return digits > 0 && std::ranges::find(marks, word.substr(digits)) != marks.end();
}

bool is_behind_surname(std::string_view word) {
  return is_roman_numeral(word) || holds_digit(word) || is_among_words(kinship, word);
}

// "1922-2010", "1950-", "-1520?".
bool is_span_of_years(std::string_view word) noexcept {
  constexpr std::size_t year_digits = 3;
  constexpr std::string_view en_dash = "\u2013";
  const bool has_dash =
      word.find('-') != std::string_view::npos || word.find(en_dash) != std::string_view::npos;
  const auto digits = static_cast<std::size_t>(std::ranges::count_if(word, base::is_digit));
  return has_dash && digits >= year_digits && std::ranges::none_of(word, base::is_letter);
}

using NameWords = std::vector<std::string_view>;

// The words from `begin` to before `end`, with a blank between each two.
std::string text_of_words(const NameWords& words, std::size_t begin, std::size_t end) {
  std::string text;
  for (std::size_t at = begin; at < end; ++at) {
    text.append(text.empty() ? "" : " ").append(words[at]);
  }
  return text;
}

// ---- what is no part of a name

// Where the parenthesis that opens at `begin` has closed; nullopt when it does not.
std::optional<std::size_t> parenthesis_end(std::string_view text, std::size_t begin) noexcept {
  std::size_t depth = 0;
  for (std::size_t at = begin; at < text.size(); ++at) {
    depth += text[at] == '(' ? 1U : 0U;
    depth -= text[at] == ')' ? 1U : 0U;
    if (depth == 0) {
      return at + 1;
    }
  }
  return std::nullopt;
}

// Without the remarks behind a name, or behind a part of it: "(pseud.)", "(org.)", "(1922-2010)".
// "Maria (Mimi) Silva" stays, and so does a name of nothing else.
std::string without_remarks(std::string_view name) {
  std::string kept;
  for (std::size_t at = 0; at < name.size(); ++at) {
    const bool is_apart = at == 0 || name[at - 1] == ' ' || name[at - 1] == ')';
    if (name[at] == '(' && is_apart) {
      const std::size_t end = parenthesis_end(name, at).value_or(at);
      const std::size_t next = name.find_first_not_of(" .", end);
      const bool is_behind = next == std::string_view::npos || name[next] == ',' ||
                             (name[next] == '(' && parenthesis_end(name, next));
      if (end > at && is_behind) {
        at = next == std::string_view::npos ? name.size() : next - 1;
        continue;
      }
    }
    kept += name[at];
  }
  return base::fold(kept).empty() ? std::string(name) : kept;
}

// What a part behind a comma says beside dates. `is_first`: it is what stands behind the first
// comma, where a date may follow the forenames: "José 1922-2010".
std::string without_dates(std::string_view part, bool is_first) {
  constexpr std::string_view numeral_marks = "IVX-";
  const bool ends_in_numeral =
      !part.empty() && numeral_marks.find(part.back()) != std::string_view::npos;
  if (!ends_in_numeral && !holds_digit(part)) {
    return std::string(part);
  }
  const NameWords words = base::words(part);
  const auto date = std::ranges::find_if(words, holds_digit);
  const auto is_word_of_date = [](std::string_view word) {
    return is_among_words(words_of_dates, word);
  };
  if (date == words.end()) {
    const bool is_century = words.size() > 1 && is_word_of_date(words.front()) &&
                            words.front().size() > 2 && !base::is_digit(words[1].front()) &&
                            words.back().find_first_not_of(numeral_marks) == std::string_view::npos;
    return is_century ? std::string() : std::string(part);
  }
  const bool is_lower = words.front().front() >= 'a' && words.front().front() <= 'z';
  const bool is_name = is_first && !is_lower && !std::all_of(words.begin(), date, is_word_of_date);
  const auto kept = static_cast<std::size_t>(date - words.begin());
  return is_name ? text_of_words(words, 0, kept) : std::string();
}

std::string_view without_years_at_end(std::string_view name) {
  for (std::size_t blank = name.rfind(' '); blank != std::string_view::npos;
       blank = name.rfind(' ')) {
    if (!is_span_of_years(name.substr(blank + 1))) {
      break;
    }
    name = base::trim(name.substr(0, blank));
  }
  return name;
}

// A numeral of one letter is an initial: "Souza, V".
bool is_suffix(std::string_view part) {
  const auto is_suffix_word = [](std::string_view word) {
    return (word.size() > 1 && is_roman_numeral(word)) || is_among_words(kinship, word);
  };
  // Nearly always the first word tells.
  if (!is_suffix_word(part.substr(0, part.find(' ')))) {
    return false;
  }
  return std::ranges::all_of(base::words(part), is_suffix_word);
}

// ---- a name in the order in which it is spoken

// Where the numeral of a pope or a king stands; nullopt where nobody has one. Behind it nothing
// follows, or where from: "Pedro II do Brasil".
std::optional<std::size_t> regnal_numeral(const NameWords& words) {
  for (std::size_t at = 1; at < words.size(); ++at) {
    const bool is_last = at + 1 == words.size();
    // "José V de Sousa" has an initial, and "Dom João V de Portugal" a number.
    const bool is_no_initial =
        words[at].size() > 1 || is_among_words(titles_of_rulers, words.front());
    const bool has_origin = !is_last && is_no_initial && is_particle(words[at + 1]);
    if ((is_last || has_origin) && (is_roman_numeral(words[at]) || is_ordinal(words[at]))) {
      return at;
    }
  }
  return std::nullopt;
}

bool is_regnal(const NameWords& words) {
  const auto numeral = regnal_numeral(words);
  if (!numeral) {
    return false;
  }
  std::size_t begin = 0;
  bool is_ruler = false;
  for (; begin < *numeral; ++begin) {
    const bool is_rulers_title = is_among_words(titles_of_rulers, words[begin]);
    if (!is_rulers_title && !is_among_words(other_titles, words[begin])) {
      break;
    }
    is_ruler = is_ruler || is_rulers_title;
  }
  return is_ruler || *numeral - begin <= 1 ||
         is_among_words(double_names, text_of_words(words, begin, *numeral));
}

NameParts parts_of_spoken(std::string_view name) {
  const NameWords words = base::words(name);
  NameParts parts;
  const bool is_numbered = words.size() == 2 && holds_digit(words.back());
  if (words.size() < 2 || is_numbered || is_regnal(words)) {
    parts.surname = name;
    return parts;
  }
  std::size_t surname = words.size() - 1;
  while (surname > 1 && is_behind_surname(words[surname]) && !is_particle(words[surname - 1])) {
    --surname;
  }
  parts.surname = text_of_words(words, surname, words.size());
  parts.forenames = text_of_words(words, 0, surname);
  return parts;
}

// ---- a name with commas

struct CommaParts {
  std::string_view first;
  std::string suffix;
  std::string forenames;
};

// "King, Martin Luther Jr.": the abbreviation is nobody's forename.
void take_suffix_of_forenames(CommaParts& parts) {
  const std::size_t blank = parts.forenames.rfind(' ');
  if (!parts.suffix.empty() || blank == std::string::npos) {
    return;
  }
  const std::string last = parts.forenames.substr(blank + 1);
  if (base::equal_ignoring_case(last, "jr") || base::equal_ignoring_case(last, "jr.")) {
    parts.suffix = last;
    parts.forenames.resize(blank);
  }
}

CommaParts comma_parts(std::string_view name) {
  CommaParts parts;
  std::size_t comma = std::min(name.find(','), name.size());
  parts.first = without_years_at_end(base::trim(name.substr(0, comma)));
  for (bool is_first = true; comma < name.size(); is_first = false) {
    name.remove_prefix(comma + 1);
    comma = std::min(name.find(','), name.size());
    const std::string part = without_dates(base::trim(name.substr(0, comma)), is_first);
    if (part.empty()) {
      continue;
    }
    if (is_suffix(part)) {
      parts.suffix.append(parts.suffix.empty() ? "" : " ").append(part);
    } else {
      parts.forenames.append(parts.forenames.empty() ? "" : ", ").append(part);
    }
  }
  take_suffix_of_forenames(parts);
  return parts;
}

}  // namespace

bool is_regnal_name(std::string_view name) { return is_regnal(base::words(name)); }

NameParts name_parts(std::string_view name) {
  name = base::trim(name);
  std::string kept;
  if (name.find('(') != std::string_view::npos) {
    kept = without_remarks(name);
    name = base::trim(kept);
  }
  while (name.starts_with(',')) {
    name = base::trim(name.substr(1));
  }
  CommaParts written = comma_parts(name);
  if (!written.forenames.empty()) {
    const bool is_inverted = !is_regnal_name(written.first);
    return {std::string(written.first), std::move(written.suffix), std::move(written.forenames),
            is_inverted};
  }
  NameParts parts = parts_of_spoken(written.first);
  if (written.suffix.empty()) {
    return parts;
  }
  const std::string whole = std::string(written.first) + " " + written.suffix;
  if (parts.forenames.empty() || is_regnal_name(whole)) {
    return {whole, {}, {}, false};
  }
  parts.suffix = std::move(written.suffix);
  return parts;
}

}  // namespace catalog
