#include "formats/name_parts.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "base/ascii.hpp"
#include "base/text.hpp"

namespace formats {
namespace {

// Folded; each stays with the surname before it.
constexpr std::array<std::string_view, 9> kinship{"filho", "filha",  "neto", "neta",  "sobrinho",
                                                  "jr",    "junior", "sr",   "senior"};

bool is_kinship(std::string_view word) {
  return std::ranges::find(kinship, base::fold(word)) != kinship.end();
}

bool holds_digit(std::string_view text) noexcept {
  return std::ranges::any_of(text, base::is_digit);
}

// What stands behind the first comma, without the parts that hold a year.
std::string forenames_in(std::string_view rest) {
  std::string forenames;
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    const std::string_view part = base::trim(rest.substr(0, comma));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
    if (part.empty() || holds_digit(part)) continue;
    forenames.append(forenames.empty() ? "" : ", ").append(part);
  }
  return forenames;
}

// Where the surname begins in a name without a comma.
std::size_t surname_begin(std::string_view name) {
  const std::size_t last = name.rfind(' ');
  if (last == std::string_view::npos || !is_kinship(name.substr(last + 1))) return last;
  const std::size_t before = name.substr(0, last).rfind(' ');
  return before == std::string_view::npos ? last : before;
}

}  // namespace

NameParts name_parts(std::string_view name) {
  name = base::trim(name);
  while (name.starts_with(',')) name = base::trim(name.substr(1));
  const std::size_t comma = name.find(',');
  if (comma != std::string_view::npos) {
    return {std::string(base::trim(name.substr(0, comma))), forenames_in(name.substr(comma + 1))};
  }
  const std::size_t space = surname_begin(name);
  if (space == std::string_view::npos) return {std::string(name), {}};
  return {std::string(name.substr(space + 1)), std::string(base::trim(name.substr(0, space)))};
}

std::string filed_form(std::string_view name) {
  NameParts parts = name_parts(name);
  if (parts.forenames.empty()) return std::move(parts.surname);
  return parts.surname + ", " + parts.forenames;
}

std::string spoken_form(std::string_view name) {
  NameParts parts = name_parts(name);
  if (parts.forenames.empty()) return std::move(parts.surname);
  return parts.forenames + " " + parts.surname;
}

}  // namespace formats
