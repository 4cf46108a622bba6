// Keeps an index up to date with a store: a background thread that gathers what this process
// writes, reads what else changed, when a search needs it or when the catalogue is quiet, and
// publishes snapshots. It asks the store
// through a session of its own, and keeps the index in the database so that the next start is
// short. stop() is for the owner; the rest for any thread.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include "base/executor.hpp"
#include "base/log.hpp"
#include "base/metrics.hpp"
#include "search/index/index.hpp"
#include "store/store.hpp"

namespace search {

// A snapshot that holds every change committed before it was asked for; `behind` as in
// store::ReadAnswer: only those that the replica had, then.
struct CaughtUp {
  SnapshotPtr snapshot;
  std::optional<std::chrono::milliseconds> behind;
};
// Or why there is none: overloaded when it is not there in time, storage_unavailable, draining.
using CatchUpDone = std::function<void(catalog::Result<CaughtUp>)>;

class IndexFollower {
 public:
  IndexFollower(store::Store& backend, base::Metrics& metrics, base::Log& log,
                SegmentStorage& storage = memory_storage());
  ~IndexFollower();
  IndexFollower(const IndexFollower&) = delete;
  IndexFollower& operator=(const IndexFollower&) = delete;

  // The newest one; nullptr while the first is being made.
  SnapshotPtr snapshot() const;
  // False when that snapshot is of a lost history and the next one is being made.
  bool is_following() const noexcept;
  // Calls `done` on `executor`, later.
  void catch_up(base::Executor& executor, CatchUpDone done);
  // Answers waiting searches with `draining`. Idempotent.
  void stop();

 private:
  class Work;
  std::unique_ptr<Work> work_;
};

}  // namespace search
