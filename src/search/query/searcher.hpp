// Answers a search over a snapshot: a page of hits by relevance or by id, their count, all hits.
// Pages stop as soon as they are full. Used by one thread; the snapshot must outlive it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "catalog/listing.hpp"
#include "search/index/index.hpp"
#include "search/query/segment_matcher.hpp"

namespace search {

// Where a book stands among the hits: the stage that finds it, then its tier, then its id.
using Rank = std::int64_t;
constexpr Rank rank_of(SearchStage stage, Tier tier) noexcept {
  return static_cast<Rank>(stage) * 8 + static_cast<Rank>(tier);
}
constexpr Tier tier_of(Rank rank) noexcept { return static_cast<Tier>(rank % 8); }
constexpr SearchStage stage_of(Rank rank) noexcept { return static_cast<SearchStage>(rank / 8); }

struct Hit {
  Rank rank;
  std::int64_t id;
  bool operator<(const Hit& other) const noexcept {
    return rank < other.rank || (rank == other.rank && id < other.id);
  }
};

class Searcher {
 public:
  Searcher(const Snapshot& snapshot, const BoundQuery& query, const WorkBudgets& budgets)
      : snapshot_(snapshot),
        query_(query),
        has_relatives_(any_relatives(snapshot, query)),
        count_max_(budgets.count_max),
        budget_(budgets.page_max) {}

  // The first or last `most` hits on one side of a position, in order. approximate: only hits of
  // that stage; otherwise exact ones, then those by family.
  struct PageOf {
    SearchStage stage = SearchStage::exact;
    std::optional<Hit> from;
    catalog::PageSide side = catalog::PageSide::after;
    std::size_t most;
  };
  std::vector<Hit> by_relevance(const PageOf& page);
  // The same in order of ids, whatever the rank. If the work budget runs out, the page is short and
  // `stopped_at` says where to continue.
  struct InOrder {
    std::vector<std::int64_t> ids;
    std::optional<std::int64_t> stopped_at;
  };
  InOrder by_id(const PageOf& page);

  // A count has a work budget of its own. A count that exhausts it covers the hits seen so far, and
  // `seen` is `some`.
  enum class Extent : std::uint8_t { all, some };
  struct Reach {
    Extent seen;
    std::uint64_t documents;  // found or passed over
  };
  struct Count {
    std::uint64_t books;
    Extent seen;
  };
  Count count(SearchStage stage);
  // The number of hits whose title is exactly the query's words.
  std::uint64_t count_titled();
  // Calls visit(segment number, doc) -> ScanControl for every hit, in order of ids within each
  // segment. The extent is `some` when `visit` stopped or the work budget ran out.
  enum class For : std::uint8_t { count, page };
  template <class Visit>
  Reach each(SearchStage stage, For purpose, Visit visit);
  // True when the stage finds the book, whatever its rank.
  bool holds(std::int64_t id, SearchStage stage);
  // True when this stage or an earlier one finds the document.
  bool holds(std::size_t segment, DocNumber doc, SearchStage stage) {
    return holds(matchers(widest(stage))[segment], doc);
  }

  // True when other spellings could find more.
  bool has_relatives() const noexcept { return has_relatives_; }
  // Call after adding terms to a stage: its matchers are rebuilt.
  void forget(SearchStage stage) { matchers_of(stage).clear(); }

  // True when the work budget ran out: there may be further hits.
  bool is_exhausted() const noexcept { return budget_.is_exhausted(); }

 private:
  static bool any_relatives(const Snapshot& snapshot, const BoundQuery& query) noexcept;
  static constexpr std::size_t tier_count = 5;
  using TierIds = std::array<std::vector<std::int64_t>, tier_count>;  // best first
  struct ScanPhase;
  static const ScanPhase title_phase;
  static const ScanPhase rest_phase;
  static const ScanPhase only_phase;
  struct TierScan {
    SegmentMatcher::Range range;
    Tier first;
    Tier last;
  };
  static std::vector<TierScan> tier_scans(const ScanPhase& phase, SearchStage stage,
                                          const PageOf& page, const SegmentMatcher& matcher);
  struct Window;
  Window window(catalog::PageSide side, std::int64_t from, DocNumber documents) const;
  std::vector<std::int64_t> ids_in(const Window& window, SearchStage stage, std::size_t most);
  std::vector<SegmentMatcher>& matchers(SearchStage stage);
  std::vector<SegmentMatcher>& matchers_of(SearchStage stage) noexcept {
    return matchers_[static_cast<std::size_t>(stage)];
  }
  SearchStage widest(SearchStage stage) const noexcept;
  TierIds collect(const ScanPhase& phase, SearchStage stage, const PageOf& page,
                  std::size_t segment);
  void collect_forwards(SearchStage stage, const PageOf& page, std::vector<Hit>& hits);
  void collect_backwards(SearchStage stage, const PageOf& page, std::vector<Hit>& hits);
  bool holds(const SegmentMatcher& matcher, DocNumber doc);
  bool is_found_before(std::size_t segment, DocNumber doc, SearchStage stage);

  const Snapshot& snapshot_;
  const BoundQuery& query_;
  const bool has_relatives_;
  const std::uint64_t count_max_;
  WorkBudget budget_;
  std::array<std::vector<SegmentMatcher>, 3> matchers_;  // by stage; made when asked for
};

template <class Visit>
Searcher::Reach Searcher::each(SearchStage stage, For purpose, Visit visit) {
  auto& all = matchers(widest(stage));
  WorkBudget counting(count_max_);
  WorkBudget& budget = purpose == For::count ? counting : budget_;
  std::uint64_t documents = 0;
  for (std::size_t segment = 0; segment < all.size(); ++segment) {
    auto control = ScanControl::on;
    documents += all[segment].scan_unranked({}, budget, [&](DocNumber doc) {
      control = visit(segment, doc);
      return control;
    });
    if (control == ScanControl::stop || budget.is_exhausted()) {
      return {Extent::some, documents};
    }
  }
  return {Extent::all, documents};
}

}  // namespace search
