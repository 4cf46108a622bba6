#include <algorithm>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "catalog/book.hpp"
#include "catalog/limits.hpp"
#include "formats/marc_mapping.hpp"
#include "formats/marc_relators.hpp"
#include "formats/marc_text.hpp"
#include "formats/over_limit.hpp"
#include "formats/responsibility.hpp"

namespace formats {
namespace {

namespace limits = catalog::limits;
using catalog::Contributor;

constexpr int person = 0;  // last two digits of 100 and 700
constexpr int corporate_body = 10;
constexpr int meeting = 11;
constexpr std::string_view name_separator = "; ";

bool is_main_entry(int tag) noexcept { return tag == 100 || tag == 110 || tag == 111; }
bool is_added_entry(int tag) noexcept { return tag == 700 || tag == 710 || tag == 711; }

// The subfields that make up the name. Persons: numeration and titles, neither dates nor the full
// form of initials. Bodies and meetings: subordinate units, number, date and place, in which many
// differ only.
std::string_view name_codes(int kind) noexcept {
  switch (kind) {
    case corporate_body:
      return "abndc";
    case meeting:
      return "aendcq";
    default:
      return "abc";
  }
}

// The catalogued, inverted form stays: "Assis, Machado de", "João Paulo II, Papa".
std::string name_in(const MarcMapping& to, const Iso2709Field& field) {
  const std::string_view codes = name_codes(field.tag % 100);
  std::string name;
  Subfields subfields = field.subfields();
  while (const auto subfield = subfields.next()) {
    // Title, form and the like: from here on the field names a work, or its form.
    if (std::string_view("tkflpos").find(subfield->code) != std::string_view::npos) break;
    if (codes.find(subfield->code) == std::string_view::npos) continue;
    const std::string_view part = part_behind(name, subfield->value);
    join(name, " ", part);
  }
  return fitted(
      to, {field.tag, without_end_marks(name, FullStop::of_name), limits::contributor_name_max});
}

catalog::ContributorKind kind_in(const Iso2709Field& field) noexcept {
  switch (field.tag % 100) {
    case corporate_body:
      return catalog::ContributorKind::body;
    case meeting:
      return catalog::ContributorKind::event;
    default:
      return catalog::ContributorKind::person;
  }
}

void add_role(std::vector<std::string>& roles, std::string_view role) {
  if (role.empty() || std::find(roles.begin(), roles.end(), role) != roles.end()) return;
  roles.emplace_back(role);
}

// Codes ($4) are surer than terms ($e; $j for meetings). Who has one that nobody knows contributed
// something, and is not taken for an author. Without either, a main entry and a
// personal added entry are taken for authors, as most are; a body or meeting beside the main entry
// has usually issued the book, which "contributor" covers.
std::vector<std::string> roles_in(const Iso2709Field& field) {
  const int kind = field.tag % 100;
  const char term_code = kind == meeting ? 'j' : 'e';
  std::vector<std::string> roles;
  std::vector<std::string> from_terms;
  bool is_stated = false;
  Subfields subfields = field.subfields();
  while (const auto subfield = subfields.next()) {
    const bool states = subfield->code == '4' || subfield->code == term_code;
    is_stated = is_stated || (states && !base::fold(subfield->value).empty());
    if (subfield->code == '4') add_role(roles, relator_of_code(subfield->value));
    if (subfield->code != term_code) continue;
    for (const std::string_view role : relators_of_term(subfield->value)) {
      add_role(from_terms, role);
    }
  }
  if (roles.empty()) roles = std::move(from_terms);
  const bool contributes = is_stated || (is_added_entry(field.tag) && kind != person);
  if (roles.empty()) roles.emplace_back(contributes ? "ctb" : "aut");
  return roles;
}

class Names {
 public:
  explicit Names(const MarcMapping& to) : to_(to) {}

  void add(const Iso2709Field& field) {
    const std::string name = name_in(to_, field);
    if (name.empty()) return;
    for (const std::string& role : roles_in(field)) add(field.tag, {name, role, kind_in(field)});
    if (is_main_entry(field.tag)) main_entry_ = name;
  }

  const std::vector<Contributor>& contributors() const noexcept { return contributors_; }

  // The author as shown in lists: the main entry and whoever shares its role, or else everybody.
  std::string author() const {
    std::vector<std::string_view> chosen;
    for (const Contributor& one : contributors_) {
      if (one.name == main_entry_ || is_authorial(one.role)) choose(chosen, one.name);
    }
    if (chosen.empty()) {
      for (const Contributor& one : contributors_) choose(chosen, one.name);
    }
    return joined(chosen);
  }

 private:
  void add(int tag, Contributor contributor) {
    if (std::ranges::find(contributors_, contributor) != contributors_.end()) return;
    if (contributors_.size() == limits::contributors_max) {
      return warn_once(to_, {tag, contributor.name, 0}, no_room);
    }
    contributors_.push_back(std::move(contributor));
  }

  // A name given twice, with two roles, is written once.
  static void choose(std::vector<std::string_view>& chosen, std::string_view name) {
    if (std::find(chosen.begin(), chosen.end(), name) == chosen.end()) chosen.push_back(name);
  }

  // Whole names only, as many as fit.
  static std::string joined(const std::vector<std::string_view>& names) {
    std::string out;
    for (const std::string_view name : names) {
      std::string longer = out;
      join(longer, name_separator, name);
      if (base::code_points(longer) > limits::author_max) break;
      out = std::move(longer);
    }
    return out;
  }

  const MarcMapping& to_;
  std::vector<Contributor> contributors_;
  std::string main_entry_;
};

}  // namespace

void map_contributors(const MarcMapping& to) {
  Names names(to);
  for (const Iso2709Field& field : to.record.fields()) {
    if (is_main_entry(field.tag)) names.add(field);
  }
  for (const Iso2709Field& field : to.record.fields()) {
    // With $t an added entry names a work contained in the book or related to it.
    if (is_added_entry(field.tag) && !field.has('t')) names.add(field);
  }
  for (const Contributor& contributor : names.contributors()) {
    to.book.contributor({contributor.name, contributor.role, catalog::wire_name(contributor.kind)});
  }
  std::string author = names.author();
  if (author.empty()) {
    const Iso2709Field* title = to.record.first(245);
    const std::string_view said = title == nullptr ? std::string_view{} : title->first('c');
    author = fitted(to, {245, first_responsibility(said), limits::author_max});
  }
  if (author.empty()) {
    to.book.author_unknown();
    return;
  }
  to.book.author(author);
}

}  // namespace formats
