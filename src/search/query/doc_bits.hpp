// Documents of one segment as a bit each: sets that are joined, cut and counted a word of bits at a
// time. A value; one thread.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "search/index/postings.hpp"

namespace search {

class DocBits {
 public:
  // None of them.
  explicit DocBits(DocNumber docs) : bits_((std::size_t{docs} + 63) / 64) {}
  static DocBits all(DocNumber docs) {
    DocBits made(docs);
    std::ranges::fill(made.bits_, ~std::uint64_t{0});
    if (docs % 64 != 0) {
      made.bits_.back() = (std::uint64_t{1} << (docs % 64)) - 1;
    }
    return made;
  }

  bool has(DocNumber doc) const noexcept { return (bits_[doc / 64] >> (doc % 64) & 1U) != 0; }
  void add(DocNumber doc) noexcept { bits_[doc / 64] |= std::uint64_t{1} << (doc % 64); }
  void remove(DocNumber doc) noexcept { bits_[doc / 64] &= ~(std::uint64_t{1} << (doc % 64)); }
  // Both are of the same segment.
  void add(const DocBits& others) noexcept {
    for (std::size_t i = 0; i < bits_.size(); ++i) {
      bits_[i] |= others.bits_[i];
    }
  }
  void keep(const DocBits& others) noexcept {
    for (std::size_t i = 0; i < bits_.size(); ++i) {
      bits_[i] &= others.bits_[i];
    }
  }
  void remove(const DocBits& others) noexcept {
    for (std::size_t i = 0; i < bits_.size(); ++i) {
      bits_[i] &= ~others.bits_[i];
    }
  }

  // How many words of bits it has: what an operation on the whole set costs.
  std::size_t size() const noexcept { return bits_.size(); }
  std::uint64_t count() const noexcept {
    std::uint64_t documents = 0;
    for (const std::uint64_t word : bits_) {
      documents += static_cast<std::uint64_t>(std::popcount(word));
    }
    return documents;
  }
  // The same of those before `end`.
  std::uint64_t count_before(DocNumber end) const noexcept {
    std::uint64_t documents = 0;
    for (std::size_t i = 0; i < end / 64; ++i) {
      documents += static_cast<std::uint64_t>(std::popcount(bits_[i]));
    }
    if (end % 64 != 0) {
      const std::uint64_t before = (std::uint64_t{1} << (end % 64)) - 1;
      documents += static_cast<std::uint64_t>(std::popcount(bits_[end / 64] & before));
    }
    return documents;
  }
  // The first at or behind `from`; no_doc when there is none.
  DocNumber next(DocNumber from) const noexcept {
    std::size_t at = from / 64;
    if (at >= bits_.size()) {
      return no_doc;
    }
    std::uint64_t word = bits_[at] & (~std::uint64_t{0} << (from % 64));
    while (word == 0) {
      if (++at == bits_.size()) {
        return no_doc;
      }
      word = bits_[at];
    }
    return static_cast<DocNumber>(at * 64 + static_cast<std::size_t>(std::countr_zero(word)));
  }
  // Calls visit(doc) -> whether to go on, in order.
  template <class Visit>
  void each(Visit visit) const {
    for (std::size_t at = 0; at < bits_.size(); ++at) {
      for (std::uint64_t word = bits_[at]; word != 0; word &= word - 1) {
        if (!visit(static_cast<DocNumber>(at * 64 +
                                          static_cast<std::size_t>(std::countr_zero(word))))) {
          return;
        }
      }
    }
  }

 private:
  std::vector<std::uint64_t> bits_;
};

}  // namespace search
