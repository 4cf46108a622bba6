// Other ways to part a question into words: neighbours joined, words split, numbers in words as
// digits. Pure functions of a query and a snapshot; any thread.
#pragma once

#include <vector>

#include "catalog/search_query.hpp"
#include "search/index/index.hpp"
#include "search/query/reads.hpp"

namespace search {

struct Reading {
  catalog::SearchQuery query;
  // family where a sign or a number is only written otherwise; approximate where blanks differ.
  SearchStage stage;
};

// The likeliest first, each made of words that the catalogue has. At most readings_max.
inline constexpr std::size_t readings_max = 12;
std::vector<Reading> readings(const catalog::SearchQuery& query, const Snapshot& snapshot);

// A reading as somebody would type it: the parts of a split word are words by themselves.
catalog::SearchQuery as_typed(const catalog::SearchQuery& query);

}  // namespace search
