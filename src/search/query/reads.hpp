// The reads of the catalogue, as data: commands and answers. The search index answers lists,
// counts and suggestions; books by id, versions and changes are the store's that keeps them
// (store/store.hpp). Values; any thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "catalog/boolean_query.hpp"
#include "catalog/identity.hpp"
#include "catalog/isbn.hpp"
#include "catalog/listing.hpp"
#include "catalog/problem.hpp"
#include "catalog/search_query.hpp"
#include "store/store.hpp"

namespace search {

// ---- commands

struct ListBooks {
  catalog::Listing listing;
  store::AtLeast at_least = std::nullopt;  // of the books
};
enum class Facet : std::uint8_t { author, publisher, language, year, subject, tag };
inline constexpr std::size_t facet_limit_max = 1000;
struct CountFacets {
  catalog::Filter filter;
  std::optional<catalog::SearchQuery> search;
  std::vector<Facet> facets;
  std::size_t limit;  // values per facet
};
// A label is known by its folded words, with blanks between them.
struct Label {
  std::string words;
  std::string text;  // as a book has it
  bool operator==(const Label&) const = default;
};
// The first labels behind `after`, in the order of their words. A part of the catalogue is read at
// a time: the books behind `from`, with what was found in those before it.
struct ListLabels {
  std::string after;
  std::size_t limit;
  catalog::BookId from{};
  std::vector<Label> found{};
};
struct Suggest {
  catalog::SearchQuery search;
  std::size_t limit;
};
// The ISBNs of these that live books have.
struct FindIsbns {
  std::vector<catalog::Isbn> isbns;
};
// The books of a boolean search behind the first `skipped` ones, as their words are spelled.
struct FindBooks {
  catalog::BooleanQuery query;
  std::vector<catalog::Sort> order;  // ends with id
  std::uint64_t skipped = 0;
  std::size_t limit = 0;
};
inline constexpr std::size_t found_books_max = store::get_books_max;
// In another order than that of ids no book behind so many can be asked for.
inline constexpr std::uint64_t sorted_books_max = 10'000;

// The store's own reads, and those that need the index.
using Read = std::variant<store::GetBook, store::GetBooks, store::ScanBooks, store::ListVersions,
                          store::GetVersion, store::ListChanges, store::ListDuplicates,
                          store::ListDeletions, store::GetCover, store::GetCoverTypes, ListBooks,
                          CountFacets, ListLabels, Suggest, FindIsbns, FindBooks>;

// ---- answers

// How the books of a page were found: as spelled, by another spelling or form too, only by words
// that are close to those asked for, or only by some of the words.
enum class SearchStage : std::uint8_t { exact, family, approximate, partial };
struct SearchNote {
  SearchStage stage = SearchStage::exact;
  std::string meant = {};  // the search that finds it as spelled; empty: the one asked
  std::vector<std::string> ignored = {};  // partial: words that were left out, in their order
};

// Ids from the first to the last.
struct IdRange {
  catalog::BookId first;
  catalog::BookId last;
};

struct Page {
  std::vector<store::BookDocument> books;
  // Cursors to the neighbouring pages; empty where the list ends.
  std::optional<catalog::Cursor> next;
  std::optional<catalog::Cursor> previous;
  std::optional<std::uint64_t> total;  // when counting was asked for
  enum class Total : std::uint8_t { exact, at_least } total_is = Total::exact;
  std::optional<SearchNote> search;  // when a search was asked for
  // Only what happens to books of these ids changes the page.
  std::optional<IdRange> depends_on = std::nullopt;

  std::optional<catalog::Cursor>& beyond(catalog::PageSide side) noexcept {
    return side == catalog::PageSide::after ? next : previous;
  }
};

// Most frequent first, then by text.
struct FacetValue {
  std::string text;  // as the books have it; a year in digits
  std::uint64_t books;
  bool is_body = false;  // of an author: some book says that it is a body or an event
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

struct Labels {
  std::vector<Label> labels;
  std::optional<catalog::BookId> next;  // where the next part begins; nullopt: all were read
};

struct Suggestion {
  enum class Kind : std::uint8_t { title, author, subject } kind;
  std::string text;
  std::uint64_t books;
};
using Suggestions = std::vector<Suggestion>;  // best first

struct IsbnMatch {
  catalog::Isbn isbn;
  std::vector<catalog::BookId> books;  // ascending, at most isbn_match_books_max
};
inline constexpr std::size_t isbn_match_books_max = 100;
using IsbnMatches = std::vector<IsbnMatch>;  // only those that a book has, in the order asked

// A book that was deleted meanwhile leaves its place empty.
struct PlacedBooks {
  struct Placed {
    std::uint64_t place;  // in the order, counted from 0
    store::BookDocument document;
  };
  std::vector<Placed> books;
  std::uint64_t total = 0;            // exact
  std::optional<std::uint64_t> next;  // the first place behind them, where there are more
};

// mixed: the parts come from different commits. Such an answer gets no ETag and is not cached.
enum class Consistency : std::uint8_t { one_snapshot, mixed };

struct ReadAnswer {
  std::variant<store::BookDocument, Page, store::PastPage, store::History, store::VersionEntry,
               store::Changes, store::DuplicateGroups, store::Deletions, store::Cover,
               store::CoverTypes, Facets, Labels, Suggestions, IsbnMatches, PlacedBooks>
      value;
  catalog::Sequence as_of;  // the sequence of the oldest read
  // Set when it was read from a replica: the catalogue as it was at most so long ago.
  std::optional<std::chrono::milliseconds> behind = std::nullopt;
  Consistency consistency = Consistency::one_snapshot;
};
// Failures: those of the store; of what needs the index also search_too_broad, and
// storage_unavailable while there is none.
using ReadOutcome = catalog::Result<ReadAnswer>;
using ReadDone = std::function<void(ReadOutcome)>;

}  // namespace search
