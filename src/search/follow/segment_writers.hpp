// Writes a segment from many books: a writer on each of several threads, whose segments are merged
// in the end. Used by one thread, which waits while the writers are behind.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "search/index/segment_merger.hpp"
#include "store/maintenance.hpp"

namespace search {

class SegmentWriters {
 public:
  // The scan must outlive it. `threads`: one at least.
  SegmentWriters(SegmentStorage& storage, const store::Scan& scan, std::size_t threads);
  ~SegmentWriters();
  SegmentWriters(const SegmentWriters&) = delete;
  SegmentWriters& operator=(const SegmentWriters&) = delete;

  // Each book of the scan once, in any order. Here and in finish(): throws what a writer threw.
  void add(store::BookDocument document);
  SegmentPtr finish();

 private:
  // Parsed by the thread that writes them: memory is given back where it was taken.
  using Batch = std::vector<store::BookDocument>;
  static constexpr std::size_t batch_books = 256;

  void hand_over();
  void end_threads();
  // What each of so many threads does.
  void write(std::size_t threads);
  // Empty when there are no more.
  Batch next_batch();

  SegmentStorage& storage_;
  const store::Scan& scan_;
  Batch batch_;
  std::mutex mutex_;
  std::condition_variable changed_;
  // Under the mutex.
  std::deque<Batch> waiting_;
  bool is_complete_ = false;
  std::vector<LivingSegment> parts_;
  std::exception_ptr failure_;
  std::vector<std::thread> threads_;  // last: everything above is there when they start
};

}  // namespace search
