#include "catalog/book_patch.hpp"

#include <cstdint>
#include <string>
#include <utility>

#include "base/check.hpp"
#include "catalog/book_builder.hpp"
#include "catalog/field_values.hpp"
#include "catalog/new_book.hpp"
#include "json/merge.hpp"

namespace catalog {
namespace {

// The series is made of members that a patch may name one by one.
void apply_series(BookFields& fields, const BookPatch& patch, std::vector<FieldError>& errors) {
  if (!patch.series_name && !patch.series_volume) {
    return;
  }
  Series series = fields.series.value_or(Series{});
  if (patch.series_name) {
    series.name = patch.series_name->value_or(std::string{});
  }
  if (patch.series_volume) {
    series.volume = patch.series_volume->value_or(std::string{});
  }
  if (series.name.empty()) {
    errors.push_back({to_pointer({Field::series, {}, "nome"}), Rule::required, {}});
    return;
  }
  fields.series = std::move(series);
}

// An author line that says no more than the contributors goes with them. It names all of them, as a
// book without a line gets it, or the authors among them, as the records of libraries have it.
void apply_author(BookFields& fields, const BookPatch& patch, const BookFields& before) {
  const bool is_said = patch.set.has(Field::author) || patch.removed.has(Field::author);
  if (is_said || !patch.set.has(Field::contributors) || before.contributors.empty()) {
    return;
  }
  const std::string author = Contributor{}.role;
  for (const std::optional<std::string_view> role : {std::optional<std::string_view>{}, {author}}) {
    if (before.author == author_line(before.contributors, role)) {
      if (auto line = author_line(fields.contributors, role); !line.empty()) {
        fields.author = std::move(line);
      }
      return;
    }
  }
}

void apply_extra(BookFields& fields, const BookPatch& patch, std::vector<FieldError>& errors) {
  if (patch.extra_patch.empty()) {
    return;
  }
  const std::string_view target = fields.extra.empty() ? "{}" : std::string_view(fields.extra);
  auto merged = json::merge_patch({target, patch.extra_patch});
  check(merged.has_value());  // both were checked when they were read
  json::Document document;
  const auto value = document.parse(*merged);
  check(value.has_value());
  BookBuilder builder(0);
  builder.extra({*merged, json::depth_of(*value)});
  auto checked = std::move(builder).finish_partial();
  if (!checked) {
    errors.insert(errors.end(), checked.error().errors.begin(), checked.error().errors.end());
    return;
  }
  fields.extra = std::move(checked->extra);
}

std::vector<FieldError> refuted(const BookPatch& patch, const Book& current) {
  auto errors = refuted_claims({patch.version, patch.created_at, patch.updated_at}, current);
  if (patch.id && *patch.id != current.id) {
    errors.insert(errors.begin(), refuted_id(*patch.id));
  }
  return errors;
}

}  // namespace

Result<BookFields> apply(const BookPatch& patch, const Book& current) {
  auto errors = refuted(patch, current);
  BookFields fields = current.fields;
  copy_fields(fields, {patch.values, patch.set});
  copy_fields(fields, {BookFields{}, patch.removed});
  apply_author(fields, patch, current.fields);
  apply_series(fields, patch, errors);
  apply_extra(fields, patch, errors);
  if (!errors.empty()) {
    return fail(problem::invalid_book(std::move(errors)));
  }
  return fields;
}

}  // namespace catalog
