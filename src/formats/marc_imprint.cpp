#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>

#include "base/ascii.hpp"
#include "base/text.hpp"
#include "catalog/limits.hpp"
#include "formats/marc_extent.hpp"
#include "formats/marc_mapping.hpp"
#include "formats/marc_placeholders.hpp"
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

// "a.C.", "A. C.", "BC", "av. J.-C." behind a year: it was before Christ.
bool is_before_christ(std::string_view rest) {
  constexpr std::string_view marks = " ac bc bce av avant ";
  std::string word;
  for (const char c : rest.substr(0, std::min<std::size_t>(rest.size(), 8))) {
    const char lower = base::to_lower(c);
    if (lower >= 'a' && lower <= 'z') word += lower;
    if (word.size() >= 2 && lower == ' ') break;
    if (lower != ' ' && lower != '.' && !(lower >= 'a' && lower <= 'z')) break;
  }
  return !word.empty() && marks.find(" " + word + " ") != std::string_view::npos;
}

// The first run of exactly four digits that is a plausible year: "c1999", "[1999?]", "1999-2001".
std::optional<std::int32_t> first_year(std::string_view text, int current_year) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = run_of_digits(text, at);
    if (length == year_digits) {
      const std::int32_t year = value_of(text.substr(at, length));
      const bool is_plausible =
          year >= year_plausible_min && year <= current_year + limits::years_ahead_max;
      if (is_plausible && !is_before_christ(text.substr(at + length))) return year;
    }
    at += std::max<std::size_t>(length, 1);
  }
  return std::nullopt;
}

constexpr char of_copyright = '4';
constexpr unsigned names_no_publisher = 9;

// How far a field is from publication. 264 says in its second indicator what it is about: 0
// production, 1 publication, 2 distribution, 3 manufacture, 4 copyright.
unsigned distance_of(const Iso2709Field& field) noexcept {
  if (field.tag == 260) return 1;
  if (field.tag != 264) return names_no_publisher;
  switch (field.indicator(2)) {
    case '1':
      return 0;
    case '2':
      return 3;
    case '0':
      return 4;
    case '3':
    case of_copyright:
      return names_no_publisher;
    default:
      return 2;
  }
}

const Iso2709Field* imprint_field(const MarcRecord& record) noexcept {
  const Iso2709Field* nearest = nullptr;
  unsigned least = names_no_publisher;
  for (const Iso2709Field& field : record.fields()) {
    const unsigned distance = distance_of(field);
    if (distance >= least) continue;
    least = distance;
    nearest = &field;
  }
  return nearest;
}

std::optional<std::int32_t> year_of(const MarcMapping& to) {
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
  std::optional<std::int32_t> copyright;
  for (const Iso2709Field& field : to.record.fields()) {
    if (field.tag != 264) continue;
    const auto year = first_year(field.first('c'), to.current_year);
    if (year && field.indicator(2) != of_copyright) return year;
    if (!copyright) copyright = year;
  }
  return copyright;
}

// "[Aracaju, Brazil?] :" -> "Aracaju, Brazil".
std::string_view imprint_text(std::string_view value) {
  const std::string_view plain = without_end_marks(value, FullStop::of_name);
  std::string_view text = without_brackets(plain);
  if (text.size() < plain.size() && text.ends_with('?')) text.remove_suffix(1);
  return is_placeholder(text) ? std::string_view{} : trimmed(text);
}

// "2. ed." and who has revised it, or what was changed in it.
std::string edition_of(const Iso2709Field& field) {
  std::string edition(finished_phrase(field.first('a')));
  join(edition, ", ", finished_phrase(field.first('b')));
  return std::string(base::trim(edition));
}

void map_pages(const MarcMapping& to) {
  const Iso2709Field* field = to.record.first(300);
  if (field == nullptr) return;
  if (const auto pages = pages_in(field->first('a'))) to.book.pages(*pages);
}

}  // namespace

std::optional<std::int32_t> year_in(std::string_view text, int current_year) {
  return first_year(text, current_year);
}

void add_further_editions(const MarcRecord& record, MarcNotes& notes) {
  const Iso2709Field* first = record.first(250);
  for (const Iso2709Field& field : record.fields()) {
    if (field.tag != 250) continue;
    if (&field == first) {
      add_long_edition(notes, field);
    } else if (const std::string edition = edition_of(field); !edition.empty()) {
      notes.add(250, "Edição: " + edition);
    }
  }
}

void put_edition(const MarcMapping& to, const Iso2709Field& field) {
  const std::string whole = edition_of(field);
  if (!is_longer(whole, limits::edition_max)) {
    return put(to, Field::edition, {field.tag, whole, limits::edition_max});
  }
  // A cut is not told, since the note has the whole.
  const std::string edition = clipped(finished_phrase(field.first('a')), limits::edition_max);
  if (!edition.empty()) to.book.text(Field::edition, edition);
}

void add_long_edition(MarcNotes& notes, const Iso2709Field& field) {
  add_if_long(notes, "Edição", {field.tag, edition_of(field), limits::edition_max});
}

void map_imprint(const MarcMapping& to) {
  if (const Iso2709Field* field = to.record.first(250)) put_edition(to, *field);
  if (const Iso2709Field* field = imprint_field(to.record)) {
    // The first place and the first publisher: the ones that the title page puts first.
    put(to, Field::place, {field->tag, imprint_text(field->first('a')), limits::place_max});
    put(to, Field::publisher, {field->tag, imprint_text(field->first('b')), limits::publisher_max});
  }
  if (const auto year = year_of(to)) to.book.year(*year);
  map_pages(to);
}

}  // namespace formats
