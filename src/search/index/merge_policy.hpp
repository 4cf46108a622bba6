// The merge policy: picks segments to merge. A search visits every segment, and a merge writes all
// of their books anew. Pure functions, any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "search/index/postings.hpp"

namespace search {

struct SegmentSize {
  DocNumber living;
  DocNumber deleted;
};

// [begin, end) of the sizes.
struct SegmentRange {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool empty() const noexcept { return begin == end; }
  bool operator==(const SegmentRange&) const = default;
};

// Segments stand from the oldest to the newest. As in a binary counter, a merge takes the newest
// ones as long as each is no larger than all newer ones together. So there are few segments, and
// each book is rewritten few times. If none is due, a merge takes a segment that is mostly deleted.
// No more than `documents_max` living documents are merged.
SegmentRange segments_to_merge(std::span<const SegmentSize> sizes,
                               std::uint64_t documents_max) noexcept;

}  // namespace search
