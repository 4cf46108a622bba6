// Any bytes make a question within its limits, whose words are such as the index holds, or a
// diagnostic with short details; the order is total.
#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.hpp"
#include "catalog/cql.hpp"
#include "catalog/search_words.hpp"
#include "support/fuzz_target.hpp"

namespace {

using catalog::BooleanQuery;
using catalog::Condition;

struct Counted {
  std::size_t words = 0;
  std::size_t nodes = 0;
};

void check_condition(const Condition& condition, Counted& counted) {
  const bool has_words =
      condition.kind == Condition::Kind::phrase || condition.kind == Condition::Kind::whole_value;
  check(has_words != condition.words.empty());
  counted.words += condition.words.size();
  for (const catalog::ConditionWord& word : condition.words) {
    check(!word.text.empty() && word.text.size() <= catalog::search_word_bytes_max);
    check(word.text.find(' ') == std::string::npos);
    check(condition.kind == Condition::Kind::phrase || word.end == catalog::SearchTerm::End::whole);
  }
}

void check_query(const BooleanQuery& query, Counted& counted, std::size_t depth) {
  // As deep as booleans from left to right and brackets make it.
  check(depth <= 2 * catalog::cql_clauses_max + catalog::cql_depth_max);
  ++counted.nodes;
  if (query.kind == BooleanQuery::Kind::condition) {
    check(query.parts.empty());
    check_condition(query.condition, counted);
    return;
  }
  check(query.parts.size() >= 2);
  for (const BooleanQuery& part : query.parts) {
    check_query(part, counted, depth + 1);
  }
}

}  // namespace

FUZZ_TARGET(cql) {
  const std::string text(input);
  const auto query = catalog::parse_cql(text);
  if (!query) {
    check(query.error().details.size() <= 1000);
    return;
  }
  Counted counted;
  check_query(query->query, counted, 0);
  // A number may be looked for in three forms.
  check(counted.words <= 3 * catalog::cql_words_max);
  check(counted.nodes <= 8 * catalog::cql_words_max);
  check(!query->order.empty() && query->order.back().key == catalog::SortKey::id);
  check(std::ranges::count(query->order, catalog::SortKey::id, &catalog::Sort::key) == 1);
  if (input.size() + 2 <= catalog::cql_bytes_max) {
    check(*catalog::parse_cql(" " + text + "\n") == *query);
  }
}
