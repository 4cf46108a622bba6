// The question that finds a book as it is spelled, for one that found it loosely. A pure function;
// any thread.
#pragma once

#include <string>
#include <vector>

#include "catalog/search_query.hpp"
#include "search/query/loose_query.hpp"

namespace search {

struct MeantQuery {
  catalog::SearchQuery query;
  std::vector<std::string> ignored;  // words of the question that it leaves out, in their order
};

// `likeness`: what each word of `loose` is in the book, whose words are `found`.
MeantQuery meant_query(const catalog::SearchQuery& asked, const LooseQuery& loose,
                       const std::vector<Likeness>& likeness, const BookWords& found);

}  // namespace search
