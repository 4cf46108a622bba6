#include "search/follow/index_upkeep.hpp"

#include <utility>

#include "catalog/spelling.hpp"
#include "search/follow/rebuild_index.hpp"

namespace search {
namespace {

// A save reads and writes every book. While many are written, saves take no more than a twentieth
// of the time, however soon the next one is due.
constexpr int pause_per_save = 19;

}  // namespace

IndexUpkeep::IndexUpkeep(Dependencies dependencies)
    : index_(dependencies.index),
      storage_(dependencies.storage),
      on_merged_(std::move(dependencies.on_merged)),
      merge_thread_(dependencies.storage, dependencies.executor),
      persister_(std::move(dependencies.index_store), dependencies.executor, dependencies.log) {}

bool IndexUpkeep::load() {
  if (distrusts_stored_) {
    return false;
  }
  auto stored = persister_.load(storage_);
  if (!stored) {
    return false;
  }
  index_ = Index(storage_, std::move(stored->segment), stored->stamp.sequence);
  saved_ = stored->stamp.sequence;
  return true;
}

void IndexUpkeep::start_over() {
  index_ = Index(storage_);
  distrusts_stored_ = true;
  next_save_ = {};
  ++lost_histories_;
}

void IndexUpkeep::stop() {
  merge_thread_.stop();
  persister_.stop();
}

// ---- merging

void IndexUpkeep::merge_if_due() {
  if (!merge_thread_.is_free()) {
    return;
  }
  if (auto due = index_.due_merge(); !due.empty()) {
    merge(std::move(due), nullptr);
  }
}

void IndexUpkeep::merge(std::vector<LivingSegment> segments, std::function<void(SegmentPtr)> then) {
  index_.begin_merge(segments);
  merge_thread_.merge(std::move(segments), [this, history = lost_histories_,
                                            then = std::move(then)](const SegmentPtr& merged) {
    // Otherwise the merge belongs to a former index.
    if (history == lost_histories_) {
      index_.end_merge(merged);
      on_merged_();
      if (then) {
        then(merged);
      }
    }
    merge_if_due();
  });
}

// ---- keeping it for the next start

bool IndexUpkeep::is_due(catalog::Sequence saved) const {
  const SnapshotPtr snapshot = index_.snapshot();
  return distrusts_stored_ || is_far(snapshot->sequence.value - saved.value, snapshot->books());
}

void IndexUpkeep::save_if_due() {
  if (!is_due(saved_) || !persister_.is_free() || !merge_thread_.is_free() ||
      Clock::now() < next_save_) {
    return;
  }
  persister_.ask([this, history = lost_histories_](std::optional<store::IndexStamp> stored) {
    if (history != lost_histories_) {
      return;
    }
    // Another instance may have done it.
    if (stored && stored->rules == catalog::search_rules && !is_due(stored->sequence)) {
      saved_ = stored->sequence;
    } else {
      make_whole_and_save();
    }
  });
}

void IndexUpkeep::make_whole_and_save() {
  const SnapshotPtr snapshot = index_.snapshot();
  const Clock::time_point begun = Clock::now();
  if (const SegmentPtr only = snapshot->only_segment()) {
    save(only, snapshot->sequence, begun);
  } else if (merge_thread_.is_free()) {
    merge(snapshot->segments, [this, sequence = snapshot->sequence,
                               begun](const SegmentPtr& merged) { save(merged, sequence, begun); });
  }
}

void IndexUpkeep::save(SegmentPtr whole, catalog::Sequence sequence, Clock::time_point begun) {
  if (!persister_.is_free()) {
    return;
  }
  persister_.save({catalog::search_rules, sequence}, std::move(whole),
                  [this, sequence, begun, history = lost_histories_] {
                    if (history == lost_histories_) {
                      const Clock::time_point now = Clock::now();
                      next_save_ = now + pause_per_save * (now - begun);
                      saved_ = sequence;
                      distrusts_stored_ = false;
                    }
                  });
}

}  // namespace search
