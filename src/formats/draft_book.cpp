#include "formats/draft_book.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/ascii.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "catalog/identifier_value.hpp"
#include "catalog/limits.hpp"
#include "formats/card_values.hpp"
#include "formats/csv_values.hpp"
#include "formats/html_text.hpp"
#include "formats/language_names.hpp"
#include "formats/marc_extent.hpp"
#include "formats/marc_languages.hpp"
#include "formats/marc_placeholders.hpp"
#include "formats/marc_relators.hpp"
#include "formats/marc_text.hpp"
#include "formats/marc_values.hpp"
#include "formats/over_limit.hpp"
#include "formats/text_link.hpp"

namespace formats {
namespace {

using catalog::Field;
using catalog::Wording;
namespace limits = catalog::limits;

constexpr std::size_t warnings_max = 20;  // of one kind and field
constexpr std::size_t isbn_texts_max = 30;
constexpr Wording not_a_year{"não é um ano", "is not a year"};
constexpr Wording not_a_language{"não é um idioma conhecido", "is no language that is known"};

std::size_t longest(Field field) noexcept {
  struct Longest {
    Field field;
    std::size_t code_points;
  };
  constexpr std::array texts{
      Longest{Field::title, limits::title_max},
      Longest{Field::subtitle, limits::subtitle_max},
      Longest{Field::original_title, limits::title_max},
      Longest{Field::publisher, limits::publisher_max},
      Longest{Field::place, limits::place_max},
      Longest{Field::edition, limits::edition_max},
  };
  const auto* const found = std::ranges::find(texts, field, &Longest::field);
  return found == texts.end() ? limits::classification_max : found->code_points;
}

std::string_view note_label(Field field) noexcept {
  if (field == Field::edition) return "Edição: ";
  if (field == Field::cdd) return "CDD: ";
  return field == Field::cdu ? "CDU: " : "";
}

// "869.3", "853 E19n": a class of three digits, and what stands behind it.
bool is_dewey(std::string_view number) noexcept {
  constexpr std::size_t class_digits = 3;
  const std::string_view digits = number.substr(0, class_digits);
  const std::string_view behind = number.substr(digits.size());
  return digits.size() == class_digits && std::ranges::all_of(digits, base::is_digit) &&
         (behind.empty() || std::string_view(". /").find(behind.front()) != std::string_view::npos);
}

enum class Lines : bool { joined, kept };

// Without control characters; blanks of any kind are one blank, and line breaks are too unless they
// are kept.
// What reference managers keep as HTML, without its tags.
std::string plain_text(std::string_view text) {
  return is_html(text) ? text_of_html(text) : std::string(text);
}

std::string clean_text(std::string_view text, Lines lines) {
  std::string out;
  while (!text.empty()) {
    const base::utf8::Decoded one = base::utf8::decode(text);
    if (one.size == 0) {
      out += "\uFFFD";
      text.remove_prefix(1);
      continue;
    }
    const std::string_view bytes = text.substr(0, one.size);
    text.remove_prefix(one.size);
    if (one.code_point == '\n' && lines == Lines::kept) {
      while (out.ends_with(' ')) out.pop_back();
      out += '\n';
    } else if (one.code_point == ' ' || (one.code_point >= '\t' && one.code_point <= '\r')) {
      if (!out.empty() && !out.ends_with(' ') && !out.ends_with('\n')) out += ' ';
    } else if (one.code_point >= 0x20 && (one.code_point < 0x7F || one.code_point >= 0xA0)) {
      out += bytes;
    }
  }
  return out;
}

// Languages by their codes or by what people, LaTeX and MARC call them.
std::string language_in(std::string_view value) {
  struct Name {
    std::string_view name;
    std::string_view tag;
  };
  // As LaTeX calls some of them; "langenglish" is the same as "english".
  constexpr std::array latex{
      Name{"brazilian", "pt-BR"},  Name{"brazil", "pt-BR"},       Name{"portuges", "pt-PT"},
      Name{"american", "en-US"},   Name{"usenglish", "en-US"},    Name{"british", "en-GB"},
      Name{"ukenglish", "en-GB"},  Name{"canadian", "en-CA"},     Name{"australian", "en-AU"},
      Name{"newzealand", "en-NZ"}, Name{"ngerman", "de"},         Name{"austrian", "de-AT"},
      Name{"naustrian", "de-AT"},  Name{"swissgerman", "de-CH"},  Name{"nswissgerman", "de-CH"},
      Name{"canadien", "fr-CA"},   Name{"acadian", "fr-CA"},      Name{"mexican", "es-MX"},
      Name{"magyar", "hu"},        Name{"norsk", "nb"},           Name{"nynorsk", "nn"},
      Name{"slovene", "sl"},       Name{"slovenian", "sl"},       Name{"slovak", "sk"},
      Name{"estonian", "et"},      Name{"latvian", "lv"},         Name{"lithuanian", "lt"},
      Name{"marathi", "mr"},       Name{"polutonikogreek", "el"},
  };
  constexpr std::string_view key_prefix = "lang";
  const std::string folded = base::fold(value);
  std::string_view named = std::string_view(folded).substr(0, folded.find(" and "));
  if (named.starts_with(key_prefix)) named.remove_prefix(key_prefix.size());
  for (const Name& one : latex) {
    if (named == one.name) return std::string(one.tag);
  }
  if (folded.starts_with(key_prefix)) {
    if (const auto tags = languages_in(named); !tags.empty()) return tags.front();
  }
  const auto tags = languages_in(value);
  if (!tags.empty()) return tags.front();
  return folded.size() == marc_language_letters ? std::string(language_of_marc(folded))
                                                : std::string();
}

}  // namespace

void DraftBook::keep_first(std::string& kept, std::string_view value) {
  if (kept.empty()) kept = without_card_marks(clean_text(value, Lines::joined));
}

std::string DraftBook::fitted(Field field, std::string_view value, std::size_t code_points_max) {
  if (is_longer(value, code_points_max)) {
    // The whole of some is a note.
    const std::string_view label = note_label(field);
    if (label.empty()) {
      warn(wire_name(field), value, was_cut);
    } else {
      note(std::string(label).append(value));
    }
  }
  return clipped(value, code_points_max);
}

void DraftBook::leave_out(Field list, std::string_view value) {
  if (alike(warnings_, wire_name(list), no_room) == 0) warn(wire_name(list), value, no_room);
}

void DraftBook::text(Field field, std::string_view value) {
  if (field == Field::synopsis) return summaries_.add(clean_text(plain_text(value), Lines::kept));
  if (given_.has(field)) return;
  constexpr catalog::FieldSet titles{Field::title, Field::subtitle, Field::original_title};
  const std::string plain = titles.has(field) ? without_rich_text(value) : std::string(value);
  constexpr catalog::FieldSet imprint{Field::place, Field::publisher};
  const std::string whole = clean_text(plain, Lines::joined);
  const std::string_view bare =
      imprint.has(field) ? imprint_of_card(whole) : without_card_marks(whole);
  const std::string clean =
      fitted(field, field == Field::edition ? without_zero_decimal(bare) : bare, longest(field));
  if (clean.empty()) return;
  given_.add(field);
  if (field == Field::title) title_ = base::fold(clean);
  builder_.text(field, clean);
}

void DraftBook::title_and_subtitle(std::string_view value) {
  constexpr std::string_view colon = ": ";
  if (given_.has(Field::title)) return;
  const std::size_t at = value.find(colon);
  const std::string_view title = value.substr(0, at);
  if (at == std::string_view::npos || base::trim(title).empty()) return text(Field::title, value);
  text(Field::title, title);
  text(Field::subtitle, value.substr(at + colon.size()));
}

void DraftBook::person(const Person& person) {
  Kept one{fitted(Field::contributors, clean_text(person.name, Lines::joined),
                  limits::contributor_name_max),
           std::string(person.role), std::string(person.kind)};
  if (one.name.empty() || names_nobody(one.name)) return;
  if (std::ranges::find(people_, one) != people_.end()) return;
  if (people_.size() == limits::contributors_max) return leave_out(Field::contributors, one.name);
  people_.push_back(std::move(one));
}

void DraftBook::isbns(std::string_view heading, std::string_view value) {
  const std::string clean = clean_text(value, Lines::joined);
  const std::string issn = catalog::plain_identifier(catalog::IdentifierType::issn, clean);
  if (is_issn(issn)) return identifier("issn", issn);
  const CsvIsbns found = csv_isbns_in(clean);
  for (const catalog::Isbn& isbn : found.isbns) {
    const std::string digits(isbn.digits());
    const bool known = std::ranges::find(isbns_, digits) != isbns_.end();
    if (known) continue;
    if (isbns_.size() > limits::other_isbns_max) {
      leave_out(Field::other_isbns, digits);
      continue;
    }
    isbns_.push_back(digits);
    if (isbns_.size() == 1) {
      builder_.isbn(digits);
    } else {
      builder_.other_isbn(digits);
    }
  }
  for (std::size_t i = 0; i < std::min(found.invalid.size(), isbn_texts_max); ++i) {
    identifier("isbn_invalido", found.invalid[i]);
  }
  if (found.invalid.size() > isbn_texts_max) {
    leave_out(Field::identifiers, found.invalid[isbn_texts_max]);
  }
  if (!found.invalid.empty())
    warn(heading, value, is_shortened_number(clean) ? shortened_isbn : no_isbn);
}

void DraftBook::identifier(std::string_view type, std::string_view value) {
  const std::string clean =
      fitted(Field::identifiers, clean_text(value, Lines::joined), limits::identifier_value_max);
  if (clean.empty()) return;
  if (identifiers_ == limits::identifiers_max) return leave_out(Field::identifiers, clean);
  ++identifiers_;
  builder_.identifier({.type = type, .value = clean});
}

void DraftBook::year(std::string_view value) {
  if (given_.has(Field::year) || is_placeholder(value)) return;
  auto year = csv_year_in(value, current_year_);
  if (!year) {
    const auto printed = year_in(value, current_year_);
    if (printed) year = *printed;
  }
  if (!year) return warn("ano", value, not_a_year);
  if (*year == 0) return;  // how programs write that they know none
  given_.add(Field::year);
  builder_.year(*year);
}

void DraftBook::pages(std::string_view value) {
  const auto pages = csv_pages_in(value);
  if (!pages || given_.has(Field::pages)) return;
  given_.add(Field::pages);
  builder_.pages(*pages);
}

void DraftBook::language(Field field, std::string_view value) {
  if (given_.has(field) || base::trim(value).empty()) return;
  const std::string tag = language_in(value);
  if (tag.empty()) return warn(wire_name(field), value, not_a_language);
  given_.add(field);
  builder_.text(field, tag);
}

void DraftBook::subject(std::string_view value) {
  const std::string term =
      fitted(Field::subjects, clean_text(value, Lines::joined), limits::term_max);
  if (term.empty() || std::ranges::find(subjects_, term) != subjects_.end()) return;
  if (subjects_.size() == limits::terms_max) return leave_out(Field::subjects, term);
  subjects_.push_back(term);
  builder_.subject(term);
}

void DraftBook::note(std::string_view value) {
  const std::string text = clean_text(plain_text(value), Lines::joined);
  const std::string whole = base::to_nfc(base::trim(text)).value_or(std::string());
  std::string_view rest = whole;
  while (!rest.empty()) {
    if (notes_ == limits::notes_max) return leave_out(Field::notes, rest);
    const std::string_view part = note_part(rest);
    ++notes_;
    builder_.note(base::trim(part));
    rest = base::trim(rest.substr(part.size()));
  }
}

void DraftBook::notes(std::string_view lines) {
  // A book has no room for more: they would be lost.
  const bool are_too_many =
      std::ranges::count(lines, '\n') >= static_cast<std::ptrdiff_t>(limits::notes_max);
  if (is_html(lines) || are_too_many) return note(lines);
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    note(lines.substr(0, end));
    lines.remove_prefix(std::min(end + 1, lines.size()));
  }
}

void DraftBook::volumes(std::string_view count) {
  const std::string text = clean_text(base::trim(count), Lines::joined);
  const auto number = integer_in(text);
  if (number && *number < 2) return;
  note(number ? std::to_string(*number) + " v." : text);
}

void DraftBook::part_of(std::string_view title, std::string_view makers) {
  const std::string whole = clean_text(title, Lines::joined);
  // Parents of other entries have their own title as that of the whole, too.
  if (base::trim(whole).empty() || base::fold(whole) == title_) return;
  std::string said = "Em: " + whole;
  join(said, " / ", clean_text(makers, Lines::joined));
  note(said);
}

void DraftBook::link(std::string_view urls) {
  for (const std::string_view one : split_addresses(urls)) {
    link(one, leads_to_text(one) ? "texto" : "");
  }
}

void DraftBook::attachment(std::string_view url) {
  if (leads_to_image(base::trim(url))) return image(url);
  link(url);
}

void DraftBook::image(std::string_view url) {
  if (has(Field::cover)) return link(url);
  const auto address = web_address_in(url);
  if (!address || address->size() > limits::cover_max) {
    return warn(wire_name(Field::cover), url, why_no_address(url));
  }
  given_.add(Field::cover);
  builder_.text(Field::cover, *address);
}

void DraftBook::series(std::string_view name) {
  if (series_.empty()) return keep_first(series_, name);
  std::string further;
  keep_first(further, name);
  if (!further.empty() && base::fold(further) != base::fold(series_)) note("Série: " + further);
}

void DraftBook::call_number(std::string_view heading, std::string_view value) {
  const std::string whole = clean_text(value, Lines::joined);
  if (is_dewey(whole)) return text(Field::cdd, whole);
  if (is_longer(whole, limits::note_max)) warn(heading, whole, was_cut);
  const std::string number = clipped(whole, limits::note_max);
  if (!number.empty()) extra_.add(heading, number);
}

void DraftBook::link(std::string_view url, std::string_view relation) {
  const auto address = web_address_in(url);
  if (!address || address->size() > limits::link_url_max) {
    return warn(wire_name(Field::links), url, why_no_address(url));
  }
  const bool known = std::ranges::find(links_, *address) != links_.end();
  if (known) return;
  if (links_.size() == limits::links_max) return leave_out(Field::links, *address);
  links_.push_back(*address);
  builder_.link({.url = *address, .relation = relation});
}

void DraftBook::warn(std::string_view heading, std::string_view value, const Wording& why) {
  if (alike(warnings_, heading, why) == warnings_max) return;
  warnings_.push_back({std::string(heading),
                       clean_text(base::clip_bytes(value, written_bytes_max), Lines::joined), why});
}

void DraftBook::put_people() {
  std::string authors;
  for (const Kept& one : people_) {
    builder_.contributor({one.name, one.role, one.kind});
    if (is_authorial(one.role)) catalog::append_author(authors, one.name);
  }
  if (authors.empty()) {
    builder_.author_unknown();
  } else {
    builder_.author(authors);
  }
}

void DraftBook::put_summaries() {
  if (!summaries_.synopsis().empty()) builder_.text(Field::synopsis, summaries_.synopsis());
  for (const std::string& one : summaries_.left_over()) note(one);
}

void DraftBook::put_series() {
  const std::string name = fitted(Field::series, series_, limits::series_name_max);
  const std::string volume = std::exchange(work_volume_, {});
  if (!volume.empty() && volume != volume_) note("v. " + volume);
  // A volume of a work that is no series.
  if (name.empty() && !volume_.empty()) return note("v. " + volume_);
  if (name.empty()) return;
  const bool fits = !volume_.empty() && !is_longer(volume_, limits::series_volume_max);
  if (!fits && !volume_.empty()) note("v. " + volume_);
  builder_.series(
      {.name = name, .volume = fits ? std::optional<std::string_view>(volume_) : std::nullopt});
}

void DraftBook::finish(Record& record) && {
  put_people();
  put_summaries();
  put_series();
  if (!extra_.empty()) {
    const std::string json = extra_.json();
    builder_.extra({json, extra_.depth()});
  }
  record.warnings = std::move(warnings_);
  auto fields = std::move(builder_).finish();
  if (!fields) {
    record.book = catalog::fail(std::move(fields).error());
    return;
  }
  record.book = catalog::NewBook{.id = std::nullopt, .fields = *std::move(fields), .claims = {}};
}

}  // namespace formats
