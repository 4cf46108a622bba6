// What CQL may ask for here: indexes with their names and relations, and context sets. The explain
// record of SRU shows these tables. Constants and pure functions; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/search_query.hpp"
#include "catalog/sort_key.hpp"

namespace catalog {

struct CqlContextSet {
  std::string_view name;
  std::string_view uri;
};
std::span<const CqlContextSet> cql_context_sets() noexcept;

enum class CqlKind : std::uint8_t { anywhere, text, number, date, language, id, all_records };

// What an index searches, and by which relations.
struct CqlIndex {
  CqlKind kind;
  SearchField field = SearchField::any;  // of text
  std::string_view title;                // for people
  std::optional<SortKey> sort = std::nullopt;
};
std::span<const CqlIndex> cql_indexes() noexcept;
// The index of a term that stands alone.
const CqlIndex& cql_default_index() noexcept;
std::span<const std::string_view> cql_relations(CqlKind kind) noexcept;

// A name of an index: "dc.title" is {"dc", "title"}; without a set, it stands by itself.
struct CqlName {
  std::string_view set;
  std::string_view name;
  std::size_t index;  // in cql_indexes()
};
std::span<const CqlName> cql_names() noexcept;

// The prefixes that a query declares itself, beside the names of the context sets.
class CqlPrefixes {
 public:
  // False for a context set that nothing is known of. An empty prefix is that of plain names.
  bool declare(std::string_view prefix, std::string_view uri);
  // nullptr: no such index. Case does not matter.
  const CqlIndex* index_named(std::string_view name) const;

 private:
  struct Declared {
    std::string prefix;
    std::string_view set;
  };
  std::vector<Declared> declared_;
};

}  // namespace catalog
