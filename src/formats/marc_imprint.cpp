#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "base/ascii.hpp"
#include "base/text.hpp"
#include "catalog/limits.hpp"
#include "formats/marc_mapping.hpp"
#include "formats/marc_text.hpp"
#include "formats/marc_values.hpp"

namespace formats {
namespace {

using base::is_digit;
using catalog::Field;
namespace limits = catalog::limits;

constexpr std::size_t first_date_at = 7;  // 008/07-10
constexpr std::size_t year_digits = 4;
// Smaller numbers where a year belongs are slips of the keyboard, not incunabula.
constexpr std::int32_t year_plausible_min = 1000;

bool is_letter(char c) noexcept {
  // Bytes above ASCII are parts of letters: "páginas".
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

std::size_t run_of_digits(std::string_view text, std::size_t at) noexcept {
  std::size_t end = at;
  while (end < text.size() && is_digit(text[end])) ++end;
  return end - at;
}

std::int32_t value_of(std::string_view digits) noexcept {
  std::int32_t value = 0;
  for (const char digit : digits) value = value * 10 + (digit - '0');
  return value;
}

// The first run of exactly four digits that is a plausible year: "c1999", "[1999?]", "1999-2001".
std::optional<std::int32_t> first_year(std::string_view text, int current_year) noexcept {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = run_of_digits(text, at);
    if (length == year_digits) {
      const std::int32_t year = value_of(text.substr(at, length));
      if (year >= year_plausible_min && year <= current_year + limits::years_ahead_max) return year;
    }
    at += std::max<std::size_t>(length, 1);
  }
  return std::nullopt;
}

// 264 says in its second indicator what it is about: 1 publication, 4 copyright.
const Iso2709Field* imprint_field(const MarcRecord& record) noexcept {
  const Iso2709Field* other = nullptr;
  const Iso2709Field* older = nullptr;
  for (const Iso2709Field& field : record.fields()) {
    if (field.tag == 264 && field.indicator(2) == '1') return &field;
    if (field.tag == 264 && other == nullptr) other = &field;
    if (field.tag == 260 && older == nullptr) older = &field;
  }
  return older != nullptr ? older : other;
}

std::optional<std::int32_t> year_of(const MarcMapping& to) noexcept {
  // The coded date is free of brackets, "c" and calendars; unknown digits are written "u".
  const std::string_view fixed = to.record.control(8);
  if (fixed.size() >= first_date_at + year_digits) {
    const auto coded = first_year(fixed.substr(first_date_at, year_digits), to.current_year);
    if (coded) return coded;
  }
  const Iso2709Field* imprint = imprint_field(to.record);
  if (imprint != nullptr) {
    if (const auto year = first_year(imprint->first('c'), to.current_year)) return year;
  }
  for (const Iso2709Field& field : to.record.fields()) {
    if (field.tag != 264) continue;
    if (const auto year = first_year(field.first('c'), to.current_year)) return year;
  }
  return std::nullopt;
}

// What cataloguers write when there is nothing to write, folded.
bool says_unknown(std::string_view text) {
  constexpr std::array<std::string_view, 12> phrases{"s l",
                                                     "s n",
                                                     "s l s n",
                                                     "n p",
                                                     "place of publication not identified",
                                                     "publisher not identified",
                                                     "lugar de publicacao nao identificado",
                                                     "local de publicacao nao identificado",
                                                     "editora nao identificada",
                                                     "editor nao identificado",
                                                     "lugar de publicacion no identificado",
                                                     "editorial no identificada"};
  return std::find(phrases.begin(), phrases.end(), base::fold(text)) != phrases.end();
}

// "[Aracaju, Brazil?] :" -> "Aracaju, Brazil".
std::string_view imprint_text(std::string_view value) {
  const std::string_view plain = without_end_marks(value, FullStop::of_name);
  std::string_view text = without_brackets(plain);
  if (text.size() < plain.size() && text.ends_with('?')) text.remove_suffix(1);
  return says_unknown(text) ? std::string_view{} : trimmed(text);
}

// ---- 300 $a: "xii, 345 p.", "187, [7] páginas", "1 v. (800 p.)" --------------------------------

bool is_page_word(std::string_view word) {
  constexpr std::array<std::string_view, 12> words{
      "p", "pp", "pag", "pags", "pages", "page", "pg", "pgs", "pagina", "paginas", "s", "seiten"};
  return std::find(words.begin(), words.end(), base::fold(word)) != words.end();
}

bool is_roman(std::string_view word) noexcept {
  return word.find_first_not_of("ivxlcdmIVXLCDM") == std::string_view::npos;
}

// What makes the pages in front of it another thing: "[8] p. of plates", "4 p. l." (leaves).
bool disowns_pages(std::string_view word) {
  return word == "of" || word == "de" || word == "l" || word == "leaves";
}

// Counts are collected until a word says of what: pages keeps the largest, volumes, leaves and all
// else forgets them. A Roman value_of is one more count, unless it stands right behind one ("1
// v.").
class PageCount {
 public:
  void read(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
      if (is_digit(text[at])) {
        at += read_number(text.substr(at, run_of_digits(text, at)));
      } else if (is_letter(text[at])) {
        at += read_word(text.substr(at));
      } else {
        if (text[at] != ' ') after_number_ = false;
        if (text[at] != ' ' && text[at] != '.') confirm();
        ++at;
      }
    }
    confirm();
  }
  std::optional<std::int64_t> largest() const noexcept { return largest_; }

 private:
  std::size_t read_number(std::string_view digits) noexcept {
    constexpr std::size_t digits_max = 6;  // of limits::pages_max
    confirm();
    if (digits.size() <= digits_max) pending_ = std::max<std::int64_t>(pending_, value_of(digits));
    after_number_ = true;
    return digits.size();
  }

  std::size_t read_word(std::string_view text) {
    std::size_t end = 0;
    while (end < text.size() && is_letter(text[end])) ++end;
    const std::string_view word = text.substr(0, end);
    if (disowns_pages(word)) candidate_ = 0;
    confirm();
    const bool counts_on = is_roman(word) && !after_number_;
    after_number_ = false;
    if (counts_on) return end;
    if (is_page_word(word) && pending_ <= limits::pages_max) candidate_ = pending_;
    pending_ = 0;
    return end;
  }

  void confirm() noexcept {
    if (candidate_ > 0) largest_ = std::max(largest_.value_or(0), candidate_);
    candidate_ = 0;
  }

  std::int64_t pending_ = 0;    // the largest count since the last word
  std::int64_t candidate_ = 0;  // of pages, unless the next word disowns it
  std::optional<std::int64_t> largest_;
  bool after_number_ = false;
};

void map_pages(const MarcMapping& to) {
  const Iso2709Field* field = to.record.first(300);
  if (field == nullptr) return;
  if (const auto pages = pages_in(field->first('a'))) to.book.pages(*pages);
}

}  // namespace

std::optional<std::int32_t> year_in(std::string_view text, int current_year) noexcept {
  return first_year(text, current_year);
}

std::optional<std::int64_t> pages_in(std::string_view text) {
  PageCount count;
  count.read(text);
  return count.largest();
}

void map_imprint(const MarcMapping& to) {
  if (const Iso2709Field* field = to.record.first(250)) {
    const std::string_view edition =
        without_brackets(without_end_marks(field->first('a'), FullStop::of_phrase));
    put(to, {Field::edition, edition, limits::edition_max});
  }
  if (const Iso2709Field* field = imprint_field(to.record)) {
    // The first place and the first publisher: the ones that the title page puts first.
    put(to, {Field::place, imprint_text(field->first('a')), limits::place_max});
    put(to, {Field::publisher, imprint_text(field->first('b')), limits::publisher_max});
  }
  if (const auto year = year_of(to)) to.book.year(*year);
  map_pages(to);
}

}  // namespace formats
