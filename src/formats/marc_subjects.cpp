#include <string>

#include "catalog/limits.hpp"
#include "formats/marc_mapping.hpp"
#include "formats/marc_text.hpp"
#include "formats/term_list.hpp"

namespace formats {
namespace {

namespace limits = catalog::limits;

constexpr std::string_view subdivision_separator = " -- ";
constexpr int personal_name = 600;
constexpr int uncontrolled_term = 653;
constexpr int genre = 655;

bool is_subject(int tag) noexcept {
  return tag == 600 || tag == 610 || tag == 611 || tag == 630 || tag == 648 || tag == 650 ||
         tag == 651;
}

// Facets, occupations, and what each library has made of 69X: only what says a term counts there.
bool is_faceted_or_local(int tag) noexcept {
  return tag == 654 || tag == 656 || (tag >= 690 && tag <= 699);
}

bool is_subdivision(char code) noexcept {
  return std::string_view("vxyz").find(code) != std::string_view::npos;
}

// Codes for machines: relator ($4, $e), thesaurus ($2) and links ($0…$8) are not part of a heading.
bool belongs_to_heading(char code) noexcept { return code >= 'a' && code <= 'z' && code != 'e'; }

// 654 $b is a narrower term of the one before it.
bool belongs_to_term(char code) noexcept {
  return code == 'a' || code == 'b' || is_subdivision(code);
}

// "Brazil -- History -- 1500-1548", "Miguel I, King of Portugal, 1802-1866 -- Drama".
std::string heading(const Iso2709Field& field) {
  const bool is_narrow = is_faceted_or_local(field.tag);
  std::string text;
  Subfields subfields = field.subfields();
  while (const auto subfield = subfields.next()) {
    const bool belongs =
        is_narrow ? belongs_to_term(subfield->code) : belongs_to_heading(subfield->code);
    if (!belongs) continue;
    const bool divides = is_subdivision(subfield->code) || (is_narrow && subfield->code == 'b');
    if (divides) text.resize(without_isbd_mark(text).size());
    const std::string_view part =
        divides ? without_leading_mark(subfield->value) : part_behind(text, subfield->value);
    join(text, divides ? subdivision_separator : " ", part);
  }
  const auto kind = field.tag == personal_name ? FullStop::of_name : FullStop::of_phrase;
  return std::string(without_end_marks(text, kind));
}

}  // namespace

void map_subjects(const MarcMapping& to) {
  TermList subjects(to, &catalog::BookBuilder::subject);
  TermList genres(to, &catalog::BookBuilder::tag);
  for (const Iso2709Field& field : to.record.fields()) {
    if (field.tag == genre) genres.add(field.tag, heading(field));
    const bool is_local_term = is_faceted_or_local(field.tag) && field.has('a');
    if (is_subject(field.tag) || is_local_term) {
      subjects.add(field.tag, heading(field));
    }
    if (field.tag != uncontrolled_term) continue;
    Subfields subfields = field.subfields();
    while (const auto subfield = subfields.next()) {
      if (subfield->code == 'a') subjects.add_loose(field.tag, subfield->value);
    }
  }
}

}  // namespace formats
