// Facets: counts of the authors, publishers, … of a search's hits, and the values that a half-typed
// search may mean. Used by one thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "search/query/reads.hpp"
#include "search/query/search_request.hpp"

namespace search {

Facets count_facets(SearchRequest& search, const CountFacets& command);

// Values of one facet among the hits whose words hold what is wanted, most books first; estimated
// where there were too many hits to look at.
std::vector<FacetValue> matching_values(SearchRequest& search, Facet facet,
                                        const catalog::SearchQuery& wanted);

// True when a text has every word wanted, the last one as a prefix when it is open.
bool holds_words(const std::string& text, const catalog::SearchQuery& wanted);

// The books that have each of these ISBNs.
IsbnMatches find_isbns(const Snapshot& snapshot, const FindIsbns& command);

}  // namespace search
