// GET /livros: its query string (contract section 4) as a Listing and the members to show.
// Pure function.
#pragma once

#include <string>
#include <string_view>

#include "catalog/field.hpp"
#include "catalog/listing.hpp"
#include "catalog/problem.hpp"

namespace api {

struct ListQuery {
  catalog::Listing listing;
  catalog::FieldSet members = catalog::FieldSet::all();
  // The same query without `cursor`, still encoded, for the links to other pages.
  std::string link_base;
};

// Failures: unknown_parameter, bad_parameter.
catalog::Result<ListQuery> read_list_query(std::string_view raw);

}  // namespace api
