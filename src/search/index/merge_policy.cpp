#include "search/index/merge_policy.hpp"

#include <algorithm>

namespace search {

SegmentRange segments_to_merge(std::span<const SegmentSize> sizes,
                               std::uint64_t documents_max) noexcept {
  std::size_t first = sizes.size();
  std::uint64_t total = 0;
  while (first > 0 && (first == sizes.size() || sizes[first - 1].living <= total) &&
         total + sizes[first - 1].living <= documents_max) {
    total += sizes[--first].living;
  }
  if (sizes.size() - first > 1) {
    return {first, sizes.size()};
  }
  const auto is_wasteful = [&](SegmentSize one) {
    return one.deleted > one.living && one.living <= documents_max;
  };
  const auto found = std::find_if(sizes.begin(), sizes.end(), is_wasteful);
  const auto at = static_cast<std::size_t>(found - sizes.begin());
  return found == sizes.end() ? SegmentRange{} : SegmentRange{at, at + 1};
}

}  // namespace search
