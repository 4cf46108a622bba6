// One order over all segments: of the next document of each, the first. A segment's stream has
// doc() and next(). Used by one thread; the snapshot and the order must outlive it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "search/index/index.hpp"
#include "search/query/ordered_docs.hpp"

namespace search {

// Where a book's document is.
struct DocPlace {
  std::size_t segment;
  DocNumber doc;
};

template <class Stream>
class MergedDocs {
 public:
  // A stream for each segment, in their order.
  MergedDocs(const Snapshot& snapshot, const ReadingOrder& order, std::vector<Stream> streams)
      : snapshot_(snapshot), order_(order), streams_(std::move(streams)) {
    for (std::size_t segment = 0; segment < streams_.size(); ++segment) {
      if (streams_[segment].doc() != no_doc) {
        heads_.push_back({segment, {}});
      }
    }
    for (Head& head : heads_) {
      read_keys(head);
    }
    std::make_heap(heads_.begin(), heads_.end(), is_behind());
  }

  bool at_end() const noexcept { return heads_.empty(); }
  DocPlace place() const noexcept {
    const std::size_t segment = heads_.front().segment;
    return {segment, streams_[segment].doc()};
  }
  void next() {
    std::pop_heap(heads_.begin(), heads_.end(), is_behind());
    Head& head = heads_.back();
    streams_[head.segment].next();
    if (streams_[head.segment].doc() == no_doc) {
      heads_.pop_back();
      return;
    }
    read_keys(head);
    std::push_heap(heads_.begin(), heads_.end(), is_behind());
  }

 private:
  struct Head {
    std::size_t segment;
    std::vector<catalog::CursorValue> keys;
  };

  auto is_behind() const noexcept {
    return [this](const Head& left, const Head& right) {
      for (std::size_t key = 0; key < left.keys.size(); ++key) {
        if (left.keys[key] != right.keys[key]) {
          const bool is_greater = right.keys[key] < left.keys[key];
          return is_greater == (order_.sorts[key].direction == catalog::Direction::ascending);
        }
      }
      return false;
    };
  }
  // The last head needs no successor.
  void read_keys(Head& head) {
    if (heads_.size() == 1) {
      return;
    }
    const SortKeys keys(*snapshot_.segments[head.segment].segment);
    head.keys.clear();
    for (const catalog::Sort& sort : order_.sorts) {
      head.keys.push_back(keys.cursor_value(sort.key, streams_[head.segment].doc()));
    }
  }

  const Snapshot& snapshot_;
  const ReadingOrder& order_;
  std::vector<Stream> streams_;
  std::vector<Head> heads_;  // a heap, the first in order on top
};

}  // namespace search
