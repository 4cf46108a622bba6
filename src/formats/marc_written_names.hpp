// The names of a book as MARC fields (1XX, 7XX), and the words that its fields are labelled with:
// roles, languages, what an address is. Pure functions; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/book.hpp"
#include "formats/marc_tree.hpp"

namespace formats {

// One field: neighbours of one name and kind share it.
struct WrittenName {
  std::string_view name;
  catalog::ContributorKind kind = catalog::ContributorKind::person;
  std::vector<std::string_view> roles;
  bool is_main = false;  // the entry 1XX
};
// The main entry first: the first of those that a book is said to be by. Where there is no list of
// names, those of the author line.
std::vector<WrittenName> written_names(const catalog::BookFields& fields);

void add_name(MarcTree& tree, const WrittenName& name);

// "Português", or the tag itself.
std::string language_name_of(std::string_view tag);

inline constexpr std::string_view cover_label = "Capa";
// What 856 $3 says of an address, and what it means; empty and nullopt where it says nothing.
std::string_view label_of(std::optional<catalog::LinkRelation> relation) noexcept;
std::optional<catalog::LinkRelation> relation_of_label(std::string_view label);
bool is_cover_label(std::string_view label);

}  // namespace formats
