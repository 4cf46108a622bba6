#include "formats/responsibility.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "base/ascii.hpp"
#include "base/text.hpp"
#include "formats/marc_relators.hpp"
#include "formats/marc_text.hpp"

namespace formats {
namespace {

constexpr std::size_t introduction_words_max = 8;
// A term of so many letters is no forename: "organização Ana Costa", but "Ed McBain".
constexpr std::size_t long_term_letters = 8;

template <std::size_t count>
bool is_among(const std::array<std::string_view, count>& words, std::string_view word) {
  return std::ranges::find(words, base::fold(word)) != words.end();
}

bool is_preposition(std::string_view word) {
  constexpr std::array<std::string_view, 9> words{"de", "do",  "da", "dos", "das",
                                                  "by", "por", "of", "pelo"};
  return is_among(words, word);
}

// Second words of bodies whose first word may be shortened: "Org. Mundial da Saúde".
bool is_of_body(std::string_view word) {
  constexpr std::array<std::string_view, 9> words{"mundial",   "nacional",   "internacional",
                                                  "geral",     "federal",    "estadual",
                                                  "municipal", "brasileira", "portuguesa"};
  return is_among(words, word);
}

std::string_view word_at_front(std::string_view text) noexcept {
  return text.substr(0, text.find(' '));
}

// "[por]", "by", "por".
std::string_view without_by(std::string_view names) {
  const std::string_view word = word_at_front(names);
  const bool is_by = (word == "by" || word == "por" || word == "[por]" || word == "[by]") &&
                     word.size() < names.size();
  return is_by ? trimmed(names.substr(word.size())) : names;
}

// Where the names begin behind an introduction that ends with `head`; nullopt: it is none. Names of
// bodies begin with words of the same kind, but in capitals.
std::optional<std::string_view> names_behind(std::string_view head, std::string_view rest) {
  if (rest.empty() || !is_relator_term(head)) return std::nullopt;
  const std::string_view next = word_at_front(rest);
  const bool is_marked = std::string_view(".:,]").find(head.back()) != std::string_view::npos;
  const bool is_small = head.front() >= 'a' && head.front() <= 'z';
  const bool is_bracketed = head.front() == '[';
  if (is_preposition(next) && next.size() < rest.size() &&
      (is_marked || is_small || is_bracketed)) {
    return trimmed(rest.substr(next.size()));
  }
  if (is_marked) return is_of_body(next) ? std::nullopt : std::optional(rest);
  // A small letter goes on: "organização mundial da saúde".
  const bool begins_name = rest.front() < 'a' || rest.front() > 'z';
  const bool is_long = base::code_points(head) >= long_term_letters;
  return is_small && is_long && begins_name ? std::optional(rest) : std::nullopt;
}

std::string_view without_introduction_of_names(std::string_view statement) {
  std::string_view names = statement;
  std::size_t end = 0;
  for (std::size_t words = 0; words < introduction_words_max; ++words) {
    end = statement.find(' ', end);
    if (end == std::string_view::npos) break;
    const std::string_view head = statement.substr(0, end);
    if (const auto found = names_behind(head, trimmed(statement.substr(end)))) names = *found;
    ++end;
  }
  return names;
}

// A full stop alone stays: it may be that of an initial.
std::string_view without_ellipsis(std::string_view names) noexcept {
  while (true) {
    names = names.substr(0, names.find_last_not_of(" ,[(") + 1);
    const std::string_view dots = names.ends_with("\u2026") ? "\u2026"
                                  : names.ends_with("...")  ? "..."
                                  : names.ends_with(" .")   ? " ."
                                                            : "";
    if (dots.empty()) return names;
    names.remove_suffix(dots.size());
  }
}

// "João Silva ... [et al.]" -> "João Silva".
std::string_view without_others(std::string_view names) {
  constexpr std::array<std::string_view, 6> others{"et al",    "et alii",    "e outros",
                                                   "e outras", "and others", "et alia"};
  for (const std::string_view one : others) {
    const std::size_t at = names.rfind(one);
    if (at == std::string_view::npos || at == 0) continue;
    const std::string_view behind = names.substr(at + one.size());
    const char before = names[at - 1];
    if (behind.find_first_not_of(".]) ") != std::string_view::npos) continue;
    if (before != ' ' && before != '[' && before != '(') continue;
    const std::string_view left =
        without_full_stop(without_ellipsis(names.substr(0, at)), FullStop::of_name);
    if (!left.empty()) return left;
  }
  return names;
}

}  // namespace

std::string_view first_responsibility(std::string_view statement) {
  statement = trimmed(statement);
  for (const std::string_view separator : {" ; ", " = "}) {
    statement = statement.substr(0, statement.find(separator));
  }
  statement = without_brackets(without_end_marks(statement, FullStop::of_name));
  return without_others(without_by(without_introduction_of_names(without_by(statement))));
}

}  // namespace formats
