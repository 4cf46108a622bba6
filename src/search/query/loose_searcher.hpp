// Finds the books that hold most of a loose query, those that need the least forgiveness first.
// Used by one thread; the snapshot and the query must outlive it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "search/query/hits.hpp"
#include "search/query/loose_query.hpp"
#include "search/query/searcher.hpp"

namespace search {

class LooseSearcher final : public Hits {
 public:
  LooseSearcher(const Snapshot& snapshot, const LooseQuery& query, const WorkBudgets& budgets);
  ~LooseSearcher() override;

  // all_words: the best book holds each word in some way. nullopt: no book holds enough.
  enum class Finds : std::uint8_t { all_words, some_words };
  std::optional<Finds> finds();
  // True when the best book lacks no word but those of grammar and of asking.
  bool finds_needed() { return finds() && !best_->lacks_any; }
  // The cost of the best book, of cost_max; nothing before finds() found one.
  Cost best_cost() const noexcept { return scaled(best_->cost); }
  // Best first; nothing before finds() found something. A book that lacks a word is a hit only when
  // every book does.
  std::vector<Hit> by_relevance(const Searcher::PageOf& page);
  // What each word of the query is in the book.
  std::vector<Likeness> likenesses_in(std::size_t segment, DocNumber doc);

  Reach each(For purpose, const HitVisitor& visit) override;
  bool holds(std::size_t segment, DocNumber doc) override;

 private:
  class SegmentSearch;
  struct Best {
    std::uint32_t cost;
    bool lacks_any;   // of the needed words
    bool leaves_any;  // of all words
  };
  Cost scaled(std::uint32_t cost) const noexcept;

  const Snapshot& snapshot_;
  const LooseQuery& query_;
  const std::uint64_t count_max_;
  std::vector<std::unique_ptr<SegmentSearch>> segments_;
  std::optional<Best> best_;
  bool has_looked_ = false;
};

}  // namespace search
