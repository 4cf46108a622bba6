#include <algorithm>
#include <string>
#include <vector>

#include "catalog/limits.hpp"
#include "formats/marc_mapping.hpp"
#include "formats/marc_text.hpp"

namespace formats {
namespace {

namespace limits = catalog::limits;

constexpr std::string_view subdivision_separator = " -- ";
constexpr int personal_name = 600;
constexpr int uncontrolled_term = 653;

bool is_subject(int tag) noexcept {
  return tag == 600 || tag == 610 || tag == 611 || tag == 630 || tag == 650 || tag == 651;
}

bool is_subdivision(char code) noexcept {
  return std::string_view("vxyz").find(code) != std::string_view::npos;
}

// Codes for machines: relator ($4, $e), thesaurus ($2) and links ($0…$8) are not part of a heading.
bool belongs_to_heading(char code) noexcept { return code >= 'a' && code <= 'z' && code != 'e'; }

// "Brazil -- History -- 1500-1548", "Miguel I, King of Portugal, 1802-1866 -- Drama".
std::string heading(const Iso2709Field& field) {
  std::string text;
  Subfields subfields = field.subfields();
  while (const auto subfield = subfields.next()) {
    if (!belongs_to_heading(subfield->code)) continue;
    const bool divides = is_subdivision(subfield->code);
    if (divides) text.resize(without_isbd_mark(text).size());
    join(text, divides ? subdivision_separator : " ", trimmed(subfield->value));
  }
  const auto kind = field.tag == personal_name ? FullStop::of_name : FullStop::of_phrase;
  return clipped(without_end_marks(text, kind), limits::term_max);
}

class Subjects {
 public:
  explicit Subjects(catalog::BookBuilder& book) : book_(book) {}

  void add(const std::string& term) {
    const bool known = std::find(terms_.begin(), terms_.end(), term) != terms_.end();
    if (term.empty() || known || terms_.size() == limits::terms_max) return;
    terms_.push_back(term);
    book_.subject(term);
  }

 private:
  catalog::BookBuilder& book_;
  std::vector<std::string> terms_;
};

}  // namespace

void map_subjects(const MarcMapping& to) {
  Subjects subjects(to.book);
  for (const Iso2709Field& field : to.record.fields()) {
    if (is_subject(field.tag)) subjects.add(heading(field));
    if (field.tag != uncontrolled_term) continue;
    Subfields subfields = field.subfields();
    while (const auto subfield = subfields.next()) {
      if (subfield->code != 'a') continue;
      subjects.add(
          clipped(without_end_marks(subfield->value, FullStop::of_phrase), limits::term_max));
    }
  }
}

}  // namespace formats
