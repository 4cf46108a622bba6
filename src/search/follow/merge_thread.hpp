// Merges segments where no search waits for it: on a thread of its own, one merge at a time. Called
// on one thread, `executor`'s, which also gets what was made.
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <functional>
#include <vector>

#include "base/executor.hpp"
#include "search/index/segment_merger.hpp"

namespace search {

class MergeThread {
 public:
  MergeThread(SegmentStorage& storage, base::Executor& executor);
  ~MergeThread() { stop(); }
  MergeThread(const MergeThread&) = delete;
  MergeThread& operator=(const MergeThread&) = delete;

  bool is_free() const noexcept { return is_free_; }
  // Only when it is free.
  void merge(std::vector<LivingSegment> segments, std::function<void(SegmentPtr)> then);
  // Waits for the merge that it is at. Idempotent.
  void stop();

 private:
  SegmentStorage& storage_;
  base::Executor& executor_;
  bool is_free_ = true;
  boost::asio::thread_pool thread_{1};  // last: it uses all of the above
};

}  // namespace search
