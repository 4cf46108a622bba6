// The hits of one page while they are met in any order: the nearest ones on one side of a position.
// Used by one thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "catalog/listing.hpp"
#include "search/query/rank.hpp"

namespace search {

class TopHits {
 public:
  TopHits(std::size_t most, std::optional<Hit> from, catalog::PageSide side)
      : most_(most), from_(from), side_(side) {}

  bool is_full() const noexcept { return hits_.size() >= most_; }
  // False when neither this hit nor a worse one is wanted any more.
  bool may_take(const Hit& best) const noexcept {
    return side_ == catalog::PageSide::before || !is_full() || best < hits_.front();
  }
  // The farthest hit of a full page.
  const Hit& last() const noexcept { return hits_.front(); }
  catalog::PageSide side() const noexcept { return side_; }
  void add(Hit hit) {
    if (from_ && !is_nearer(*from_, hit)) {
      return;
    }
    const auto nearer = [this](const Hit& left, const Hit& right) {
      return is_nearer(left, right);
    };
    if (hits_.size() == most_) {
      if (!is_nearer(hit, hits_.front())) {
        return;
      }
      std::pop_heap(hits_.begin(), hits_.end(), nearer);
      hits_.pop_back();
    }
    hits_.push_back(hit);
    std::push_heap(hits_.begin(), hits_.end(), nearer);
  }
  // Best first, whatever the side.
  std::vector<Hit> take() && {
    std::sort(hits_.begin(), hits_.end());
    return std::move(hits_);
  }

 private:
  bool is_nearer(const Hit& left, const Hit& right) const noexcept {
    return side_ == catalog::PageSide::after ? left < right : right < left;
  }

  const std::size_t most_;
  const std::optional<Hit> from_;
  const catalog::PageSide side_;
  std::vector<Hit> hits_;  // a heap, the farthest on top
};

}  // namespace search
