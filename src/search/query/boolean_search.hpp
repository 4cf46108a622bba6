// One boolean search over one snapshot: how many books it finds, and those of a page by their place
// in an order. Exact: it looks at every part of the question in every segment, or gives up when
// that exceeds its budget. Used by one thread; the snapshot must outlive it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "catalog/boolean_query.hpp"
#include "catalog/sort_key.hpp"
#include "search/index/index.hpp"
#include "search/query/doc_bits.hpp"
#include "search/query/hits.hpp"

namespace search {

// The steps of one search: about a posting each (query/boolean_matcher). Measurements:
// docs/adr/0020, bench/run sru.
constexpr std::uint64_t boolean_steps_max(std::uint64_t books) noexcept {
  constexpr std::uint64_t least = 8'000'000;
  constexpr std::uint64_t per_book = 8;
  return std::max(least, per_book * books);
}

class BooleanSearch final : public Hits {
 public:
  BooleanSearch(const Snapshot& snapshot, const catalog::BooleanQuery& query,
                std::uint64_t steps_max);

  // Ask before anything else.
  bool is_too_broad() const noexcept { return is_exhausted(); }
  std::uint64_t books() const noexcept { return books_; }
  // At most `most` ids behind the first `skipped` ones.
  struct PageOf {
    std::vector<catalog::Sort> order;  // ends with id
    std::uint64_t skipped;
    std::size_t most;
  };
  std::vector<std::int64_t> ids(const PageOf& page);

  Reach each(For purpose, const HitVisitor& visit) override;
  bool holds(std::size_t segment, DocNumber doc) override { return found_[segment].has(doc); }

 private:
  std::vector<std::int64_t> ids_ascending(std::uint64_t skipped, std::size_t most) const;
  std::uint64_t books_before(std::int64_t id) const;
  std::vector<std::int64_t> ids_sorted(const PageOf& page);

  const Snapshot& snapshot_;
  std::vector<DocBits> found_;  // by segment
  std::uint64_t books_ = 0;
};

}  // namespace search
