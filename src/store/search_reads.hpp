// The reads that need the search index, as data: commands and answers. search::Store answers them,
// and a ListBooks with a search, above the store that keeps the books.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "catalog/identity.hpp"
#include "catalog/isbn.hpp"
#include "catalog/listing.hpp"
#include "catalog/search_query.hpp"

namespace store {

enum class Facet : std::uint8_t { author, publisher, language, year, subject, tag };
inline constexpr std::size_t facet_limit_max = 1000;
struct CountFacets {
  catalog::Filter filter;
  std::optional<catalog::SearchQuery> search;
  std::vector<Facet> facets;
  std::size_t limit;  // values per facet
};
struct Suggest {
  catalog::SearchQuery search;
  std::size_t limit;
};
// Which of these the live books have.
struct FindIsbns {
  std::vector<catalog::Isbn> isbns;
};

template <class Command>
concept SearchRead = std::same_as<Command, CountFacets> || std::same_as<Command, Suggest> ||
                     std::same_as<Command, FindIsbns>;

// How the books of a page were found: as spelled, by a spelling family too, or only by words that
// are close to those asked for.
enum class SearchStage : std::uint8_t { exact, family, approximate };
struct SearchNote {
  SearchStage stage = SearchStage::exact;
  std::string meant;  // approximate: the search that was made instead
};

// Most frequent first, then by text.
struct FacetValue {
  std::string text;  // as the books have it; a year in digits
  std::uint64_t books;
};
struct FacetCounts {
  Facet facet;
  std::vector<FacetValue> values;
};
struct Facets {
  std::vector<FacetCounts> counts;  // in the order asked for
  std::uint64_t books = 0;          // hits; of millions of books scaled up, as the counts are
  // Above exact_facets_max hits the counts are scaled up from a sample.
  enum class Counts : std::uint8_t { exact, estimated } counts_are = Counts::exact;
  std::optional<SearchStage> search;  // when a search was asked for
};
inline constexpr std::uint64_t exact_facets_max = 10'000;

struct Suggestion {
  enum class Kind : std::uint8_t { title, author, subject } kind;
  std::string text;
  std::uint64_t books;
};
using Suggestions = std::vector<Suggestion>;  // best first

struct IsbnHolders {
  catalog::Isbn isbn;
  std::vector<catalog::BookId> books;  // ascending, at most isbn_holders_max
};
inline constexpr std::size_t isbn_holders_max = 100;
using HeldIsbns = std::vector<IsbnHolders>;  // only those that a book has, in the order asked

}  // namespace store
