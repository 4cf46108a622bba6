// CQL (Contextual Query Language 1.2), as SRU brings it, as a question for the search index, or why
// it is none: the number of a diagnostic of SRU with its details. Every input has a bound; beyond
// one it is too complex. Pure function, any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.hpp"
#include "catalog/boolean_query.hpp"
#include "catalog/sort_key.hpp"

namespace catalog {

inline constexpr std::size_t cql_bytes_max = 8000;
inline constexpr std::size_t cql_depth_max = 20;    // of brackets
inline constexpr std::size_t cql_clauses_max = 50;  // searches that booleans join
inline constexpr std::size_t cql_words_max = 200;   // of all terms together
inline constexpr std::size_t cql_sort_keys_max = 5;
inline constexpr std::size_t cql_prefixes_max = 10;

// The numbers of info:srw/diagnostic/1/… that a query can meet.
enum class CqlFault : int {
  syntax = 10,
  context_set = 15,
  index = 16,
  relation = 19,
  relation_modifier = 20,
  empty_term = 27,
  masking = 28,
  anchoring = 31,
  term_format = 36,
  boolean = 37,
  proximity = 39,
  boolean_modifier = 46,
  too_complex = 48,
  sort = 80,
  sort_sequence = 82,
  too_many_sort_keys = 84,
  duplicate_sort_key = 85,
  sort_case = 91,
  sort_missing_value = 92,
};

struct CqlProblem {
  CqlFault fault;
  std::string details;
  bool operator==(const CqlProblem&) const = default;
};
template <class T>
using CqlResult = base::Expected<T, CqlProblem>;

struct CqlQuery {
  BooleanQuery query;
  std::vector<Sort> order;  // ends with id, which makes it total
  bool operator==(const CqlQuery&) const = default;
};
CqlResult<CqlQuery> parse_cql(std::string_view text);

}  // namespace catalog
