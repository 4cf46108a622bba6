#include "search/follow/merge_thread.hpp"

#include <boost/asio/post.hpp>
#include <utility>

#include "base/thread_name.hpp"

namespace search {

MergeThread::MergeThread(SegmentStorage& storage, base::Executor& executor)
    : storage_(storage), executor_(executor) {
  boost::asio::post(thread_, [] { base::name_this_thread("index-merge"); });
}

void MergeThread::merge(std::vector<LivingSegment> segments, std::function<void(SegmentPtr)> then) {
  is_free_ = false;
  boost::asio::post(thread_, [this, segments = std::move(segments), then = std::move(then)] {
    SegmentPtr merged = search::merge(segments, storage_);
    executor_.post([this, merged = std::move(merged), then] {
      is_free_ = true;
      then(merged);
    });
  });
}

void MergeThread::stop() {
  thread_.stop();
  thread_.join();
}

}  // namespace search
