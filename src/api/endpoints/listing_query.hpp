// GET /livros: its query string (openapi.yaml) as a Listing and the members to show.
// Pure functions.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "api/answer/query.hpp"
#include "catalog/field.hpp"
#include "catalog/listing.hpp"
#include "catalog/problem.hpp"

namespace api {

struct ListQuery {
  catalog::Listing listing;
  catalog::FieldSet members = catalog::FieldSet::all();
  // The same query without `cursor`, still encoded, for the links to other pages; ends in '&'.
  std::string link_base;
};

// Failures: unknown_parameter, bad_parameter.
catalog::Result<ListQuery> read_list_query(std::string_view raw);
// The same of a query that may hold more; `raw` is what it was read of.
catalog::Result<ListQuery> read_list_query(const Query& query, std::string_view raw);
// What a list is asked by, the names of its representation among them.
std::span<const std::string_view> list_names() noexcept;

// A link base that asks for `search` instead of its own.
std::string link_base_with_search(std::string_view link_base, std::string_view search);

}  // namespace api
