// A query bound to the index's words but to no segment: terms with their other spellings, phrases,
// filters. Values; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "catalog/listing.hpp"
#include "catalog/search_query.hpp"
#include "search/index/fields.hpp"
#include "search/query/list_bounds.hpp"
#include "search/query/reads.hpp"

namespace search {

struct QueryWord {
  std::string text;
  catalog::SearchTerm::End end = catalog::SearchTerm::End::whole;
  // For Pass::family: other forms of the word and words that equal it, and the spelling families of
  // the word and of its forms.
  std::vector<std::string> relatives;
  std::vector<std::string> families;
};

// Each of these words must be in one of these fields; side by side when there are several.
struct QueryTerm {
  std::vector<QueryWord> words;
  FieldMask fields = default_fields;
  // `no` for a term that names its field: such a term does not change a book's tier.
  enum class Ranks : std::uint8_t { yes, no } ranks = Ranks::yes;
  // True for a phrase, and for a term that only its exact spelling satisfies.
  bool is_literal = false;
  // A letter beside a name: names that begin with it will do, where the author has another word of
  // the query too.
  bool is_initial = false;
  // The words are a whole value of a field.
  bool is_value = false;
};

// Conditions on a document's columns.
struct Bounds {
  std::optional<YearRange> years;
  std::string language;
  std::vector<catalog::BookId> ids;  // sorted; empty: any
  std::optional<std::int64_t> updated_since_ms;

  bool empty() const noexcept {
    return !years && language.empty() && ids.empty() && !updated_since_ms;
  }
};

struct BoundQuery {
  std::vector<QueryTerm> present;  // of the search, in its order
  std::vector<QueryTerm> absent;
  std::vector<QueryTerm> filters;  // meant as they are spelled
  Bounds bounds;
  std::string reader_language;  // of books that match alike those in it come first

  // Every book is a hit.
  bool is_everything() const noexcept {
    return present.empty() && absent.empty() && filters.empty() && bounds.empty();
  }
};

BoundQuery bind_query(const std::optional<catalog::SearchQuery>& search,
                      const catalog::Filter& filter);
// A word with all that Pass::family knows of it.
QueryWord with_relatives(std::string text, catalog::SearchTerm::End end);

}  // namespace search
