#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "catalog/limits.hpp"
#include "formats/marc_text.hpp"
#include "formats/original_title.hpp"
#include "formats/sorting_marks.hpp"
#include "formats/unimarc_book.hpp"

namespace formats {
namespace {

using catalog::Field;
namespace limits = catalog::limits;

// $a, $h and $i as "Anais. 2, História"; further $a are other works in the book.
std::string unimarc_title_of(const Iso2709Field& field) {
  std::string title;
  bool after_number = false;
  Subfields subfields = field.subfields();
  while (const auto subfield = subfields.next()) {
    const char code = subfield->code;
    const std::string_view value = without_leading_mark(subfield->value);
    if (code == 'a' && title.empty()) title = without_sorting_marks(value);
    if (code != 'h' && code != 'i') continue;
    title.resize(without_isbd_mark(title).size());
    const bool is_named_number = code == 'i' && after_number;
    join(title, is_named_number ? ", " : title.ends_with('.') ? " " : ". ", value);
    after_number = code == 'h';
  }
  return title;
}

// A field that links another record (4XX) names it in $t, or holds fields of its own, each behind a
// $1 that begins with its tag.
SeriesTitle linked_title(const Iso2709Field& field) {
  SeriesTitle linked{.tag = field.tag, .name = {}, .volume = {}};
  bool is_embedded = false;
  bool is_title = false;
  Subfields subfields = field.subfields();
  while (const auto subfield = subfields.next()) {
    if (subfield->code == '1') {
      is_embedded = true;
      is_title = subfield->value.starts_with("200");
      continue;
    }
    const bool names = is_embedded ? is_title && subfield->code == 'a' : subfield->code == 't';
    if (names && linked.name.empty()) linked.name = without_sorting_marks(trimmed(subfield->value));
    const bool numbers = subfield->code == 'v' && (!is_embedded || is_title);
    if (numbers && linked.volume.empty()) linked.volume = subfield->value;
  }
  return linked;
}

SeriesTitle stated_series(const Iso2709Field& field) {
  return {field.tag, unimarc_title_of(field), std::string(field.first('v'))};
}

std::string own_title(const MarcRecord& record) {
  const Iso2709Field* field = record.first(200);
  return field == nullptr ? std::string() : without_sorting_marks(trimmed(field->first('a')));
}

// Linked series that none of the printed ones is.
void add_linked_series(const MarcRecord& record, std::vector<SeriesTitle>& series) {
  std::vector<std::string> known;
  for (const SeriesTitle& one : series) known.push_back(base::fold(one.name));
  for (const Iso2709Field& field : record.fields()) {
    // The first is the series, the last finds no room among the notes.
    if (field.tag != 410 || known.size() > limits::notes_max + 1) continue;
    const SeriesTitle said = linked_title(field);
    SeriesTitle one = clean_series(field.tag, said.name, said.volume);
    std::string folded = base::fold(one.name);
    // The printed one may have the name of its part behind: "Série. Estudos".
    const bool is_known = std::ranges::any_of(
        known, [&](const std::string& name) { return name.starts_with(folded); });
    if (is_known) continue;
    known.push_back(std::move(folded));
    series.push_back(std::move(one));
  }
}

// The series as printed (225), else as linked (410), else the work whose volume the book is (461).
// The others follow it.
std::vector<SeriesTitle> unimarc_series(const MarcRecord& record) {
  for (const int tag : {225, 410, 461}) {
    // Once: a record may hold thousands of 461, and a title as long as all of them.
    const std::string own = tag == 461 ? base::fold(own_title(record)) : std::string();
    std::vector<SeriesTitle> found;
    for (const Iso2709Field& field : record.fields()) {
      if (field.tag != tag) continue;
      const SeriesTitle said = tag == 225 ? stated_series(field) : linked_title(field);
      SeriesTitle one = clean_series(field.tag, said.name, said.volume);
      // Where the volume bears the title of the whole, that is said already.
      const bool is_own = tag == 461 && base::fold(one.name) == own;
      if (!one.name.empty() && !is_own) found.push_back(std::move(one));
    }
    if (found.empty()) continue;
    if (tag == 225) add_linked_series(record, found);
    return found;
  }
  return {};
}

}  // namespace

bool map_unimarc_title(const MarcMapping& to) {
  const Iso2709Field* field = to.record.first(200);
  if (field == nullptr) return false;
  const std::string joined = unimarc_title_of(*field);
  if (finished_phrase(joined).empty()) return false;
  put(to, Field::title, {200, finished_phrase(joined), limits::title_max});
  std::string subtitle;
  Subfields subfields = field->subfields();
  while (const auto subfield = subfields.next()) {
    // What follows is of the parallel title, or of a work by somebody else.
    if (subfield->code == 'd' || subfield->code == 'c') break;
    if (subfield->code == 'e') join(subtitle, " : ", finished_phrase(subfield->value));
  }
  put(to, Field::subtitle, {200, subtitle, limits::subtitle_max});
  return true;
}

void map_unimarc_original_title(const MarcMapping& to) {
  const Iso2709Field* original = to.record.first(454);
  std::string title = original == nullptr ? std::string() : linked_title(*original).name;
  if (trimmed(title).empty()) {
    const Iso2709Field* uniform = to.record.first(500);
    title = uniform == nullptr ? std::string() : std::string(uniform->first('a'));
  }
  for (const Iso2709Field& field : to.record.fields()) {
    const bool is_note = field.tag == 300 || field.tag == 304;
    if (is_note && trimmed(title).empty()) title = original_title_in(field.first('a'));
  }
  const std::string clean = without_sorting_marks(trimmed(title));
  put(to, Field::original_title, {500, finished_phrase(clean), limits::title_max});
}

void map_unimarc_series(const MarcMapping& to) { put_series(to, unimarc_series(to.record)); }

namespace {

// The works in the book behind the first: a further $a is by the same author, $c by another one,
// who is named behind it.
void add_contained_works(const Iso2709Field& field, MarcNotes& notes) {
  std::string work;
  bool has_title = false;
  char code = '\0';
  const auto finish = [&] {
    if (!work.empty()) notes.add(200, "Contém: " + work);
    work.clear();
  };
  Subfields subfields = field.subfields();
  while (const auto subfield = subfields.next()) {
    const char before = code;
    code = subfield->code;
    if (notes.is_overfull()) return;
    if (code == 'd') finish();
    const std::string value = without_sorting_marks(finished_phrase(subfield->value));
    if (code == 'c' || (code == 'a' && has_title)) {
      finish();
      work = value;
    } else if (code == 'f' && before != 'a' && !work.empty()) {
      join(work, " / ", value);
    } else if (code == 'e' && before == 'c') {
      join(work, " : ", value);
    }
    has_title = has_title || code == 'a';
  }
  finish();
}

struct UnimarcTitleLabel {
  int tag;
  std::string_view label;
};
constexpr std::array unimarc_title_labels{
    UnimarcTitleLabel{510, "Título paralelo"}, UnimarcTitleLabel{512, "Título da capa"},
    UnimarcTitleLabel{513, "Outro título"},    UnimarcTitleLabel{514, "Outro título"},
    UnimarcTitleLabel{515, "Outro título"},    UnimarcTitleLabel{516, "Título da lombada"},
    UnimarcTitleLabel{517, "Outro título"},    UnimarcTitleLabel{518, "Outro título"},
    UnimarcTitleLabel{540, "Outro título"},    UnimarcTitleLabel{541, "Título traduzido"},
};

// Titles under which the book is also looked for, but those that its own title holds already.
void add_variant_titles(const MarcRecord& record, const Iso2709Field& own, MarcNotes& notes) {
  std::optional<OwnTitle> known;
  for (const Iso2709Field& field : record.fields()) {
    const auto* const label =
        std::ranges::find(unimarc_title_labels, field.tag, &UnimarcTitleLabel::tag);
    if (label == unimarc_title_labels.end() || notes.is_overfull()) continue;
    if (!known) known.emplace(unimarc_title_of(own) + " " + std::string(own.first('e')));
    const std::string joined = unimarc_title_of(field);
    std::string title(finished_phrase(joined));
    join(title, " : ", finished_phrase(field.first('e')));
    if (known->holds(base::fold(title))) continue;
    const std::string note = std::string(label->label) + ": " + title;
    if (!notes.has(note)) notes.add(field.tag, note);
  }
}

}  // namespace

void add_unimarc_title_notes(const MarcRecord& record, MarcNotes& notes) {
  if (const Iso2709Field* field = record.first(200)) {
    std::string parallel;
    bool is_parallel = false;
    Subfields subfields = field->subfields();
    while (const auto subfield = subfields.next()) {
      is_parallel = subfield->code == 'd' || (is_parallel && subfield->code != 'c');
      if (!is_parallel || (subfield->code != 'd' && subfield->code != 'e')) continue;
      const std::string_view part = without_leading_mark(subfield->value);
      const std::string_view separator = subfield->code == 'd' ? " = " : " : ";
      join(parallel, separator, without_sorting_marks(finished_phrase(part)));
    }
    notes.add(200, parallel_title_note(parallel));
    add_contained_works(*field, notes);
    add_variant_titles(record, *field, notes);
  }
  add_further_series(notes, unimarc_series(record));
}

}  // namespace formats
