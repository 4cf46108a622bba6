#include "formats/name_parts.hpp"

#include <utility>

namespace formats {

std::string filed_form(std::string_view name) {
  NameParts parts = name_parts(name);
  if (parts.forenames.empty()) return std::move(parts.surname);
  std::string filed = parts.surname + ", " + parts.forenames;
  if (!parts.suffix.empty()) filed += ", " + parts.suffix;
  return filed;
}

std::string spoken_form(std::string_view name) {
  const NameParts parts = name_parts(name);
  if (parts.forenames.empty()) return parts.surname;
  return parts.forenames + " " + parts.filed_surname();
}

}  // namespace formats
