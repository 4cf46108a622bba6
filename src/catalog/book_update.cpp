#include "catalog/book_update.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "base/text.hpp"
#include "catalog/book_builder.hpp"
#include "catalog/field_values.hpp"
#include "catalog/limits.hpp"
#include "json/merge.hpp"

namespace catalog {
namespace {

template <class Value>
void take(Value& current, const Value& newer) {
  if (newer != Value{}) {
    current = newer;
  }
}

}  // namespace

Result<BookFields> updated(const BookFields& current, const BookFields& newer) {
  BookFields fields = current;
  for_each_field([&](Field, auto member) { take(fields.*member, newer.*member); });
  if (!current.extra.empty() && !newer.extra.empty()) {
    auto merged = json::merge_patch({.target = current.extra, .patch = newer.extra});
    check(merged.has_value());  // both were read before
    fields.extra = *std::move(merged);
  }
  if (fields.extra.size() > limits::extra_bytes_max) {
    return fail(problem::invalid_book({{to_pointer({Field::extra, {}, {}}),
                                        Rule::too_long,
                                        {std::to_string(limits::extra_bytes_max) + " bytes"}}}));
  }
  return fields;
}

bool add_tag(BookFields& fields, const std::string& tag) {
  const std::string folded = base::fold(tag);
  const bool is_there = std::ranges::any_of(
      fields.tags, [&](const std::string& known) { return base::fold(known) == folded; });
  if (!is_there && fields.tags.size() >= limits::terms_max) {
    return false;
  }
  if (!is_there) {
    fields.tags.push_back(tag);
  }
  return true;
}

bool add_identifier(BookFields& fields, const Identifier& identifier) {
  const bool is_there =
      std::ranges::find(fields.identifiers, identifier) != fields.identifiers.end();
  if (!is_there && fields.identifiers.size() >= limits::identifiers_max) {
    return false;
  }
  if (!is_there) {
    fields.identifiers.push_back(identifier);
  }
  return true;
}

}  // namespace catalog
