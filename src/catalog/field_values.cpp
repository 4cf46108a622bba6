#include "catalog/field_values.hpp"

namespace catalog {
namespace {

template <class Visit>
void for_each_field(const Visit& visit) {
  visit(Field::title, &BookFields::title);
  visit(Field::author, &BookFields::author);
  visit(Field::subtitle, &BookFields::subtitle);
  visit(Field::original_title, &BookFields::original_title);
  visit(Field::contributors, &BookFields::contributors);
  visit(Field::isbn, &BookFields::isbn);
  visit(Field::other_isbns, &BookFields::other_isbns);
  visit(Field::identifiers, &BookFields::identifiers);
  visit(Field::publisher, &BookFields::publisher);
  visit(Field::place, &BookFields::place);
  visit(Field::edition, &BookFields::edition);
  visit(Field::year, &BookFields::year);
  visit(Field::language, &BookFields::language);
  visit(Field::original_language, &BookFields::original_language);
  visit(Field::pages, &BookFields::pages);
  visit(Field::subjects, &BookFields::subjects);
  visit(Field::tags, &BookFields::tags);
  visit(Field::cdd, &BookFields::cdd);
  visit(Field::cdu, &BookFields::cdu);
  visit(Field::series, &BookFields::series);
  visit(Field::synopsis, &BookFields::synopsis);
  visit(Field::notes, &BookFields::notes);
  visit(Field::cover, &BookFields::cover);
  visit(Field::links, &BookFields::links);
  visit(Field::extra, &BookFields::extra);
}

}  // namespace

FieldSet differing_fields(const BookFields& left, const BookFields& right) {
  FieldSet differing;
  for_each_field([&](Field field, auto member) {
    if (left.*member != right.*member) {
      differing.add(field);
    }
  });
  return differing;
}

void copy_fields(BookFields& target, const CopyFields& copy) {
  for_each_field([&](Field field, auto member) {
    if (copy.fields.has(field)) {
      target.*member = copy.from.*member;
    }
  });
}

}  // namespace catalog
