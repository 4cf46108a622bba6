// Makes one segment of several: of the documents in them that still live. Its bytes do not depend
// on where the documents came from: the same books make the same segment. Any thread; what it needs
// beside the segments is a few numbers for each document and term.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "search/index/segment.hpp"

namespace search {

// One bit a document; the set ones are replaced or deleted.
class DeletedDocs {
 public:
  explicit DeletedDocs(DocNumber docs = 0) : bits_((docs + 63) / 64) {}
  bool has(DocNumber doc) const noexcept { return (bits_[doc / 64] >> (doc % 64) & 1U) != 0; }
  // false: it was deleted already.
  bool add(DocNumber doc) noexcept {
    const std::uint64_t bit = std::uint64_t{1} << (doc % 64);
    const bool is_new = (bits_[doc / 64] & bit) == 0;
    bits_[doc / 64] |= bit;
    count_ += is_new ? 1 : 0;
    return is_new;
  }
  DocNumber count() const noexcept { return count_; }

 private:
  std::vector<std::uint64_t> bits_;
  DocNumber count_ = 0;
};

struct LivingSegment {
  SegmentPtr segment;
  std::shared_ptr<const DeletedDocs> deleted;
};

// All of it lives.
LivingSegment whole(SegmentPtr segment);

// No book may live in two of them.
SegmentPtr merge(std::span<const LivingSegment> segments, SegmentStorage& storage);
// The same for parts of which all lives: a single one is the segment itself.
SegmentPtr one_segment(std::span<const LivingSegment> parts, SegmentStorage& storage);

}  // namespace search
