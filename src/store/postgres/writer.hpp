// The one connection that changes the catalogue for this instance. What waited while the last batch
// was under way is the next batch: one exchange reads what it needs and takes its locks, the rules
// are applied in memory, a second one writes and commits. A batch of nothing but new books needs
// only the second. The store's thread.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/metrics.hpp"
#include "store/postgres/connection.hpp"
#include "store/postgres/request.hpp"
#include "store/postgres/request_queue.hpp"
#include "store/postgres/write_batch.hpp"

namespace postgres {

class Writer {
 public:
  struct Metrics {
    base::Gauge& queued;
    base::Histogram& batch;
    base::Histogram& commit;
    base::Counter& redone;
  };
  struct Dependencies {
    const base::Clock& clock;
    base::Log& log;
    Metrics metrics;
  };
  Writer(Connection& connection, const Options& options, const Dependencies& dependencies);

  // A full queue answers `overloaded` and has queued nothing.
  void add(WriteRequest request, ReplyBatch& replies);
  void pump();
  void expire(ReplyBatch& replies);
  bool empty() const noexcept { return waiting_.empty() && !batch_; }

 private:
  void tell_queue();
  void store_at_once();
  void load();
  void loaded(Answer answer);
  void store();
  void stored(Answer answer);
  void answered();
  void finished();

  void skip_ids();
  void roll_back(std::function<void()> then);
  void redo();
  void failed(const Failure& failure, WriteBatch::Step step);
  void give_back();
  void forget_old_keys();

  Connection& connection_;
  const Options& options_;
  const base::Clock& clock_;
  base::Log& log_;
  Metrics metrics_;

  RequestQueue<WriteRequest> waiting_;
  std::unique_ptr<WriteBatch> batch_;  // the one under way
  // Writes that go one by one, because one of them spoiled a batch.
  std::size_t singles_left_ = 0;
  std::vector<catalog::BookId> spare_ids_;
  SteadyTime forget_at_{};
};

}  // namespace postgres
