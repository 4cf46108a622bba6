#include "catalog/new_book.hpp"

#include "catalog/book_builder.hpp"

namespace catalog {

std::vector<FieldError> refuted_claims(const Claims& claims, const Book& current) {
  std::vector<FieldError> errors;
  const auto compare = [&errors](Field field, const auto& claim, const auto& value) {
    if (claim && *claim != value) {
      errors.push_back({to_pointer({field, {}, {}}), Rule::read_only, {}});
    }
  };
  compare(Field::version, claims.version, current.version);
  compare(Field::created_at, claims.created_at, current.created_at);
  compare(Field::updated_at, claims.updated_at, current.updated_at);
  return errors;
}

}  // namespace catalog
