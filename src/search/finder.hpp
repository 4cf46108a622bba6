// Answers a search over a snapshot: a page by relevance or by id, how many there are, all of them.
// Pages stop as soon as they are full. Used by one thread; the snapshot must outlive it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "catalog/listing.hpp"
#include "search/index.hpp"
#include "search/matcher.hpp"

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

class Finder {
 public:
  Finder(const Snapshot& snapshot, const Wanted& wanted, const Efforts& efforts)
      : snapshot_(snapshot),
        wanted_(wanted),
        has_relatives_(any_relatives(snapshot, wanted)),
        count_max_(efforts.count_max),
        effort_(efforts.page_max) {}

  // The first or last `most` hits on one side of a position, in order. approximate: only hits of
  // that stage; otherwise exact ones, then those by family.
  struct PageOf {
    SearchStage stage = SearchStage::exact;
    std::optional<Hit> from;
    catalog::PageSide side = catalog::PageSide::after;
    std::size_t most;
  };
  std::vector<Hit> by_relevance(const PageOf& page);
  // The same in order of ids, whatever the rank. What was found by the time that it was too much
  // work is a page that goes on at `cut`.
  struct InOrder {
    std::vector<std::int64_t> ids;
    std::optional<std::int64_t> cut;
  };
  InOrder by_id(const PageOf& page);

  // A count has a bound of its own: beyond it, it says so and is what was seen so far.
  enum class Seen : std::uint8_t { all, some };
  struct Reach {
    Seen seen;
    std::uint64_t documents;  // found or passed over
  };
  struct Count {
    std::uint64_t books;
    Seen seen;
  };
  Count count(SearchStage stage);
  // How many have just the words wanted for their title.
  std::uint64_t count_titled();
  // Calls visit(segment number, doc) -> Go for every hit, in order of ids within each segment.
  // some: the bound, of a count or of the page itself, or `visit` stopped.
  enum class For : std::uint8_t { count, page };
  template <class Visit>
  Reach each(SearchStage stage, For purpose, Visit visit);
  // Whether a book is found at all.
  bool holds(std::int64_t id, SearchStage stage);
  // The same of a document, by that stage or one before it.
  bool holds(std::size_t segment, DocNumber doc, SearchStage stage) {
    return holds(matchers(widest(stage))[segment], doc);
  }

  // Whether other spellings could find more.
  bool has_relatives() const noexcept { return has_relatives_; }
  // For when the wishes of a stage have changed.
  void forget(SearchStage stage) { matchers_of(stage).clear(); }

  // More work than one search may do: what was found is not all.
  bool has_given_up() const noexcept { return effort_.is_spent(); }

 private:
  static bool any_relatives(const Snapshot& snapshot, const Wanted& wanted) noexcept;
  static constexpr std::size_t tier_count = 5;
  using TierIds = std::array<std::vector<std::int64_t>, tier_count>;  // best first
  struct Pass;
  static const Pass title_pass;
  static const Pass rest_pass;
  static const Pass only_pass;
  struct Leg {
    Matcher::Range range;
    Tier first;
    Tier last;
  };
  static std::vector<Leg> legs(const Pass& pass, SearchStage stage, const PageOf& page,
                               const Matcher& matcher);
  struct Window;
  Window window(catalog::PageSide side, std::int64_t from, DocNumber documents) const;
  std::vector<std::int64_t> ids_in(const Window& window, SearchStage stage, std::size_t most);
  std::vector<Matcher>& matchers(SearchStage stage);
  std::vector<Matcher>& matchers_of(SearchStage stage) noexcept {
    return matchers_[static_cast<std::size_t>(stage)];
  }
  SearchStage widest(SearchStage stage) const noexcept;
  TierIds collect(const Pass& pass, SearchStage stage, const PageOf& page, std::size_t segment);
  void collect_forwards(SearchStage stage, const PageOf& page, std::vector<Hit>& hits);
  void collect_backwards(SearchStage stage, const PageOf& page, std::vector<Hit>& hits);
  bool holds(const Matcher& matcher, DocNumber doc);
  bool is_found_before(std::size_t segment, DocNumber doc, SearchStage stage);

  const Snapshot& snapshot_;
  const Wanted& wanted_;
  const bool has_relatives_;
  const std::uint64_t count_max_;
  Effort effort_;
  std::array<std::vector<Matcher>, 3> matchers_;  // by stage; made when asked for
};

template <class Visit>
Finder::Reach Finder::each(SearchStage stage, For purpose, Visit visit) {
  auto& all = matchers(widest(stage));
  Effort counting(count_max_);
  Effort& effort = purpose == For::count ? counting : effort_;
  std::uint64_t documents = 0;
  for (std::size_t segment = 0; segment < all.size(); ++segment) {
    auto go = Go::on;
    documents += all[segment].scan_unranked({}, effort, [&](DocNumber doc) {
      go = visit(segment, doc);
      return go;
    });
    if (go == Go::stop || effort.is_spent()) {
      return {Seen::some, documents};
    }
  }
  return {Seen::all, documents};
}

}  // namespace search
