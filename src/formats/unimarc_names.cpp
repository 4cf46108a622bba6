#include <algorithm>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "catalog/limits.hpp"
#include "formats/marc_relators.hpp"
#include "formats/marc_text.hpp"
#include "formats/over_limit.hpp"
#include "formats/responsibility.hpp"
#include "formats/unimarc_book.hpp"

namespace formats {
namespace {

namespace limits = catalog::limits;

constexpr std::string_view unknown_role = "ctb";

// Families (720-722) are people too, as MARC 21 has them.
bool is_unimarc_person(int tag) noexcept {
  return (tag >= 700 && tag <= 703) || (tag >= 720 && tag <= 722);
}
bool is_unimarc_body(int tag) noexcept { return tag >= 710 && tag <= 712; }
// Primary and alternative responsibility; 702, 703 and 712 are for everybody else.
bool is_primary(int tag) noexcept { return tag % 10 <= 1; }

bool is_unimarc_meeting(const Iso2709Field& field) noexcept {
  return !is_unimarc_person(field.tag) && field.indicator(1) == '1';
}

// Number, date and place, in which meetings of one name differ: " (3 : 1998 : Lisboa)".
std::string meeting_qualifier(const Iso2709Field& field) {
  std::string qualifier;
  for (const char code : {'d', 'f', 'e'}) {
    std::string_view part = without_leading_mark(field.first(code));
    while (part.starts_with('(')) part = trimmed(part.substr(1));
    while (part.ends_with(')')) part = trimmed(part.substr(0, part.size() - 1));
    join(qualifier, " : ", without_isbd_mark(part));
  }
  return qualifier.empty() ? qualifier : " (" + qualifier + ")";
}

std::string_view unimarc_kind(const Iso2709Field& field) noexcept {
  if (is_unimarc_person(field.tag)) return "pessoa";
  return is_unimarc_meeting(field) ? "evento" : "entidade";
}

// "Queirós" and "Eça de" -> "Queirós, Eça de"; "Portugal" and "Ministério da Saúde" -> "Portugal.
// Ministério da Saúde". A comma at the part's beginning is how some write the first of them.
std::string unimarc_name(const MarcMapping& to, const Iso2709Field& field) {
  const bool is_person = is_unimarc_person(field.tag);
  const std::string_view separator = is_person ? ", " : ". ";
  std::string name;
  Subfields subfields = field.subfields();
  while (const auto subfield = subfields.next()) {
    const bool is_name = subfield->code == 'a' || subfield->code == 'b';
    const bool is_numeral = is_person && subfield->code == 'd';
    if (!is_name && !is_numeral) continue;
    const std::string_view part = without_leading_mark(subfield->value);
    if (!name.empty()) name.resize(without_isbd_mark(name).size());
    join(name, is_numeral ? " " : separator, part);
  }
  if (is_unimarc_meeting(field)) name += meeting_qualifier(field);
  return fitted(
      to, {field.tag, without_end_marks(name, FullStop::of_name), limits::contributor_name_max});
}

class UnimarcNames {
 public:
  explicit UnimarcNames(const MarcMapping& to) : to_(to) {}

  void add(const Iso2709Field& field) {
    const std::string name = unimarc_name(to_, field);
    if (name.empty()) return;
    const std::string kind(unimarc_kind(field));
    bool has_code = false;
    Subfields subfields = field.subfields();
    while (const auto subfield = subfields.next()) {
      if (subfield->code != '4' || trimmed(subfield->value).empty()) continue;
      has_code = true;
      const std::string role = relator_of_code(subfield->value);
      add(field.tag, {name, role.empty() ? std::string(unknown_role) : role, kind});
    }
    if (!has_code)
      add(field.tag, {name, is_primary(field.tag) ? "aut" : std::string(unknown_role), kind});
  }

  void put(catalog::BookBuilder& book) const {
    for (const Name& one : names_) book.contributor({one.name, one.role, one.kind});
  }

  // The names of who made the text; without any, everybody's.
  std::string author() const {
    std::string authors = joined([](const Name& one) { return is_authorial(one.role); });
    return authors.empty() ? joined([](const Name&) { return true; }) : authors;
  }

 private:
  struct Name {
    std::string name;
    std::string role;
    std::string kind;
    bool operator==(const Name&) const = default;
  };

  void add(int tag, Name&& one) {
    if (std::ranges::find(names_, one) != names_.end()) return;
    if (names_.size() == limits::contributors_max)
      return warn_once(to_, {tag, one.name, 0}, no_room);
    names_.push_back(std::move(one));
  }

  template <class Wanted>
  std::string joined(Wanted wanted) const {
    std::string out;
    std::vector<std::string_view> seen;
    for (const Name& one : names_) {
      if (!wanted(one) || std::ranges::find(seen, one.name) != seen.end()) continue;
      std::string longer = out;
      join(longer, "; ", one.name);
      if (base::code_points(longer) > limits::author_max) break;
      out = std::move(longer);
      seen.push_back(one.name);
    }
    return out;
  }

  const MarcMapping& to_;
  std::vector<Name> names_;
};

std::string stated_author(const MarcMapping& to) {
  const Iso2709Field* title = to.record.first(200);
  if (title == nullptr) return {};
  return fitted(to, {200, first_responsibility(title->first('f')), limits::author_max});
}

}  // namespace

void map_unimarc_names(const MarcMapping& to) {
  UnimarcNames names(to);
  for (const int tag : {700, 710, 720}) {
    for (const Iso2709Field& field : to.record.fields()) {
      if (field.tag == tag) names.add(field);
    }
  }
  for (const Iso2709Field& field : to.record.fields()) {
    const bool is_main = field.tag == 700 || field.tag == 710 || field.tag == 720;
    if (!is_main && (is_unimarc_person(field.tag) || is_unimarc_body(field.tag))) names.add(field);
  }
  names.put(to.book);
  std::string author = names.author();
  if (author.empty()) author = stated_author(to);
  if (author.empty()) {
    to.book.author_unknown();
  } else {
    to.book.author(author);
  }
}

}  // namespace formats
