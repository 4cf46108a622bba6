// Facets: counts of the authors, publishers, … of a search's hits, and who
// holds an ISBN. Used by one thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "search/query/reads.hpp"
#include "search/query/search_request.hpp"

namespace search {

Facets count_facets(SearchRequest& search, const CountFacets& command);

// The books that have each of these ISBNs.
IsbnMatches find_isbns(const Snapshot& snapshot, const FindIsbns& command);

}  // namespace search
