#include "catalog/cql.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/ascii.hpp"
#include "base/text.hpp"
#include "catalog/cql_condition.hpp"
#include "catalog/cql_indexes.hpp"
#include "catalog/cql_tokens.hpp"

namespace catalog {
namespace {

using Kind = BooleanQuery::Kind;
using base::Done;
using base::Unexpected;

constexpr std::size_t details_characters_max = 200;

template <class T>
Unexpected<CqlProblem> failed_with(const CqlResult<T>& failed) {
  return {failed.error()};
}

Unexpected<CqlProblem> too_complex(std::size_t most, std::string_view what) {
  return cql_problem(CqlFault::too_complex,
                     "more than " + std::to_string(most) + " " + std::string(what));
}

// `a and b and c` is one part of three.
BooleanQuery combined(Kind kind, BooleanQuery left, BooleanQuery right) {
  if (left.kind == kind) {
    left.parts.push_back(std::move(right));
    return left;
  }
  BooleanQuery made{kind, {}, {}};
  made.parts.push_back(std::move(left));
  made.parts.push_back(std::move(right));
  return made;
}

// "cql.any" is "any".
std::string plain_name(std::string_view name, std::string_view set) {
  std::string lower = base::lower_case(name);
  const std::string prefix = std::string(set) + ".";
  return lower.starts_with(prefix) ? lower.substr(prefix.size()) : lower;
}

std::optional<Kind> boolean_of(const CqlToken& token) {
  if (token.is_word("and")) {
    return Kind::all_of;
  }
  if (token.is_word("or")) {
    return Kind::any_of;
  }
  return token.is_word("not") ? std::optional(Kind::but_not) : std::nullopt;
}

bool is_boolean(const CqlToken& token) { return boolean_of(token) || token.is_word("prox"); }

class CqlParser {
 public:
  explicit CqlParser(std::string_view text) : tokens_(text) {}

  CqlResult<CqlQuery> parse() && {
    auto query = search(0);
    if (!query) {
      return failed_with(query);
    }
    CqlQuery made{*std::move(query), {}};
    if (now().is_word("sortby")) {
      tokens_.take();
      if (const auto sorted = sort_keys(made.order); !sorted) {
        return failed_with(sorted);
      }
    }
    if (!now().is(CqlToken::Kind::end)) {
      return unexpected();
    }
    const auto is_id = [](const Sort& sort) { return sort.key == SortKey::id; };
    const auto id = std::ranges::find_if(made.order, is_id);
    // What follows the id orders nothing.
    made.order.erase(id, made.order.end());
    made.order.push_back(id_order_);
    return made;
  }

 private:
  const CqlToken& now() const noexcept { return tokens_.now(); }

  Unexpected<CqlProblem> unexpected() const {
    const CqlToken& token = now();
    const std::string place = "character " + std::to_string(token.character) + ": ";
    if (token.is(CqlToken::Kind::end)) {
      return cql_problem(CqlFault::syntax, place + "the query ends too early");
    }
    if (token.is(CqlToken::Kind::unclosed)) {
      return cql_problem(CqlFault::syntax, place + "nothing closes this quote");
    }
    return cql_problem(CqlFault::syntax,
                       place + "unexpected " + base::abridged(token.text, details_characters_max));
  }

  // Clauses that booleans join, from left to right.
  CqlResult<BooleanQuery> search(std::size_t depth) {
    if (const auto declared = prefixes(); !declared) {
      return failed_with(declared);
    }
    auto left = clause(depth);
    while (left && is_boolean(now())) {
      const auto kind = boolean();
      if (!kind) {
        return failed_with(kind);
      }
      auto right = clause(depth);
      if (!right) {
        return right;
      }
      left = combined(*kind, *std::move(left), *std::move(right));
    }
    return left;
  }

  CqlResult<Kind> boolean() {
    const CqlToken word = tokens_.take();
    const bool is_modified = now().is(CqlToken::Kind::slash);
    if (const auto kind = boolean_of(word); kind && !is_modified) {
      return *kind;
    }
    if (!is_modified) {
      return cql_problem(CqlFault::boolean, "prox");
    }
    tokens_.take();
    if (!now().is(CqlToken::Kind::word)) {
      return unexpected();
    }
    return cql_problem(word.is_word("prox") ? CqlFault::proximity : CqlFault::boolean_modifier,
                       base::abridged(now().text, details_characters_max));
  }

  // > dc = "info:srw/cql-context-set/1/dc-v1.1", before what it is for.
  CqlResult<Done> prefixes() {
    while (now().is(CqlToken::Kind::comparison) && now().text == ">") {
      tokens_.take();
      if (!now().is_text()) {
        return unexpected();
      }
      CqlToken uri = tokens_.take();
      std::string_view prefix;
      if (now().is(CqlToken::Kind::comparison) && now().text == "=") {
        tokens_.take();
        if (!now().is_text()) {
          return unexpected();
        }
        prefix = std::exchange(uri, tokens_.take()).text;
      }
      if (++prefixes_count_ > cql_prefixes_max) {
        return too_complex(cql_prefixes_max, "prefixes");
      }
      if (!prefixes_.declare(prefix, uri.text)) {
        return cql_problem(CqlFault::context_set, base::abridged(uri.text, details_characters_max));
      }
    }
    return Done{};
  }

  CqlResult<BooleanQuery> clause(std::size_t depth) {
    if (now().is(CqlToken::Kind::open)) {
      if (depth == cql_depth_max) {
        return too_complex(cql_depth_max, "brackets inside each other");
      }
      tokens_.take();
      auto inner = search(depth + 1);
      if (inner && !now().is(CqlToken::Kind::close)) {
        return unexpected();
      }
      if (inner) {
        tokens_.take();
      }
      return inner;
    }
    if (!now().is_text()) {
      return unexpected();
    }
    if (++clauses_ > cql_clauses_max) {
      return too_complex(cql_clauses_max, "clauses");
    }
    const CqlToken first = tokens_.take();
    return has_relation(first) ? related(first) : condition(cql_default_index(), "=", first);
  }

  // An index name, and behind it a sign or a word that is no boolean.
  bool has_relation(const CqlToken& first) const {
    const bool is_named =
        now().is(CqlToken::Kind::word) && !is_boolean(now()) && !now().is_word("sortby");
    return first.is_text() && (now().is(CqlToken::Kind::comparison) || is_named);
  }

  CqlResult<BooleanQuery> related(const CqlToken& index) {
    const CqlToken relation = tokens_.take();
    std::vector<std::string> modifiers;
    if (const auto read = relation_modifiers(modifiers); !read) {
      return failed_with(read);
    }
    if (!now().is_text()) {
      return unexpected();
    }
    const CqlToken term = tokens_.take();
    const CqlIndex* const searched = prefixes_.index_named(index.text);
    if (searched == nullptr) {
      return cql_problem(CqlFault::index, base::abridged(index.text, details_characters_max));
    }
    std::string name = plain_name(relation.text, "cql");
    name = name == "scr" ? "=" : name;
    const auto known = cql_relations(searched->kind);
    if (std::ranges::find(known, name) == known.end()) {
      return cql_problem(CqlFault::relation, base::abridged(relation.text, details_characters_max));
    }
    // Clients may ask for this, since it is done anyway.
    static constexpr std::array<std::string_view, 4> done{"ignorecase", "ignoreaccents", "masked",
                                                          "word"};
    for (const std::string& modifier : modifiers) {
      if (std::ranges::find(done, plain_name(modifier, "cql")) == done.end()) {
        return cql_problem(CqlFault::relation_modifier,
                           base::abridged(modifier, details_characters_max));
      }
    }
    return condition(*searched, std::move(name), term);
  }

  // /name, or /name = value, which no modifier here has.
  CqlResult<Done> relation_modifiers(std::vector<std::string>& modifiers) {
    while (now().is(CqlToken::Kind::slash)) {
      tokens_.take();
      if (!now().is_text()) {
        return unexpected();
      }
      std::string modifier(tokens_.take().text);
      if (now().is(CqlToken::Kind::comparison)) {
        modifier += tokens_.take().text;
        if (!now().is_text()) {
          return unexpected();
        }
        modifier += tokens_.take().text;
      }
      modifiers.push_back(std::move(modifier));
    }
    return Done{};
  }

  CqlResult<BooleanQuery> condition(const CqlIndex& index, std::string relation,
                                    const CqlToken& term) {
    auto made = cql_condition({&index, std::move(relation), term.text}, words_left_);
    if (!made) {
      made.error().details = base::abridged(made.error().details, details_characters_max);
    }
    return made;
  }

  // ---- sortBy

  CqlResult<Done> sort_keys(std::vector<Sort>& order) {
    do {
      if (!now().is_text()) {
        return unexpected();
      }
      const CqlToken name = tokens_.take();
      const CqlIndex* const index = prefixes_.index_named(name.text);
      if (index == nullptr || !index->sort) {
        return cql_problem(CqlFault::sort, base::abridged(name.text, details_characters_max));
      }
      Sort sort{*index->sort, Direction::ascending};
      std::vector<std::string> modifiers;
      if (const auto read = relation_modifiers(modifiers); !read) {
        return failed_with(read);
      }
      for (const std::string& modifier : modifiers) {
        if (const auto fault = sort_modifier(plain_name(modifier, "sort"), sort)) {
          return cql_problem(*fault, base::abridged(modifier, details_characters_max));
        }
      }
      if (order.size() == cql_sort_keys_max) {
        return cql_problem(CqlFault::too_many_sort_keys, std::to_string(cql_sort_keys_max));
      }
      if (std::ranges::find(order, sort.key, &Sort::key) != order.end()) {
        return cql_problem(CqlFault::duplicate_sort_key,
                           base::abridged(name.text, details_characters_max));
      }
      order.push_back(sort);
      id_order_ = sort.key == SortKey::id ? sort : id_order_;
    } while (now().is_text());
    return Done{};
  }

  static std::optional<CqlFault> sort_modifier(std::string_view name, Sort& sort) {
    if (name == "ascending" || name == "descending") {
      sort.direction = name == "ascending" ? Direction::ascending : Direction::descending;
      return std::nullopt;
    }
    if (name == "ignorecase" || name == "ignoreaccents") {
      return std::nullopt;
    }
    if (name == "respectcase" || name == "respectaccents") {
      return CqlFault::sort_case;
    }
    return name.starts_with("missing") ? CqlFault::sort_missing_value : CqlFault::sort_sequence;
  }

  CqlTokens tokens_;
  CqlPrefixes prefixes_;
  std::size_t prefixes_count_ = 0;
  std::size_t clauses_ = 0;
  std::size_t words_left_ = cql_words_max;
  Sort id_order_{};
};

}  // namespace

CqlResult<CqlQuery> parse_cql(std::string_view text) {
  if (text.size() > cql_bytes_max) {
    return too_complex(cql_bytes_max, "bytes");
  }
  return CqlParser(text).parse();
}

}  // namespace catalog
