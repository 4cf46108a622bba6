// Lists as one text: U+001E between items, U+001F between the parts of an item. Controls are
// refused in every field, so both are free; an empty list is an empty text. Shared by the SQL
// stores. Pure functions, any thread. Reading what packing did not make gives nullopt: damaged
// data.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/book.hpp"

namespace store {

std::string pack(std::span<const std::string> items);
std::string pack(std::span<const catalog::Contributor> contributors);
std::string pack(std::span<const catalog::Isbn> isbns);
std::string pack(std::span<const catalog::Identifier> identifiers);
std::string pack(std::span<const catalog::BookId> ids);

std::optional<std::vector<std::string>> unpack_texts(std::string_view packed);
std::optional<std::vector<catalog::Contributor>> unpack_contributors(std::string_view packed);
std::optional<std::vector<catalog::Isbn>> unpack_isbns(std::string_view packed);
std::optional<std::vector<catalog::Identifier>> unpack_identifiers(std::string_view packed);
std::optional<std::vector<catalog::BookId>> unpack_ids(std::string_view packed);

}  // namespace store
