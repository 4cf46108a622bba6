#include "search/follow/segment_writers.hpp"

#include <malloc.h>

#include <iterator>
#include <system_error>
#include <utility>

#include "search/index/segment_writer.hpp"

namespace search {

SegmentWriters::SegmentWriters(SegmentStorage& storage, const store::Scan& scan,
                               std::size_t threads)
    : storage_(storage), scan_(scan) {
  try {
    for (std::size_t i = 0; i < threads; ++i) {
      threads_.emplace_back([this, threads] { write(threads); });
    }
  } catch (const std::system_error&) {
    // Where the system gives no more, those that run do all.
    if (threads_.empty()) {
      throw;
    }
  }
}

SegmentWriters::~SegmentWriters() {
  {
    const std::lock_guard lock(mutex_);
    waiting_.clear();
  }
  end_threads();
}

void SegmentWriters::add(store::BookDocument document) {
  batch_bytes_ += document.json.size();
  batch_.push_back(std::move(document));
  if (batch_.size() >= batch_books_max || batch_bytes_ >= batch_bytes_max) {
    hand_over();
  }
}

void SegmentWriters::hand_over() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return failure_ || waiting_.size() < threads_.size(); });
  if (failure_) {
    std::rethrow_exception(failure_);
  }
  waiting_.push_back(std::exchange(batch_, {}));
  batch_bytes_ = 0;
  changed_.notify_all();
}

SegmentPtr SegmentWriters::finish() {
  if (!batch_.empty()) {
    hand_over();
  }
  end_threads();
  if (failure_) {
    std::rethrow_exception(failure_);
  }
  // The allocator keeps what the writers freed; without this a merge would take its memory beside
  // it.
  malloc_trim(0);
  return one_segment(parts_, storage_);
}

void SegmentWriters::end_threads() {
  {
    const std::lock_guard lock(mutex_);
    is_complete_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) {
    thread.join();
  }
  threads_.clear();
}

void SegmentWriters::write(std::size_t threads) {
  try {
    // All together have the memory of one.
    SegmentWriter writer(storage_, SegmentWriter::part_bytes_max / threads);
    for (Batch batch = next_batch(); !batch.empty(); batch = next_batch()) {
      for (const store::BookDocument& document : batch) {
        writer.add(scan_.parsed(document));
      }
    }
    std::vector<LivingSegment> parts = std::move(writer).finish_parts();
    const std::lock_guard lock(mutex_);
    std::move(parts.begin(), parts.end(), std::back_inserter(parts_));
  } catch (...) {
    const std::lock_guard lock(mutex_);
    failure_ = std::current_exception();
    changed_.notify_all();
  }
}

SegmentWriters::Batch SegmentWriters::next_batch() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return is_complete_ || !waiting_.empty(); });
  Batch batch;
  if (!waiting_.empty()) {
    batch = std::move(waiting_.front());
    waiting_.pop_front();
    changed_.notify_all();
  }
  return batch;
}

}  // namespace search
