// One search clause of CQL, index relation term, as a question for the search index. Pure function,
// any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "catalog/cql.hpp"
#include "catalog/cql_indexes.hpp"

namespace catalog {

struct CqlClause {
  const CqlIndex* index;
  std::string relation;   // in lower case, without its prefix
  std::string_view term;  // with its backslashes and masks
};
// How many words all clauses may still have; too_complex beyond it.
CqlResult<BooleanQuery> cql_condition(const CqlClause& clause, std::size_t& words_left);

inline base::Unexpected<CqlProblem> cql_problem(CqlFault fault, std::string_view details) {
  return {CqlProblem{fault, std::string(details)}};
}

}  // namespace catalog
