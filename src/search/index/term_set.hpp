// Some words of a segment by their numbers: one word, those with a prefix, a spelling family.
// A value; any thread.
#pragma once

#include <algorithm>
#include <boost/container/small_vector.hpp>
#include <cstddef>

#include "search/index/term_dictionary.hpp"

namespace search {

class TermSet {
 public:
  void add(TermId word) { add(NumberRange{word, word + 1}); }
  // Ranges may overlap; they are kept in order and apart.
  void add(NumberRange range) {
    if (range.empty()) {
      return;
    }
    if (ranges_.empty() || ranges_.back().end < range.begin) {
      ranges_.push_back(range);
      return;
    }
    ranges_.push_back(range);
    std::sort(ranges_.begin(), ranges_.end(),
              [](NumberRange left, NumberRange right) { return left.begin < right.begin; });
    std::size_t kept = 0;
    for (std::size_t i = 1; i < ranges_.size(); ++i) {
      if (ranges_[i].begin <= ranges_[kept].end) {
        ranges_[kept].end = std::max(ranges_[kept].end, ranges_[i].end);
      } else {
        ranges_[++kept] = ranges_[i];
      }
    }
    ranges_.resize(kept + 1);
  }

  bool empty() const noexcept { return ranges_.empty(); }
  bool has(TermId word) const noexcept {
    return std::any_of(ranges_.begin(), ranges_.end(), [word](NumberRange range) {
      return range.begin <= word && word < range.end;
    });
  }
  std::size_t count() const noexcept {
    std::size_t words = 0;
    for (const NumberRange range : ranges_) {
      words += range.end - range.begin;
    }
    return words;
  }
  // Calls visit(TermId) for each.
  template <class Visit>
  void each(Visit visit) const {
    for (const NumberRange range : ranges_) {
      for (TermId word = range.begin; word < range.end; ++word) {
        visit(word);
      }
    }
  }
  bool operator==(const TermSet&) const = default;
  // Most words of a question are one term, or lie side by side.
  using Ranges = boost::container::small_vector<NumberRange, 2>;
  const Ranges& ranges() const noexcept { return ranges_; }

 private:
  Ranges ranges_;
};

}  // namespace search
