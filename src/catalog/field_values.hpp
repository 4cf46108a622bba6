// The members of BookFields by their fields, so that rules for a kind of value need not name each
// field. Pure functions, any thread. The read-only fields are no members of BookFields.
#pragma once

#include <cstddef>

#include "catalog/book.hpp"
#include "catalog/field.hpp"

namespace catalog {

// Calls visit(field, member) for each member, in the order of Field.
template <class Visit>
constexpr void for_each_field(const Visit& visit) {
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

static_assert([] {
  FieldSet fields = read_only_fields;
  for_each_field([&fields](Field field, auto) { fields.add(field); });
  return fields == FieldSet::all();
}());

// Calls visit(member) for the member of one field; not at all for a read-only field.
template <class Visit>
constexpr void with_member(Field field, const Visit& visit) {
  for_each_field([&](Field each, auto member) {
    if (each == field) {
      visit(member);
    }
  });
}

// The fields in which two books differ.
FieldSet differing_fields(const BookFields& left, const BookFields& right);

// Overwrites the chosen fields of `target`; all others keep their value.
struct CopyFields {
  const BookFields& from;
  FieldSet fields;
};
void copy_fields(BookFields& target, const CopyFields& copy);

}  // namespace catalog
