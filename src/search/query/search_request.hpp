// One search over one snapshot: takes the command and finds the ids of a page, whose books the
// store then reads. Used by one thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "search/query/fuzzy_terms.hpp"
#include "search/query/merged_docs.hpp"
#include "search/query/searcher.hpp"
#include "store/store.hpp"

namespace search {

class SearchRequest {
 public:
  SearchRequest(SnapshotPtr snapshot, const std::optional<catalog::SearchQuery>& asked,
                const catalog::Filter& filter, const WorkBudgets& budgets = list_budgets);
  SearchRequest(const SearchRequest&) = delete;
  SearchRequest& operator=(const SearchRequest&) = delete;

  // A page before its books are read. A page that is not by relevance, or whose query only excludes
  // words, may be short and say where to continue.
  struct Found {
    std::vector<Hit> hits;
    Page page;  // without its books
    catalog::Sequence as_of;
    std::vector<catalog::BookId> ids() const;
  };
  Found page(const catalog::Listing& listing);

  // Books that have all the words in their titles, best first.
  std::vector<catalog::BookId> titled(std::size_t most);
  // The place of a hit in the listing's order.
  catalog::Cursor cursor_at(catalog::PageSide side, const Hit& hit,
                            const std::vector<catalog::Sort>& order) const;
  // nullopt: only filters were given.
  std::optional<SearchNote> note_of(const std::vector<catalog::BookId>& ids);
  bool has_query() const noexcept { return asked_.has_value(); }
  // True when the book still matches the filters; it may have changed since the snapshot.
  bool still_wants(const store::BookDocument& document) const;
  // Says with a page how many hits there are.
  void count(Page& page);

  // True when the search finds a book without spelling correction. Called by stage().
  bool finds_as_spelled();
  // exact also stands for what spelling families find; approximate when only typos find anything.
  SearchStage stage();
  Searcher& searcher() noexcept { return searcher_; }
  const Snapshot& snapshot() const noexcept { return *snapshot_; }
  bool is_exhausted() const noexcept { return searcher_.is_exhausted() && !stopped_at_; }

 private:
  template <class FindsAny>
  void correct_spelling(FindsAny finds_any);
  bool finds_any(SearchStage stage);
  std::string meant(std::int64_t id);
  std::vector<Hit> hits(const catalog::Listing& listing);
  std::vector<Hit> ordered_hits(const catalog::Listing& listing);
  std::vector<Hit> hits_by_id(const catalog::Listing& listing, Searcher::PageOf page);
  std::optional<DocPlace> place_of(std::int64_t id) const;
  void add_cursors(Page& page, const catalog::Listing& listing, const std::vector<Hit>& hits) const;

  const SnapshotPtr snapshot_;
  const std::optional<catalog::SearchQuery> asked_;
  BoundQuery query_;
  Searcher searcher_;
  std::optional<SearchStage> stage_;
  std::optional<std::int64_t> stopped_at_;  // the id up to which a page looked that is short for it
  std::optional<std::uint64_t> counted_;    // hits, where a page has met them all
};

}  // namespace search
