// Makes a segment of documents: those of books gathered one by one, or those that still live in
// other segments. Its numbers do not depend on where the documents came from: the same books make
// the same segment. Any thread; memory for the work is bounded beside the segment's own.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "search/segment.hpp"
#include "search/term_interner.hpp"

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

// Documents in numbers of their own; the maps turn them into places in Texts.
struct Source {
  const DocumentColumns& documents;
  const DeletedDocs* deleted;  // nullptr: all live
  std::vector<TermId> word_map;
  std::vector<TermId> value_map;
};

// Every text once, in any order.
struct Texts {
  std::vector<std::string_view> words;
  std::vector<std::string_view> values;
  std::vector<TermInterner> owners;  // of what the views see, when nobody else is
};

// No book may live in two sources. A source's records need not be in the order of ids. The texts
// are given up as soon as the segment has its own.
std::shared_ptr<Segment> compose(const std::vector<Source>& sources, Texts texts);

struct LivingSegment {
  SegmentPtr segment;
  std::shared_ptr<const DeletedDocs> deleted;
};
SegmentPtr merge(const std::vector<LivingSegment>& segments);

}  // namespace search
