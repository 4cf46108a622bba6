#include "catalog/field_values.hpp"

namespace catalog {

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
