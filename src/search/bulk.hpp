// Makes the index of many books at once: segments of a fixed size, merged when all are there.
// Used by one thread.
#pragma once

#include <memory>
#include <vector>

#include "search/gather.hpp"
#include "search/index.hpp"
#include "store/bulk.hpp"

namespace search {

class BulkIndex {
 public:
  // Each book once.
  void add(const catalog::Book& book);
  // What was added, as one segment, as of `sequence`.
  Index finish(catalog::Sequence sequence);

 private:
  void end_segment();

  std::unique_ptr<Gathering> gathering_ = std::make_unique<Gathering>();
  std::vector<LivingSegment> segments_;
};

// Reads every book and puts the index on the catalogue's shelf; how many books. Throws what the
// store throws.
std::uint64_t make_index(store::Maintenance& catalogue);
// The same, unless a server would soon have caught up from what is on the shelf.
void make_index_if_far(store::Maintenance& catalogue);

// Whether so many changes are too many to be followed at a start.
bool is_far(std::int64_t changes, std::uint64_t books) noexcept;

}  // namespace search
