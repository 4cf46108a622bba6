// The newest snapshot, handed from the follower's thread to the sessions. Any thread; the lock
// is held for the copy of a pointer.
#pragma once

#include <mutex>

#include "search/index/index.hpp"

namespace search {

class PublishedSnapshot {
 public:
  SnapshotPtr get() const {
    const std::lock_guard lock(mutex_);
    return newest_;
  }
  void set(SnapshotPtr snapshot) {
    const std::lock_guard lock(mutex_);
    newest_.swap(snapshot);
    // The old one ends outside the lock, here or with its last search.
  }

 private:
  mutable std::mutex mutex_;
  SnapshotPtr newest_;
};

}  // namespace search
