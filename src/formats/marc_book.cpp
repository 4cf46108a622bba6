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
#include "formats/over_limit.hpp"

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

void warn(const MarcMapping& to, const MarcValue& text, const catalog::Wording& why) {
  to.warnings.push_back(
      {shown_tag(text.tag), std::string(base::clip_bytes(text.value, written_bytes_max)), why});
}

void warn_once(const MarcMapping& to, const MarcValue& text, const catalog::Wording& why) {
  if (alike(to.warnings, shown_tag(text.tag), why) == 0) warn(to, text, why);
}

std::string fitted(const MarcMapping& to, const MarcValue& text) {
  std::string value = clipped(text.value, text.code_points_max);
  // Code points are never more than bytes, so that most texts are not counted.
  const bool may_be_cut = text.value.size() > text.code_points_max;
  if (may_be_cut && is_longer(text.value, text.code_points_max)) warn(to, text, was_cut);
  return value;
}

void put(const MarcMapping& to, Field field, const MarcValue& text) {
  const std::string value = fitted(to, text);
  if (!value.empty()) to.book.text(field, value);
}

void put_texts(const MarcMapping& to, int tag, const Summaries& summaries, MarcNotes notes) {
  put(to, Field::synopsis, {tag, summaries.synopsis(), limits::synopsis_max});
  for (const std::string& summary : summaries.left_over()) notes.add(tag, summary);
  notes.put(to);
}

void map_languages(const MarcMapping& to) {
  put(to, Field::language, {41, language_of_text(to.record), limits::language_max});
  put(to, Field::original_language, {41, original_language(to.record), limits::language_max});
}

bool is_translation(const MarcRecord& record) {
  const Iso2709Field* languages = record.first(41);
  return languages != nullptr && (languages->indicator(1) == '1' || languages->has('h'));
}

namespace {

catalog::Result<catalog::BookFields> fields_of(const MarcRecord& record, int current_year,
                                               std::vector<Written>& warnings) {
  catalog::BookBuilder book(current_year);
  const MarcMapping to{record, book, current_year, warnings};
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

}  // namespace

catalog::Result<catalog::BookFields> mapped_fields(const MarcRecord& record, int current_year) {
  std::vector<Written> untold;
  return fields_of(record, current_year, untold);
}

catalog::Result<catalog::NewBook> to_book(const MarcRecord& record, int current_year,
                                          std::vector<Written>& warnings) {
  const std::string residue = residue_in(record);
  std::vector<Written> cuts;
  auto fields = fields_of(record, current_year, cuts);
  if (!fields && residue.empty()) return catalog::fail(std::move(fields).error());
  catalog::NewBook book;
  if (fields) book.fields = *std::move(fields);
  const bool is_whole = !residue.empty() && apply_residue(book, residue, current_year);
  if (!residue.empty() && !is_whole) {
    warnings.push_back({"887", shown_residue(residue), unreadable_residue});
  }
  // What our own record has over a limit, its residue has whole.
  if (!is_whole) std::ranges::move(cuts, std::back_inserter(warnings));
  if (book.fields->title.empty()) {
    return catalog::fail(catalog::problem::invalid_book({{"/245", catalog::Rule::required, {}}}));
  }
  return book;
}

}  // namespace formats
