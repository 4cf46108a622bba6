#include "formats/csv_values.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/ascii.hpp"
#include "base/text.hpp"
#include "catalog/limits.hpp"
#include "formats/format.hpp"
#include "formats/marc_extent.hpp"
#include "formats/marc_placeholders.hpp"
#include "formats/marc_values.hpp"

namespace formats {
namespace {

using base::is_digit;
using catalog::Isbn;
namespace limits = catalog::limits;

bool are_digits(std::string_view text) noexcept {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

std::optional<std::int64_t> plain_integer(std::string_view text) noexcept {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size()) return value;
  return std::nullopt;
}

// "2008.0", "9788535902778,00" -> in front of the decimals, when they are zeros.
std::string_view without_zero_decimals(std::string_view text) noexcept {
  const std::size_t mark = text.find_last_of(".,");
  if (mark == std::string_view::npos || mark == 0) return text;
  const std::string_view decimals = text.substr(mark + 1);
  const bool zeros = !decimals.empty() && decimals.size() <= 2 &&
                     decimals.find_first_not_of('0') == std::string_view::npos;
  return zeros ? text.substr(0, mark) : text;
}

// "1.998", "12,000", "1 200" -> 1998, 12000, 1200.
std::optional<std::int64_t> grouped_integer(std::string_view text) {
  std::string digits;
  char mark = '\0';
  std::size_t group = 0;
  for (const char c : text) {
    if (is_digit(c)) {
      digits += c;
      ++group;
      continue;
    }
    const bool first = mark == '\0';
    if ((c != '.' && c != ',' && c != ' ') || (!first && c != mark)) return std::nullopt;
    if (first ? group == 0 || group > 3 : group != 3) return std::nullopt;
    mark = c;
    group = 0;
  }
  return mark != '\0' && group == 3 ? plain_integer(digits) : std::nullopt;
}

// What spreadsheets and programs put around a number so that it stays a text: ="978…", '978…,
// [978…], "978…".
std::string_view without_wrapping(std::string_view text) noexcept {
  constexpr std::string_view opening = "=\"'[<";
  constexpr std::string_view closing = "\"']>";
  text = base::trim(text);
  while (!text.empty() && opening.find(text.front()) != std::string_view::npos) {
    text = base::trim(text.substr(1));
  }
  while (!text.empty() && closing.find(text.back()) != std::string_view::npos) {
    text = base::trim(text.substr(0, text.size() - 1));
  }
  return text;
}

// "8535902775 (broch.)", "85-359-0277-5 : R$ 30" -> what stands in front.
std::optional<Isbn> single_isbn_in(std::string_view part) {
  if (const auto isbn = Isbn::parse(part)) return isbn;
  const std::string_view bare = without_zero_decimals(part);
  if (const auto isbn = Isbn::parse(bare)) return isbn;
  return Isbn::parse(base::trim(part.substr(0, part.find_first_of("(["))));
}

std::ptrdiff_t digits_in(std::string_view part) noexcept {
  return std::count_if(part.begin(), part.end(), is_digit);
}

// Enough digits that somebody meant an ISBN.
bool may_be_isbn(std::string_view part) noexcept {
  constexpr std::ptrdiff_t digits_min = 5;
  return digits_in(part) >= digits_min;
}

// "9788535902778 (broch.) 8535902775 [enc.]": a remark ends the number before it.
std::string without_remarks(std::string_view cell) {
  std::string out;
  while (!cell.empty()) {
    const std::size_t open = std::min(cell.find_first_of("(["), cell.size());
    out += cell.substr(0, open);
    cell.remove_prefix(open);
    if (cell.empty()) break;
    out += ';';
    const std::size_t close = cell.find(cell.front() == '(' ? ')' : ']');
    cell.remove_prefix(close == std::string_view::npos ? 1 : close + 1);
  }
  return out;
}

// "http://id.crossref.org/isbn/9788535902778" -> what stands behind its last slash.
std::string without_addresses(std::string_view cell) {
  std::string out;
  for (std::size_t at = cell.find("://"); at != std::string_view::npos; at = cell.find("://")) {
    std::size_t begin = at;
    while (begin > 0 && base::is_letter(cell[begin - 1])) --begin;
    const std::size_t end = std::min(cell.find_first_of(" ;|,\t\n", at), cell.size());
    out += cell.substr(0, begin);
    cell = cell.substr(cell.substr(0, end).rfind('/') + 1);
  }
  return out.append(cell);
}

// "s/ isbn", "não tem": words that say there is none.
bool says_no_isbn(std::string_view cell) {
  constexpr std::array<std::string_view, 6> words{"s isbn",     "isbn",       "nao tem",
                                                  "nao possui", "nao existe", "nao ha"};
  const std::string folded = base::fold(cell);
  return is_placeholder(cell) || std::ranges::find(words, folded) != words.end();
}

CsvIsbns isbns_parted_by(std::string_view separators, std::string_view cell) {
  CsvIsbns found;
  while (!cell.empty() && found.isbns.size() <= limits::other_isbns_max + 1) {
    const std::size_t end = std::min(cell.find_first_of(separators), cell.size());
    const std::string_view part = without_wrapping(cell.substr(0, end));
    cell.remove_prefix(std::min(end + 1, cell.size()));
    if (part.empty()) continue;
    const auto isbn = single_isbn_in(part);
    if (!isbn) {
      found.invalid.emplace_back(part);
    } else if (std::find(found.isbns.begin(), found.isbns.end(), *isbn) == found.isbns.end()) {
      found.isbns.push_back(*isbn);
    }
  }
  return found;
}

// More than one with remarks behind them; nothing else is told by digits as few as those of a
// price.
std::optional<CsvIsbns> remarked_isbns_in(std::string_view cell) {
  constexpr std::ptrdiff_t number_digits_min = 8;  // an ISSN is told as well
  if (cell.find_first_of("([") == std::string_view::npos) return std::nullopt;
  CsvIsbns found = isbns_parted_by(";|,/\n", without_remarks(cell));
  std::erase_if(found.invalid,
                [](std::string_view part) { return digits_in(part) < number_digits_min; });
  if (found.isbns.size() + found.invalid.size() < 2) return std::nullopt;
  return found;
}

}  // namespace

std::optional<std::int64_t> integer_in(std::string_view cell) {
  const std::string_view text = base::trim(cell);
  if (const auto value = plain_integer(text)) return value;
  return plain_integer(without_zero_decimals(text));
}

std::optional<std::int64_t> csv_year_in(std::string_view cell, int current_year) {
  const std::string_view text = base::trim(cell);
  const auto is_possible = [&](const std::optional<std::int64_t>& year) {
    return year && *year >= limits::year_min && *year <= current_year + limits::years_ahead_max;
  };
  if (const auto whole = integer_in(text)) return is_possible(whole) ? whole : std::nullopt;
  if (const auto year = year_in(text, current_year)) return year;
  const auto grouped = text.size() == 5 ? grouped_integer(text) : std::nullopt;
  return is_possible(grouped) ? grouped : std::nullopt;
}

std::optional<std::int64_t> csv_pages_in(std::string_view cell) {
  const std::string_view text = base::trim(cell);
  auto pages = integer_in(text);
  if (!pages) pages = grouped_integer(text);
  if (!pages) pages = pages_in(text);
  return pages && *pages >= 1 && *pages <= limits::pages_max ? pages : std::nullopt;
}

bool is_dash(std::string_view cell) noexcept {
  cell = base::trim(cell);
  while (!cell.empty()) {
    constexpr std::array<std::string_view, 8> marks{"-", "_", "*", ".", "/", "–", "—", "−"};
    const auto* const mark = std::find_if(
        marks.begin(), marks.end(), [&](std::string_view one) { return cell.starts_with(one); });
    if (mark == marks.end()) return false;
    cell.remove_prefix(mark->size());
  }
  return true;
}

bool is_shortened_number(std::string_view cell) noexcept {
  cell = without_wrapping(cell);
  const std::size_t exponent = cell.find_first_of("eE");
  if (exponent == std::string_view::npos || exponent == 0) return false;
  std::string_view power = cell.substr(exponent + 1);
  if (power.starts_with('+')) power.remove_prefix(1);
  const std::string_view mantissa = cell.substr(0, exponent);
  return are_digits(power) && is_digit(mantissa.front()) &&
         mantissa.find_first_not_of("0123456789.,") == std::string_view::npos;
}

bool is_issn(std::string_view text) noexcept {
  if (text.size() != 9 || text[4] != '-') return false;
  int sum = 0;
  int weight = 8;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i == 4) continue;
    const bool is_ten = i == 8 && (text[i] == 'X' || text[i] == 'x');
    if (!is_digit(text[i]) && !is_ten) return false;
    sum += weight-- * (is_ten ? 10 : text[i] - '0');
  }
  return sum % 11 == 0;
}

CsvIsbns csv_isbns_in(std::string_view whole) {
  CsvIsbns found;
  const std::string bare = without_addresses(whole);
  const std::string_view cell = without_wrapping(bare);
  if (is_dash(cell) || cell == "0" || says_no_isbn(cell)) return found;
  if (is_shortened_number(cell) || digits_in(cell) == 0) {
    found.invalid.emplace_back(cell);
    return found;
  }
  if (auto remarked = remarked_isbns_in(cell)) return *std::move(remarked);
  if (const auto isbn = single_isbn_in(cell)) {
    found.isbns.push_back(*isbn);
    return found;
  }
  found = isbns_parted_by(";|,/\n", cell);
  // "9788535902778 8535902775": blanks part them where one of the parts is one, and what is no
  // number beside it says which of the forms has it.
  if (!found.invalid.empty()) {
    CsvIsbns parted = isbns_parted_by(";|,/\n\t ", cell);
    std::erase_if(parted.invalid, [](std::string_view part) { return !may_be_isbn(part); });
    if (parted.isbns.size() > found.isbns.size()) return parted;
  }
  return found;
}

std::string for_people(std::string_view text) {
  return std::string(base::clip_bytes(base::trim(text), written_bytes_max));
}

std::string one_line(std::string_view cell) {
  std::string text(base::trim(cell));
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return text;
}

std::string joined_lines(std::string_view names) {
  std::string joined;
  for (const char c : names) {
    if (c == '\n') {
      joined += "; ";
    } else {
      joined += c == '\t' ? ' ' : c;
    }
  }
  return joined;
}

std::string with_blanks_for_tabs(std::string_view cell) {
  std::string text(cell);
  std::replace(text.begin(), text.end(), '\t', ' ');
  return text;
}

}  // namespace formats
