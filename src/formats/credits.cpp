#include "formats/credits.hpp"

#include <algorithm>

#include "catalog/person_names.hpp"
#include "formats/marc_relators.hpp"

namespace formats {
namespace {

std::vector<Credit>& list_of(Credits& credits, std::string_view role) {
  if (is_authorial(role)) return credits.authors;
  if (role == "edt" || role == "org" || role == "com") return credits.editors;
  if (role == "trl") return credits.translators;
  return role == "ill" ? credits.illustrators : credits.others;
}

// The names of the author line that name no contributor: where nobody sent an author, the line is
// the contributors' names.
void add_authors_of_line(Credits& credits, const catalog::BookFields& fields) {
  for (const std::string_view name : catalog::names_of_author(fields)) {
    const std::string key = catalog::person_key(name);
    const bool is_contributor = std::ranges::any_of(
        fields.contributors,
        [&](const catalog::Contributor& one) { return catalog::person_key(one.name) == key; });
    if (!is_contributor) credits.authors.push_back({std::string(name), "aut"});
  }
}

}  // namespace

Credits credits_of(const catalog::BookFields& fields) {
  Credits credits;
  for (const catalog::Contributor& one : fields.contributors) {
    const bool is_body = one.kind != catalog::ContributorKind::person;
    list_of(credits, one.role).push_back({one.name, one.role, is_body});
  }
  if (credits.authors.empty() && fields.author) add_authors_of_line(credits, fields);
  return credits;
}

}  // namespace formats
