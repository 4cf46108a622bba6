#include "formats/marc_book.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "base/text.hpp"
#include "catalog/limits.hpp"
#include "formats/marc_languages.hpp"
#include "formats/marc_mapping.hpp"
#include "formats/marc_residue.hpp"
#include "formats/marc_text.hpp"
#include "formats/marc_tree.hpp"

namespace formats {
namespace {

using catalog::Field;
namespace limits = catalog::limits;

constexpr std::size_t language_at = 35;  // 008/35-37

// 041 may use another list of codes, named in $2.
bool has_marc_codes(const Iso2709Field& field) { return field.indicator(2) != '7'; }

std::string_view language_of_text(const MarcRecord& record) {
  const std::string_view fixed = record.control(8);
  if (fixed.size() >= language_at + marc_language_letters) {
    const auto tag = language_of_marc(fixed.substr(language_at, marc_language_letters));
    if (!tag.empty()) return tag;
  }
  for (const Iso2709Field& field : record.fields()) {
    if (field.tag != 41 || !has_marc_codes(field)) continue;
    // Records from before 2001 run the codes together: $aporeng.
    const auto tag = language_of_marc(field.first('a'));
    if (!tag.empty()) return tag;
  }
  return {};
}

// $h of old records holds intermediate translations too, run together with the original last.
std::string_view original_language(const MarcRecord& record) {
  for (const Iso2709Field& field : record.fields()) {
    if (field.tag != 41 || !has_marc_codes(field)) continue;
    const std::string_view codes = trimmed(field.first('h'));
    if (codes.size() < marc_language_letters) continue;
    const auto tag = language_of_marc(codes.substr(codes.size() - marc_language_letters));
    if (!tag.empty()) return tag;
  }
  return {};
}

constexpr catalog::Wording unreadable_residue{"não pôde ser lido; valem os outros campos",
                                              "could not be read; the other fields count"};

// The residue of our own writer; other programs use 887 for theirs.
std::string residue_in(const MarcRecord& record) {
  std::string text;
  for (const Iso2709Field& field : record.fields()) {
    if (field.tag == residue_tag && trimmed(field.first('2')) == residue_source) {
      text += field.first('a');
    }
  }
  return text;
}

std::string shown_residue(std::string_view residue) {
  return std::string(base::clip_bytes(residue, written_bytes_max));
}

}  // namespace

void put(const MarcMapping& to, const MarcText& text) {
  const std::string value = clipped(text.value, text.code_points_max);
  if (!value.empty()) to.book.text(text.field, value);
}

void put_texts(const MarcMapping& to, const Summaries& summaries, std::vector<std::string> notes) {
  put(to, {Field::synopsis, summaries.synopsis(), limits::synopsis_max});
  std::ranges::copy(summaries.left_over(), std::back_inserter(notes));
  std::erase(notes, std::string());
  notes.resize(std::min(notes.size(), limits::notes_max));
  for (const std::string& note : notes) to.book.note(note);
}

void map_languages(const MarcMapping& to) {
  put(to, {Field::language, language_of_text(to.record), limits::language_max});
  put(to, {Field::original_language, original_language(to.record), limits::language_max});
}

bool is_translation(const MarcRecord& record) {
  const Iso2709Field* languages = record.first(41);
  return languages != nullptr && (languages->indicator(1) == '1' || languages->has('h'));
}

catalog::Result<catalog::BookFields> mapped_fields(const MarcRecord& record, int current_year) {
  catalog::BookBuilder book(current_year);
  const MarcMapping to{record, book, current_year};
  map_title(to);
  map_original_title(to);
  map_contributors(to);
  map_numbers(to);
  map_imprint(to);
  map_languages(to);
  map_subjects(to);
  map_series(to);
  map_summaries_and_notes(to);
  map_links(to);
  return std::move(book).finish_partial();
}

catalog::Result<catalog::NewBook> to_book(const MarcRecord& record, int current_year,
                                          std::vector<Written>& warnings) {
  const std::string residue = residue_in(record);
  auto fields = mapped_fields(record, current_year);
  if (!fields && residue.empty()) return catalog::fail(std::move(fields).error());
  catalog::NewBook book;
  if (fields) book.fields = *std::move(fields);
  if (!residue.empty() && !apply_residue(book, residue, current_year)) {
    warnings.push_back({"887", shown_residue(residue), unreadable_residue});
  }
  if (book.fields->title.empty()) {
    return catalog::fail(catalog::problem::invalid_book({{"/245", catalog::Rule::required, {}}}));
  }
  return book;
}

}  // namespace formats
