#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "catalog/limits.hpp"
#include "formats/marc_mapping.hpp"
#include "formats/marc_text.hpp"
#include "formats/original_title.hpp"
#include "formats/sorting_marks.hpp"

namespace formats {
namespace {

using catalog::Field;
namespace limits = catalog::limits;

// $a, $n and $p of a title as "Anais. 2, História", with the marks at its end.
std::string title_with_parts(const Iso2709Field& field) {
  std::string title;
  Subfields subfields = field.subfields();
  while (const auto subfield = subfields.next()) {
    if (subfield->code != 'a' && subfield->code != 'n' && subfield->code != 'p') continue;
    if (subfield->code == 'a' && !title.empty()) continue;
    // A comma or full stop between parts stays; what announced a $b in between goes.
    if (!title.ends_with(',')) title.resize(without_isbd_mark(title).size());
    std::string_view value = trimmed(subfield->value);
    std::string unmarked;
    if (value.starts_with('<')) value = unmarked = without_sorting_marks(value);
    const std::string_view part = part_behind(title, value);
    const bool ends_clause = title.ends_with('.') || title.ends_with(',');
    join(title, ends_clause ? " " : ". ", part);
  }
  return title;
}

// Records without a statement of responsibility end the title itself with a full stop.
// Uniform titles that stand for a collection are no title of any original.
bool is_collective(std::string_view title) {
  constexpr std::array<std::string_view, 18> collective{
      "Works", "Selections", "Poems",          "Poetry",         "Novels",     "Short stories",
      "Plays", "Essays",     "Speeches",       "Correspondence", "Laws, etc.", "Prose works",
      "Drama", "Novelas",    "Treaties, etc.", "Lectures",       "Interviews", "Tales"};
  return std::find(collective.begin(), collective.end(), title) != collective.end();
}

struct SeriesStatement {
  std::string name;
  std::string_view volume;
};

SeriesStatement statement_of(const Iso2709Field& field) {
  SeriesStatement statement;
  if (field.tag == 490) {
    // A repeated $a is a parallel title or a sub-series; the first $v is that of the first.
    statement.name = field.first('a');
  } else if (field.tag == 440 || field.tag == 830) {
    statement.name = title_with_parts(field);
  } else {
    statement.name = field.first('t');  // 800, 810, 811: name-title entries
  }
  if (statement.name.starts_with('<')) statement.name = without_sorting_marks(statement.name);
  statement.volume = field.first('v');
  return statement;
}

// As printed on the book (490, once 440) rather than as normalised for an index (8XX).
std::vector<const Iso2709Field*> series_fields(const MarcRecord& record) {
  for (const int tag : {490, 440, 830, 800, 810, 811}) {
    std::vector<const Iso2709Field*> found;
    for (const Iso2709Field& field : record.fields()) {
      if (field.tag == tag) found.push_back(&field);
    }
    // Series that are entered as they are printed were 440 once, beside the others in 490.
    for (const Iso2709Field& field : record.fields()) {
      if (tag == 490 && !found.empty() && field.tag == 440) found.push_back(&field);
    }
    if (!found.empty()) return found;
  }
  return {};
}

std::vector<SeriesTitle> series_of(const MarcRecord& record) {
  std::vector<SeriesTitle> series;
  for (const Iso2709Field* field : series_fields(record)) {
    const SeriesStatement statement = statement_of(*field);
    series.push_back(clean_series(field->tag, statement.name, statement.volume));
  }
  return series;
}

// "Título =" announces the title in another language, with its own subtitle; some write "= Title".
bool has_parallel_title(const Iso2709Field& title) noexcept {
  return trimmed(title.first('a')).ends_with('=') || trimmed(title.first('b')).starts_with("= ");
}

constexpr int varying_title = 246;
constexpr int uncontrolled_title = 740;

std::string varying_title_of(const Iso2709Field& field) {
  const std::string joined = title_with_parts(field);
  std::string title(finished_phrase(joined));
  join(title, " : ", finished_phrase(field.first('b')));
  return title;
}

// What the title is: as its own label says ($i), else as its second indicator does.
std::string label_of_varying_title(const Iso2709Field& field) {
  std::string_view said = trimmed(field.first('i'));
  while (said.ends_with(':')) said = trimmed(said.substr(0, said.size() - 1));
  if (!said.empty()) return std::string(said);
  const char kind = field.indicator(2);
  if (field.tag == uncontrolled_title) return kind == '2' ? "Contém" : "Outro título";
  switch (kind) {
    case '1':
      return "Título paralelo";
    case '4':
      return "Título da capa";
    case '8':
      return "Título da lombada";
    default:
      return "Outro título";
  }
}

// The original as another record (765), or as a varying title or a note names it.
std::string original_title_elsewhere(const MarcRecord& record) {
  std::string noted;
  for (const Iso2709Field& field : record.fields()) {
    if (field.tag == 765 && !trimmed(field.first('t')).empty()) {
      return std::string(finished_phrase(field.first('t')));
    }
    if (!noted.empty()) continue;
    if (field.tag == 500) noted = original_title_in(field.first('a'));
    if (field.tag == varying_title && field.has('i')) {
      noted = original_title_in(label_of_varying_title(field) + ": " + varying_title_of(field));
    }
  }
  return noted;
}

// A uniform title (130, 240) is also made to gather editions of one language; it is the original's
// title when $l names the language it was translated into or 041 says that the book is translated.
std::string original_title_of(const MarcRecord& record) {
  for (const int tag : {240, 130}) {
    const Iso2709Field* field = record.first(tag);
    if (field == nullptr || (!field->has('l') && !is_translation(record))) continue;
    const std::string joined = title_with_parts(*field);
    const std::string_view title = finished_phrase(joined);
    if (!is_collective(title)) return std::string(title);
  }
  return original_title_elsewhere(record);
}

// Titles under which the book is also looked for, but those that its own title holds already.
void add_varying_titles(const MarcRecord& record, const Iso2709Field& own, MarcNotes& notes) {
  std::optional<OwnTitle> known;
  std::string original;
  for (const Iso2709Field& field : record.fields()) {
    if (field.tag != varying_title && field.tag != uncontrolled_title) continue;
    if (notes.is_overfull()) return;
    if (!known) {
      known.emplace(title_with_parts(own) + " " + std::string(own.first('b')));
      original = base::fold(original_title_of(record));
    }
    const std::string title = varying_title_of(field);
    const std::string folded = base::fold(title);
    if (folded == original || known->holds(folded)) continue;
    const std::string note = label_of_varying_title(field) + ": " + title;
    if (!notes.has(note)) notes.add(field.tag, note);
  }
}

}  // namespace

bool map_title(const MarcMapping& to) {
  const Iso2709Field* field = to.record.first(245);
  if (field == nullptr) return false;
  const std::string joined = title_with_parts(*field);
  const std::string_view title = finished_phrase(joined);
  if (base::trim(title).empty()) return false;
  put(to, Field::title, {245, title, limits::title_max});
  if (!has_parallel_title(*field)) {
    put(to, Field::subtitle, {245, finished_phrase(field->first('b')), limits::subtitle_max});
  }
  return true;
}

void map_original_title(const MarcMapping& to) {
  put(to, Field::original_title, {240, original_title_of(to.record), limits::title_max});
}

SeriesTitle clean_series(int tag, std::string_view name, std::string_view volume) {
  return {tag, std::string(base::trim(finished_phrase(name))),
          std::string(base::trim(finished_phrase(volume)))};
}

void put_series(const MarcMapping& to, const std::vector<SeriesTitle>& series) {
  if (series.empty() || series.front().name.empty()) return;
  const SeriesTitle& first = series.front();
  const std::string name = fitted(to, {first.tag, first.name, limits::series_name_max});
  std::optional<std::string> volume;
  if (!first.volume.empty() && !is_longer(first.volume, limits::series_volume_max)) {
    volume = clipped(first.volume, limits::series_volume_max);
  }
  to.book.series({.name = name, .volume = volume});
}

OwnTitle::OwnTitle(std::string_view whole)
    : folded_(" " + base::fold(clipped(whole, limits::title_max)) + " ") {}

bool OwnTitle::holds(std::string_view folded) const {
  return folded.empty() || folded_.find(" " + std::string(folded) + " ") != std::string::npos;
}

void add_further_series(MarcNotes& notes, const std::vector<SeriesTitle>& series) {
  for (std::size_t i = 0; i < series.size() && !notes.is_overfull(); ++i) {
    const SeriesTitle& one = series[i];
    const bool is_said = i == 0 && !is_longer(one.volume, limits::series_volume_max);
    if (one.name.empty() || is_said) continue;
    std::string note = "Série: " + one.name;
    join(note, " ; ", one.volume);
    notes.add(one.tag, note);
  }
}

void map_series(const MarcMapping& to) { put_series(to, series_of(to.record)); }

void add_title_notes(const MarcRecord& record, MarcNotes& notes) {
  const Iso2709Field* title = record.first(245);
  if (title != nullptr && has_parallel_title(*title)) {
    notes.add(245, parallel_title_note(finished_phrase(title->first('b'))));
  }
  if (title != nullptr) add_varying_titles(record, *title, notes);
  add_further_series(notes, series_of(record));
}

}  // namespace formats
