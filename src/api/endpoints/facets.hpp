// The facets of a selection: the query that asks for them, and the counts as JSON (openapi.yaml,
// GET /facetas). Pure functions, any thread.
#pragma once

#include <string>
#include <string_view>

#include "catalog/problem.hpp"
#include "search/query/reads.hpp"

namespace api {

// Failures: unknown_parameter, bad_parameter.
catalog::Result<search::CountFacets> read_facets_query(std::string_view raw);

void append_facets(std::string& out, const search::Facets& facets);

}  // namespace api
