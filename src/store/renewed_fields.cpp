#include "store/renewed_fields.hpp"

#include <string>

#include "catalog/language_tag.hpp"

namespace store {

bool renew_fields(catalog::BookFields& fields) {
  bool is_changed = false;
  for (std::string* const language : {&fields.language, &fields.original_language}) {
    auto canonical = catalog::canonical_language_tag(*language);
    if (canonical && *canonical != *language) {
      *language = *std::move(canonical);
      is_changed = true;
    }
  }
  return is_changed;
}

}  // namespace store
