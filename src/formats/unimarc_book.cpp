#include "formats/unimarc_book.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "catalog/isbn.hpp"
#include "catalog/limits.hpp"
#include "catalog/web_url.hpp"
#include "formats/marc_extent.hpp"
#include "formats/marc_languages.hpp"
#include "formats/marc_placeholders.hpp"
#include "formats/marc_text.hpp"
#include "formats/marc_values.hpp"
#include "formats/summaries.hpp"

namespace formats {
namespace {

using catalog::Field;
using catalog::Isbn;
namespace limits = catalog::limits;

// "<O >crime": how some systems mark what sorting ignores.
std::string without_sorting_marks(std::string_view title) {
  constexpr std::size_t article_max = 8;
  const std::size_t end = title.find('>');
  if (!title.starts_with('<') || end == std::string_view::npos || end > article_max) {
    return std::string(title);
  }
  const std::string_view article = title.substr(1, end - 1);
  if (!article.ends_with(' ') && !article.ends_with('\'')) return std::string(title);
  return std::string(article).append(title.substr(end + 1));
}

std::string_view finished_part(std::string_view text) {
  return without_brackets(without_end_marks(text, FullStop::of_phrase));
}

// $a, $h and $i as "Anais. 2, História"; further $a are other works in the book.
std::string unimarc_title_of(const Iso2709Field& field) {
  std::string title;
  bool after_number = false;
  Subfields subfields = field.subfields();
  while (const auto subfield = subfields.next()) {
    const char code = subfield->code;
    const std::string_view value = trimmed(subfield->value);
    if (code == 'a' && title.empty()) title = without_sorting_marks(value);
    if (code != 'h' && code != 'i') continue;
    title.resize(without_isbd_mark(title).size());
    const bool is_named_number = code == 'i' && after_number;
    join(title, is_named_number ? ", " : title.ends_with('.') ? " " : ". ", value);
    after_number = code == 'h';
  }
  return title;
}

bool map_unimarc_title(const MarcMapping& to) {
  const Iso2709Field* field = to.record.first(200);
  if (field == nullptr) return false;
  const std::string joined = unimarc_title_of(*field);
  if (finished_part(joined).empty()) return false;
  put(to, {Field::title, finished_part(joined), limits::title_max});
  std::string subtitle;
  Subfields subfields = field->subfields();
  while (const auto subfield = subfields.next()) {
    if (subfield->code == 'e') join(subtitle, " : ", finished_part(subfield->value));
  }
  put(to, {Field::subtitle, subtitle, limits::subtitle_max});
  return true;
}

void map_unimarc_original_title(const MarcMapping& to) {
  const Iso2709Field* original = to.record.first(454);
  std::string_view title = original == nullptr ? std::string_view{} : original->first('t');
  if (trimmed(title).empty()) {
    const Iso2709Field* uniform = to.record.first(500);
    title = uniform == nullptr ? std::string_view{} : uniform->first('a');
  }
  const std::string clean = without_sorting_marks(trimmed(title));
  put(to, {Field::original_title, finished_part(clean), limits::title_max});
}

void map_unimarc_series(const MarcMapping& to) {
  const Iso2709Field* stated = to.record.first(225);
  const Iso2709Field* linked = to.record.first(410);
  std::string_view name = stated == nullptr ? std::string_view{} : stated->first('a');
  const Iso2709Field* chosen = stated;
  if (trimmed(name).empty()) {
    name = linked == nullptr ? std::string_view{} : linked->first('t');
    chosen = linked;
  }
  const std::string clean = without_sorting_marks(trimmed(name));
  const std::string text = clipped(finished_part(clean), limits::series_name_max);
  if (text.empty()) return;
  const std::string volume = clipped(finished_part(chosen->first('v')), limits::series_volume_max);
  to.book.series(
      {.name = text,
       .volume = volume.empty() ? std::nullopt : std::optional<std::string_view>(volume)});
}

class UnimarcNumbers {
 public:
  explicit UnimarcNumbers(catalog::BookBuilder& book) : book_(book) {}

  void isbns(const Iso2709Field& field) {
    Subfields subfields = field.subfields();
    while (const auto subfield = subfields.next()) {
      if (subfield->code != 'a' && subfield->code != 'z') continue;
      const std::string_view text = catalog::without_isbn_label(trimmed(subfield->value));
      const auto isbn = subfield->code == 'a' ? Isbn::parse_front(text) : std::nullopt;
      if (isbn) {
        add(*isbn);
      } else if (text.find_first_of("0123456789") != std::string_view::npos) {
        identifier("isbn_invalido", text.substr(0, text.find('(')));
      }
    }
  }
  void identifier(std::string_view type, std::string_view value) {
    const std::string text = clipped(trimmed(value), limits::identifier_value_max);
    if (text.empty() || identifiers_ == limits::identifiers_max) return;
    ++identifiers_;
    book_.identifier({.type = type, .value = text});
  }

 private:
  void add(const Isbn& isbn) {
    const bool known = std::ranges::find(isbns_, isbn) != isbns_.end();
    if (known || isbns_.size() > limits::other_isbns_max) return;
    isbns_.push_back(isbn);
    if (isbns_.size() == 1) return book_.isbn(isbn.digits());
    book_.other_isbn(isbn.digits());
  }

  catalog::BookBuilder& book_;
  std::vector<Isbn> isbns_;
  std::size_t identifiers_ = 0;
};

void map_unimarc_numbers(const MarcMapping& to) {
  UnimarcNumbers numbers(to.book);
  for (const Iso2709Field& field : to.record.fields()) {
    if (field.tag == 10) numbers.isbns(field);
    if (field.tag == 11) numbers.identifier("issn", field.first('a'));
    if (field.tag == 17 && trimmed(field.first('2')) == "doi") {
      numbers.identifier("doi", field.first('a'));
    }
  }
  if (const Iso2709Field* field = to.record.first(675)) {
    put(to, {Field::cdu, field->first('a'), limits::classification_max});
  }
  if (const Iso2709Field* field = to.record.first(676)) {
    put(to, {Field::cdd, field->first('a'), limits::classification_max});
  }
}

std::string_view unimarc_imprint_text(std::string_view value) {
  const std::string_view text = without_brackets(without_end_marks(value, FullStop::of_name));
  return is_placeholder(text) ? std::string_view{} : trimmed(text);
}

void map_unimarc_imprint(const MarcMapping& to) {
  constexpr std::size_t date_at = 9;  // 100 $a/9-12
  constexpr std::size_t year_digits = 4;
  const Iso2709Field* imprint = to.record.first(210);
  if (imprint == nullptr) imprint = to.record.first(214);
  std::optional<std::int32_t> year;
  if (const Iso2709Field* general = to.record.first(100)) {
    const std::string_view data = general->first('a');
    if (data.size() >= date_at + year_digits) {
      year = year_in(data.substr(date_at, year_digits), to.current_year);
    }
  }
  if (imprint != nullptr) {
    put(to, {Field::place, unimarc_imprint_text(imprint->first('a')), limits::place_max});
    put(to, {Field::publisher, unimarc_imprint_text(imprint->first('c')), limits::publisher_max});
    if (!year) year = year_in(imprint->first('d'), to.current_year);
  }
  if (year) to.book.year(*year);
  if (const Iso2709Field* field = to.record.first(205)) {
    put(to, {Field::edition, finished_part(field->first('a')), limits::edition_max});
  }
  if (const Iso2709Field* field = to.record.first(215)) {
    if (const auto pages = pages_in(field->first('a'))) to.book.pages(*pages);
  }
}

void map_unimarc_languages(const MarcMapping& to) {
  const Iso2709Field* field = to.record.first(101);
  if (field == nullptr) return;
  put(to, {Field::language, language_of_marc(trimmed(field->first('a'))), limits::language_max});
  put(to, {Field::original_language, language_of_marc(trimmed(field->first('c'))),
           limits::language_max});
}

bool is_unimarc_subject(int tag) noexcept { return tag >= 600 && tag <= 608 && tag != 603; }

// "Queirós, Eça de -- Crítica e interpretação".
std::string unimarc_heading(const Iso2709Field& field) {
  std::string text;
  Subfields subfields = field.subfields();
  while (const auto subfield = subfields.next()) {
    std::string_view part = trimmed(subfield->value);
    if (part.starts_with(',')) part = trimmed(part.substr(1));
    if (subfield->code == 'a') join(text, " ", part);
    if (subfield->code == 'b') join(text, field.tag == 601 ? ". " : ", ", part);
    if (std::string_view("jxyz").find(subfield->code) != std::string_view::npos) {
      text.resize(without_isbd_mark(text).size());
      join(text, " -- ", part);
    }
  }
  return clipped(without_end_marks(text, FullStop::of_phrase), limits::term_max);
}

class Terms {
 public:
  // True when the term is a new one, and there is room for it.
  bool add(const std::string& term) {
    const bool known = std::ranges::find(terms_, term) != terms_.end();
    if (term.empty() || known || terms_.size() == limits::terms_max) return false;
    terms_.push_back(term);
    return true;
  }

 private:
  std::vector<std::string> terms_;
};

void map_unimarc_subjects(const MarcMapping& to) {
  Terms subjects;
  Terms tags;
  for (const Iso2709Field& field : to.record.fields()) {
    if (is_unimarc_subject(field.tag)) {
      const std::string term = unimarc_heading(field);
      if (subjects.add(term)) to.book.subject(term);
    }
    if (field.tag != 610) continue;
    Subfields subfields = field.subfields();
    while (const auto subfield = subfields.next()) {
      if (subfield->code != 'a') continue;
      const std::string term = clipped(finished_part(subfield->value), limits::term_max);
      if (tags.add(term)) to.book.tag(term);
    }
  }
}

bool is_unimarc_note(int tag) noexcept { return (tag >= 300 && tag <= 326) || tag == 327; }

void map_unimarc_texts(const MarcMapping& to) {
  Summaries summaries;
  std::vector<std::string> notes;
  for (const Iso2709Field& field : to.record.fields()) {
    Subfields subfields = field.subfields();
    while (const auto subfield = subfields.next()) {
      if (subfield->code != 'a') continue;
      if (field.tag == 330) summaries.add(subfield->value);
      if (is_unimarc_note(field.tag)) notes.push_back(clipped(subfield->value, limits::note_max));
    }
  }
  put_texts(to, summaries, std::move(notes));
}

void map_unimarc_links(const MarcMapping& to) {
  std::size_t links = 0;
  for (const Iso2709Field& field : to.record.fields()) {
    if (field.tag != 856) continue;
    Subfields subfields = field.subfields();
    while (const auto subfield = subfields.next()) {
      const std::string_view url = trimmed(subfield->value);
      if (subfield->code == 'u' && links < limits::links_max &&
          url.size() <= limits::link_url_max && catalog::is_web_url(url)) {
        ++links;
        to.book.link({.url = url});
      }
    }
  }
}

}  // namespace

catalog::Result<catalog::BookFields> book_of_unimarc(const MarcRecord& record, int current_year) {
  catalog::BookBuilder book(current_year);
  const MarcMapping to{record, book, current_year};
  if (!map_unimarc_title(to)) {
    return catalog::fail(catalog::problem::invalid_book({{"/200", catalog::Rule::required, {}}}));
  }
  map_unimarc_original_title(to);
  map_unimarc_names(to);
  map_unimarc_numbers(to);
  map_unimarc_imprint(to);
  map_unimarc_languages(to);
  map_unimarc_subjects(to);
  map_unimarc_series(to);
  map_unimarc_texts(to);
  map_unimarc_links(to);
  return std::move(book).finish();
}

}  // namespace formats
