// One search over one snapshot: takes the command and finds the ids of a page, whose books the
// store then reads. Used by one thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "search/query/loose_searcher.hpp"
#include "search/query/meant_query.hpp"
#include "search/query/merged_docs.hpp"
#include "search/query/readings.hpp"
#include "search/query/searcher.hpp"
#include "store/store.hpp"

namespace search {

class SearchRequest {
 public:
  SearchRequest(SnapshotPtr snapshot, const std::optional<catalog::SearchQuery>& asked,
                const catalog::Filter& filter, const WorkBudgets& budgets = list_budgets);
  SearchRequest(const SearchRequest&) = delete;
  SearchRequest& operator=(const SearchRequest&) = delete;

  // A page before its books are read. A page in order of ids may be short and say where to
  // continue.
  struct Found {
    std::vector<Hit> hits;
    Page page;  // without its books
    catalog::Sequence as_of;
    std::vector<catalog::BookId> ids() const {
      std::vector<catalog::BookId> ids;
      ids.reserve(hits.size());
      for (const Hit& hit : hits) {
        ids.push_back({hit.id});
      }
      return ids;
    }
  };
  Found page(const catalog::Listing& listing);

  // The place of a hit in the listing's order.
  catalog::Cursor cursor_at(catalog::PageSide side, const Hit& hit,
                            const std::vector<catalog::Sort>& order) const;
  // nullopt: only filters were given.
  std::optional<SearchNote> note_of(const std::vector<Hit>& hits, const catalog::Listing& listing);
  bool has_query() const noexcept { return asked_.has_value(); }
  // True when the book still matches the filters; it may have changed since the snapshot.
  bool still_wants(const store::BookDocument& document) const;
  // Says with a page how many hits there are.
  void count(Page& page);

  // True when the search finds a book as its words are spelled. Called by stage().
  bool finds_as_spelled();
  // The stage that finds anything: exact also stands for what spelling families find.
  SearchStage stage();
  // What stage() found.
  Hits& hits();
  const Snapshot& snapshot() const noexcept { return *snapshot_; }
  bool is_exhausted() const noexcept;

 private:
  // How the question is understood: as it is, parted into words otherwise, or loosely.
  enum class Way : std::uint8_t { as_spelled, parted, loose };
  struct Parted {
    Reading reading;
    BoundQuery query;
    std::unique_ptr<Searcher> searcher;
  };
  struct Loose {
    catalog::SearchQuery asked;
    LooseQuery query;
    std::unique_ptr<LooseSearcher> searcher;
  };

  Way way();
  void look_further();
  void go_on_beyond(const Hit& from);
  bool take_parted(const std::vector<Reading>& others);
  // nullptr: nothing is found.
  std::unique_ptr<Loose> loose(const catalog::SearchQuery& asked, Correctable whose);
  WorkBudgets further_budgets() const noexcept;
  void spend_further(Hits& tried) noexcept;
  void take_if_better(std::unique_ptr<Loose> found);
  Searcher& spelled_searcher() noexcept { return parted_ ? *parted_->searcher : searcher_; }
  std::vector<Hit> page_hits(const catalog::Listing& listing);
  std::vector<Hit> hits_by_relevance(const Searcher::PageOf& page);
  std::vector<Hit> ordered_hits(const catalog::Listing& listing);
  std::vector<Hit> hits_by_id(const catalog::Listing& listing, Searcher::PageOf page);
  std::vector<Hit> loose_hits_by_id(const Searcher::PageOf& page);
  bool finds_any(const catalog::SearchQuery& query, std::size_t books);
  std::string meant_isbn();
  std::string meant_beside(const std::vector<Hit>& hits);
  std::optional<MeantQuery> meant_by(const Loose& loose, std::int64_t id) const;
  std::optional<DocPlace> place_of(std::int64_t id) const;
  void add_cursors(Page& page, const catalog::Listing& listing, const std::vector<Hit>& hits) const;

  const SnapshotPtr snapshot_;
  const std::optional<catalog::SearchQuery> asked_;
  const catalog::Filter filter_;
  const WorkBudgets budgets_;
  BoundQuery query_;
  Searcher searcher_;
  std::optional<Way> way_;
  std::unique_ptr<Parted> parted_;
  std::unique_ptr<Loose> loose_;
  std::uint64_t further_spent_ = 0;         // on what is not as spelled
  std::optional<std::int64_t> stopped_at_;  // the id up to which a page looked that is short for it
  std::optional<std::uint64_t> counted_;    // hits, where a page has met them all
};

}  // namespace search
