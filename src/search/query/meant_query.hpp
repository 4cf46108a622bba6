// The question that finds a book as it is spelled, for one that found it loosely. A pure function;
// any thread.
#pragma once

#include <optional>
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

// The question without the words of asking that it begins or ends with ("livros de"). nullopt: it
// has none, or nothing else.
std::optional<catalog::SearchQuery> without_asking(const catalog::SearchQuery& asked);

}  // namespace search
