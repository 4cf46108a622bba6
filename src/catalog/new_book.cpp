#include "catalog/new_book.hpp"

#include <algorithm>

#include "catalog/book_builder.hpp"

namespace catalog {
namespace {

std::string text_of(Version version) { return std::to_string(version.value); }
std::string text_of(base::Instant instant) { return base::to_rfc3339(instant); }

}  // namespace

FieldError refuted_id(BookId sent) {
  return {to_pointer({Field::id, {}, {}}), Rule::read_only, {}, std::to_string(sent.value)};
}

Problem foreign_id(BookId sent) { return problem::invalid_book({refuted_id(sent)}); }

std::vector<FieldError> refuted_claims(const Claims& claims, const Book& current) {
  std::vector<FieldError> errors;
  const auto compare = [&errors](Field field, const auto& claim, const auto& value) {
    if (claim && *claim != value) {
      errors.push_back({to_pointer({field, {}, {}}), Rule::read_only, {}, text_of(*claim)});
    }
  };
  compare(Field::version, claims.version, current.version);
  compare(Field::created_at, claims.created_at, current.created_at);
  compare(Field::updated_at, claims.updated_at, current.updated_at);
  return errors;
}

Result<Lifetime> claimed_lifetime(const Claims& claims, base::Instant now) {
  const base::Instant created_at =
      claims.created_at.value_or(std::min(now, claims.updated_at.value_or(now)));
  const base::Instant updated_at = claims.updated_at.value_or(std::max(created_at, now));
  if (updated_at < created_at) {
    return fail(problem::invalid_book({{to_pointer({Field::updated_at, {}, {}}),
                                        Rule::invalid_value,
                                        {"≥ " + base::to_rfc3339(created_at)}}}));
  }
  return Lifetime{created_at, updated_at};
}

}  // namespace catalog
