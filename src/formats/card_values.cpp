#include "formats/card_values.hpp"

#include <algorithm>
#include <array>

#include "base/ascii.hpp"
#include "base/text.hpp"
#include "formats/marc_placeholders.hpp"
#include "formats/marc_text.hpp"

namespace formats {
namespace {

constexpr std::array<std::string_view, 9> spreadsheet_errors{
    "#N/D", "#N/A", "#REF!", "#VALOR!", "#VALUE!", "#DIV/0!", "#NOME?", "#NAME?", "#N/DISP"};
constexpr std::array<std::string_view, 5> null_values{"NULL", "NaN", "nan", "-", "N/A"};

// Folded.
constexpr std::array<std::string_view, 19> nobody{
    "varios autores",
    "autores varios",
    "diversos autores",
    "autores diversos",
    "vv aa",
    "aa vv",
    "vvaa",
    "aavv",
    "various authors",
    "autor desconhecido",
    "desconhecido",
    "anonimo",
    "anonima",
    "autor anonimo",
    "unknown",
    "unknown author",
    "anonymous",
    "sem autor",
    "nao identificado",
};

std::string_view without_one_mark(std::string_view text) noexcept {
  constexpr std::array<std::string_view, 5> marks{" /", " :", " ;", " =", " --"};
  if (text.ends_with(',')) return text.substr(0, text.size() - 1);
  for (const std::string_view mark : marks) {
    if (text.ends_with(mark)) return text.substr(0, text.size() - mark.size());
  }
  return text;
}

std::string with_single_blanks(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c != ' ' || !out.ends_with(' ')) out += c;
  }
  return out;
}

// The end of the name that `names` begins with: a separator that no backslash is before.
std::size_t end_of_name(std::string_view names, std::string_view separators) noexcept {
  for (std::size_t at = 0; at < names.size(); ++at) {
    if (separators.find(names[at]) != std::string_view::npos) return at;
    if (names[at] == '\\') ++at;
  }
  return names.size();
}

}  // namespace

std::string_view without_card_marks(std::string_view text) noexcept {
  text = trimmed(text);
  while (true) {
    const std::string_view shorter = trimmed(without_one_mark(text));
    if (shorter.empty() || shorter.size() == text.size()) return text;
    text = shorter;
  }
}

std::string_view imprint_of_card(std::string_view text) {
  const std::string_view plain = without_card_marks(text);
  std::string_view bare = without_brackets(plain);
  if (bare.size() < plain.size() && bare.ends_with('?')) bare.remove_suffix(1);
  return is_placeholder(bare) ? std::string_view{} : trimmed(bare);
}

bool names_nobody(std::string_view name) {
  const std::string folded = base::fold(name);
  return std::ranges::find(nobody, folded) != nobody.end();
}

std::string names_of_card(std::string_view names, char separator) {
  std::string separators = ";|\n";
  if (separator != '\0') separators += separator;
  std::string out;
  std::string between;
  while (!names.empty()) {
    const std::size_t end = end_of_name(names, separators);
    const std::string name = with_single_blanks(without_card_marks(names.substr(0, end)));
    if (!name.empty() && !names_nobody(name)) out.append(out.empty() ? "" : between).append(name);
    names.remove_prefix(end);
    if (names.empty()) break;
    between = names.front();
    names.remove_prefix(1);
    if (names.starts_with(' ')) between += ' ';
  }
  return out;
}

bool is_spreadsheet_error(std::string_view cell) noexcept {
  return std::ranges::find(spreadsheet_errors, trimmed(cell)) != spreadsheet_errors.end();
}

bool is_no_value(std::string_view cell) noexcept {
  return is_spreadsheet_error(cell) ||
         std::ranges::find(null_values, trimmed(cell)) != null_values.end();
}

std::string_view without_zero_decimal(std::string_view edition) noexcept {
  const std::string_view text = trimmed(edition);
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  const std::string_view behind = text.substr(digits);
  return digits > 0 && (behind == ".0" || behind == ",0") ? text.substr(0, digits) : edition;
}

}  // namespace formats
