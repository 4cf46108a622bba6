// Keeps an index in few segments, and in the database for the next start. The work is done on other
// threads: nobody who follows or searches waits for it. Called on one thread, `executor`'s, which
// is also the one that changes the index.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "base/executor.hpp"
#include "base/log.hpp"
#include "search/follow/index_persister.hpp"
#include "search/follow/merge_thread.hpp"
#include "search/index/index.hpp"
#include "store/index_store.hpp"

namespace search {

class IndexUpkeep {
 public:
  struct Dependencies {
    Index& index;
    SegmentStorage& storage;
    std::unique_ptr<store::IndexStore> index_store;
    base::Executor& executor;
    base::Log& log;
    std::function<void()> on_merged;  // the index has another snapshot
  };
  explicit IndexUpkeep(Dependencies dependencies);

  // Fills the index from the database, and blocks; false: there is nothing to be used.
  bool load();
  // After each change of the index.
  void merge_if_due();
  void save_if_due();
  // The index is about to be made anew: the catalogue has lost the history that it followed.
  void start_over();
  // Waits for what is under way. Idempotent.
  void stop();

 private:
  using Clock = std::chrono::steady_clock;

  bool is_due(catalog::Sequence saved) const;
  void make_whole_and_save();
  void save(SegmentPtr whole, catalog::Sequence sequence, Clock::time_point begun);
  void merge(std::vector<LivingSegment> segments, std::function<void(SegmentPtr)> then);

  Index& index_;
  SegmentStorage& storage_;
  const std::function<void()> on_merged_;
  catalog::Sequence saved_{0};
  Clock::time_point next_save_{};  // not before
  // True when the stored index may be of a lost history.
  bool distrusts_stored_ = false;
  int lost_histories_ = 0;
  MergeThread merge_thread_;
  IndexPersister persister_;
};

}  // namespace search
