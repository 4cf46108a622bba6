#include "formats/marc_extent.hpp"

#include <algorithm>
#include <array>

#include "base/ascii.hpp"
#include "base/text.hpp"
#include "catalog/limits.hpp"

namespace formats {
namespace {

using base::is_digit;
namespace limits = catalog::limits;

constexpr std::size_t thousands_digits = 3;

// Blanks that are no ASCII: no-break, figure, thin and narrow no-break space.
constexpr std::array<std::string_view, 4> typographic_blanks{"\u00A0", "\u2007", "\u2009",
                                                             "\u202F"};

std::size_t typographic_blank_size(std::string_view text) noexcept {
  const auto* const found = std::ranges::find_if(
      typographic_blanks, [text](std::string_view blank) { return text.starts_with(blank); });
  return found == typographic_blanks.end() ? 0 : found->size();
}

bool is_letter(std::string_view text) noexcept {
  // Bytes above ASCII are parts of letters: "páginas".
  const char c = text.front();
  return base::is_letter(c) ||
         (static_cast<unsigned char>(c) >= 0x80 && typographic_blank_size(text) == 0);
}

std::size_t run_of_digits(std::string_view text) noexcept {
  return std::min(text.find_first_not_of("0123456789"), text.size());
}

// Bytes of what sets off thousands behind a group of `digits`; 0: nothing does. A comma and a blank
// also stand between counts, "16, 320 p.": before three digits they are taken for thousands only
// behind a single one.
std::size_t thousands_separator_size(std::string_view text, std::size_t digits) noexcept {
  if (text.starts_with('.') || text.starts_with('\'')) return 1;
  for (const std::string_view sign : {"\u2019", "\u02BC"}) {
    if (text.starts_with(sign)) return sign.size();
  }
  if (text.starts_with(',') || text.starts_with(' ')) return digits == 1 ? 1 : 0;
  return typographic_blank_size(text);
}

struct Number {
  std::int64_t value = 0;
  std::size_t size = 0;    // bytes
  std::size_t digits = 0;  // without what sets off thousands
};

Number number_at(std::string_view text) noexcept {
  Number number;
  std::size_t run = run_of_digits(text);
  const bool may_go_on = run <= thousands_digits && text.front() != '0';
  const auto take = [&](std::size_t skipped) {
    for (const char digit : text.substr(number.size + skipped, run)) {
      number.value = std::min<std::int64_t>(number.value * 10 + (digit - '0'), INT32_MAX);
    }
    number.size += skipped + run;
    number.digits += run;
  };
  take(0);
  while (may_go_on) {
    const std::string_view rest = text.substr(number.size);
    const std::size_t separator = thousands_separator_size(rest, number.digits);
    if (separator == 0) break;
    run = run_of_digits(rest.substr(separator));
    if (run != thousands_digits) break;
    take(separator);
  }
  return number;
}

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
// else forgets them. A Roman number is one more count, unless it stands right behind one ("1 v.").
class PageCount {
 public:
  void read(std::string_view text) {
    while (!text.empty()) {
      if (is_digit(text.front())) {
        text.remove_prefix(read_number(text));
      } else if (is_letter(text)) {
        text.remove_prefix(read_word(text));
      } else {
        const std::size_t wide = typographic_blank_size(text);
        const bool blank = text.front() == ' ' || wide > 0;
        if (!blank) after_number_ = false;
        if (!blank && text.front() != '.') confirm();
        text.remove_prefix(std::max<std::size_t>(wide, 1));
      }
    }
    confirm();
  }
  std::optional<std::int64_t> largest() const noexcept { return largest_; }

 private:
  std::size_t read_number(std::string_view text) noexcept {
    constexpr std::size_t digits_max = 6;  // of limits::pages_max
    confirm();
    const Number number = number_at(text);
    if (number.digits <= digits_max) pending_ = std::max(pending_, number.value);
    after_number_ = true;
    return number.size;
  }

  std::size_t read_word(std::string_view text) {
    std::size_t end = 0;
    while (end < text.size() && is_letter(text.substr(end))) ++end;
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

}  // namespace

std::optional<std::int64_t> pages_in(std::string_view extent) {
  PageCount count;
  count.read(extent);
  return count.largest();
}

}  // namespace formats
