#include "formats/unimarc_book.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "catalog/isbn.hpp"
#include "catalog/limits.hpp"
#include "formats/marc_extent.hpp"
#include "formats/marc_languages.hpp"
#include "formats/marc_placeholders.hpp"
#include "formats/marc_text.hpp"
#include "formats/marc_values.hpp"
#include "formats/marc_written_names.hpp"
#include "formats/over_limit.hpp"
#include "formats/summaries.hpp"
#include "formats/term_list.hpp"
#include "formats/text_link.hpp"

namespace formats {
namespace {

using catalog::Field;
using catalog::Isbn;
namespace limits = catalog::limits;

void map_unimarc_isbns(const Iso2709Field& field, MarcNumbers& numbers) {
  Subfields subfields = field.subfields();
  while (const auto subfield = subfields.next()) {
    if (subfield->code != 'a' && subfield->code != 'z') continue;
    const std::string_view text = catalog::without_isbn_label(trimmed(subfield->value));
    const auto isbn = subfield->code == 'a' ? Isbn::parse_front(text) : std::nullopt;
    if (isbn) {
      numbers.isbn(field.tag, *isbn);
    } else if (text.find_first_of("0123456789") != std::string_view::npos) {
      numbers.identifier(field.tag,
                         {.type = "isbn_invalido", .value = text.substr(0, text.find('('))});
    }
  }
}

void map_unimarc_numbers(const MarcMapping& to) {
  MarcNumbers numbers(to);
  for (const Iso2709Field& field : to.record.fields()) {
    if (field.tag == 10) map_unimarc_isbns(field, numbers);
    if (field.tag == 11) {
      numbers.identifier(field.tag, {.type = "issn", .value = field.first('a')});
    }
    if (field.tag == 17 && trimmed(field.first('2')) == "doi") {
      numbers.identifier(field.tag, {.type = "doi", .value = field.first('a')});
    }
  }
  if (const Iso2709Field* field = to.record.first(675)) {
    put_class(to, Field::cdu, {675, field->first('a'), limits::classification_max});
  }
  if (const Iso2709Field* field = to.record.first(676)) {
    put_class(to, Field::cdd, {676, field->first('a'), limits::classification_max});
  }
}

std::string_view unimarc_imprint_text(std::string_view value) {
  const std::string_view text = without_brackets(without_end_marks(value, FullStop::of_name));
  return is_placeholder(text) ? std::string_view{} : trimmed(text);
}

// 214 says in its second indicator what it is about: 0 publication, 1 production, 2 distribution, 3
// manufacture, 4 copyright. The last two name no publisher.
const Iso2709Field* unimarc_imprint(const MarcRecord& record) noexcept {
  if (const Iso2709Field* older = record.first(210)) return older;
  for (const std::string_view about : {"0", " #|\\", "2", "1"}) {
    for (const Iso2709Field& field : record.fields()) {
      if (field.tag == 214 && about.find(field.indicator(2)) != about.npos) return &field;
    }
  }
  return nullptr;
}

std::optional<std::int32_t> unimarc_year(const MarcMapping& to, const Iso2709Field* imprint) {
  constexpr std::size_t date_at = 9;  // 100 $a/9-12
  constexpr std::size_t year_digits = 4;
  if (const Iso2709Field* general = to.record.first(100)) {
    const std::string_view data = general->first('a');
    if (data.size() >= date_at + year_digits) {
      const auto coded = year_in(data.substr(date_at, year_digits), to.current_year);
      if (coded) return coded;
    }
  }
  if (imprint != nullptr) {
    if (const auto year = year_in(imprint->first('d'), to.current_year)) return year;
  }
  std::optional<std::int32_t> copyright;
  for (const Iso2709Field& field : to.record.fields()) {
    if (field.tag != 210 && field.tag != 214) continue;
    const auto year = year_in(field.first('d'), to.current_year);
    if (year && (field.tag == 210 || field.indicator(2) != '4')) return year;
    if (!copyright) copyright = year;
  }
  return copyright;
}

void map_unimarc_imprint(const MarcMapping& to) {
  const Iso2709Field* imprint = unimarc_imprint(to.record);
  if (imprint != nullptr) {
    put(to, Field::place,
        {imprint->tag, unimarc_imprint_text(imprint->first('a')), limits::place_max});
    put(to, Field::publisher,
        {imprint->tag, unimarc_imprint_text(imprint->first('c')), limits::publisher_max});
  }
  if (const auto year = unimarc_year(to, imprint)) to.book.year(*year);
  if (const Iso2709Field* field = to.record.first(205)) put_edition(to, *field);
  if (const Iso2709Field* field = to.record.first(215)) {
    if (const auto pages = pages_in(field->first('a'))) to.book.pages(*pages);
  }
}

void map_unimarc_languages(const MarcMapping& to) {
  const Iso2709Field* field = to.record.first(101);
  if (field == nullptr) return;
  put(to, Field::language,
      {101, language_of_marc(trimmed(field->first('a'))), limits::language_max});
  put(to, Field::original_language,
      {101, language_of_marc(trimmed(field->first('c'))), limits::language_max});
}

bool is_unimarc_subject(int tag) noexcept { return tag >= 600 && tag <= 608 && tag != 603; }

// "Queirós, Eça de -- Crítica e interpretação".
std::string unimarc_heading(const Iso2709Field& field) {
  std::string text;
  Subfields subfields = field.subfields();
  while (const auto subfield = subfields.next()) {
    const std::string_view part = without_leading_mark(subfield->value);
    if (subfield->code == 'a') join(text, " ", part);
    if (subfield->code == 'b') {
      text.resize(without_isbd_mark(text).size());
      join(text, field.tag == 601 ? ". " : ", ", part);
    }
    if (std::string_view("jxyz").find(subfield->code) != std::string_view::npos) {
      text.resize(without_isbd_mark(text).size());
      join(text, " -- ", part);
    }
  }
  return std::string(without_end_marks(text, FullStop::of_phrase));
}

void map_unimarc_subjects(const MarcMapping& to) {
  TermList subjects(to, &catalog::BookBuilder::subject);
  TermList tags(to, &catalog::BookBuilder::tag);
  for (const Iso2709Field& field : to.record.fields()) {
    if (is_unimarc_subject(field.tag)) {
      subjects.add(field.tag, unimarc_heading(field));
    }
    if (field.tag != 610) continue;
    Subfields subfields = field.subfields();
    while (const auto subfield = subfields.next()) {
      if (subfield->code == 'a') tags.add_loose(field.tag, subfield->value);
    }
  }
}

bool is_unimarc_note(int tag) noexcept { return tag >= 300 && tag <= 328; }

// A thesis is told in parts; of the other notes each $a is one.
void add_unimarc_notes(MarcNotes& notes, const Iso2709Field& field) {
  constexpr int thesis = 328;
  std::string parts;
  Subfields subfields = field.subfields();
  while (const auto subfield = subfields.next()) {
    if (field.tag == thesis && subfield->code >= 'a' && subfield->code <= 'z') {
      join(parts, ", ", without_isbd_mark(without_leading_mark(subfield->value)));
    } else if (subfield->code == 'a') {
      notes.add(field.tag, std::string(subfield->value));
    }
  }
  notes.add(field.tag, std::move(parts));
}

void map_unimarc_texts(const MarcMapping& to) {
  Summaries summaries;
  MarcNotes notes;
  for (const Iso2709Field& field : to.record.fields()) {
    if (is_unimarc_note(field.tag)) add_unimarc_notes(notes, field);
    if (field.tag != 330) continue;
    Subfields subfields = field.subfields();
    while (const auto subfield = subfields.next()) {
      if (subfield->code == 'a') summaries.add(subfield->value);
    }
  }
  if (const Iso2709Field* field = to.record.first(205)) add_long_edition(notes, *field);
  add_unimarc_title_notes(to.record, notes);
  if (const Iso2709Field* field = to.record.first(675)) {
    add_if_long(notes, "CDU", {675, field->first('a'), limits::classification_max});
  }
  if (const Iso2709Field* field = to.record.first(676)) {
    add_if_long(notes, "CDD", {676, field->first('a'), limits::classification_max});
  }
  put_texts(to, 330, summaries, std::move(notes));
}

// The text of the link ($2), or the note beside it.
std::string_view unimarc_link_label(const Iso2709Field& field) {
  const std::string_view text = trimmed(field.first('2'));
  return text.empty() ? trimmed(field.first('z')) : text;
}

void map_unimarc_links(const MarcMapping& to) {
  MarcAddresses addresses(to);
  for (const Iso2709Field& field : to.record.fields()) {
    if (field.tag != 856) continue;
    const std::string_view label = unimarc_link_label(field);
    const auto relation = relation_of_label(label);
    const std::string note =
        relation ? std::string() : fitted(to, {856, label, limits::link_note_max});
    addresses.add_all(field, {.label = label,
                              .media_type = trimmed(field.first('q')),
                              .relation = relation,
                              .note = note});
  }
}

}  // namespace

catalog::Result<catalog::BookFields> book_of_unimarc(const MarcRecord& record, int current_year,
                                                     std::vector<Written>& warnings) {
  catalog::BookBuilder book(current_year);
  const MarcMapping to{record, book, current_year, warnings};
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
