// Answers a search over a snapshot as its words are spelled: a page of hits by relevance or by id,
// their count, all hits. What is spelled otherwise is searched by query/loose_searcher. Used by one
// thread; the snapshot must outlive it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "catalog/listing.hpp"
#include "search/index/index.hpp"
#include "search/query/hits.hpp"
#include "search/query/segment_matcher.hpp"
#include "search/query/top_hits.hpp"

namespace search {

class Searcher final : public Hits {
 public:
  Searcher(const Snapshot& snapshot, const BoundQuery& query, const WorkBudgets& budgets)
      : Hits(budgets.page_max),
        snapshot_(snapshot),
        query_(query),
        passes_(passes_of(snapshot, query)),
        count_max_(budgets.count_max) {}

  // The first or last `most` hits on one side of a position.
  struct PageOf {
    std::optional<Hit> from;
    catalog::PageSide side = catalog::PageSide::after;
    std::size_t most;
  };
  // In order.
  std::vector<Hit> by_relevance(const PageOf& page);
  // The same in order of ids, whatever the rank. If the work budget runs out, the page is short and
  // `stopped_at` says where to continue.
  struct InOrder {
    std::vector<std::int64_t> ids;
    std::optional<std::int64_t> stopped_at;
  };
  InOrder by_id(const PageOf& page);

  Reach each(For purpose, const HitVisitor& visit) override;
  bool holds(std::size_t segment, DocNumber doc) override {
    return holds(matchers(widest())[segment], doc);
  }
  // True when this pass or an earlier one finds the book.
  bool holds(std::int64_t id, Pass pass);

  // The last pass that could find more than those before it.
  Pass widest() const noexcept { return passes_.back(); }

 private:
  static std::vector<Pass> passes_of(const Snapshot& snapshot, const BoundQuery& query);
  struct Window;
  Window window(catalog::PageSide side, std::int64_t from, DocNumber documents) const;
  std::vector<std::int64_t> ids_in(const Window& window, std::size_t most);
  std::vector<SegmentMatcher>& matchers(Pass pass);
  void collect(Pass pass, std::size_t segment, TopHits& hits);
  void collect_best(Pass pass, std::size_t segment, TopHits& hits);
  bool holds(const SegmentMatcher& matcher, DocNumber doc);
  bool is_found_before(std::size_t segment, DocNumber doc, Pass pass);
  const StaticRank& static_rank(std::size_t segment);

  const Snapshot& snapshot_;
  const BoundQuery& query_;
  const std::vector<Pass> passes_;  // strictest first; each could find more than those before it
  const std::uint64_t count_max_;
  std::array<std::vector<SegmentMatcher>, 3> matchers_;  // by pass; made when asked for
  std::vector<StaticRank> static_ranks_;                 // by segment; likewise
};

}  // namespace search
