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
  // A book is parsed by the thread that writes it, so its memory is freed where it was allocated.
  using Batch = std::vector<store::BookDocument>;
  static constexpr std::size_t batch_books_max = 256;
  static constexpr std::size_t batch_bytes_max = std::size_t{512} * 1024;

  void hand_over();
  void end_threads();
  // The loop of one writer; `threads` of them share the memory bound of one SegmentWriter.
  void write(std::size_t threads);
  // Waits for a batch; an empty one means that there are no more.
  Batch next_batch();

  SegmentStorage& storage_;
  const store::Scan& scan_;
  Batch batch_;
  std::size_t batch_bytes_ = 0;
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
