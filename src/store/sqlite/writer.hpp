// The one thread that changes the catalogue: takes the whole queue, carries it out in one
// transaction and syncs. Only then it publishes the commit, in this order: the listener, the queue
// of own changes, sequence(), the answers. Also the only one that checkpoints, and that puts the
// kept search index in its place.
// The public members are for any thread, but for listen() and close().
#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <thread>
#include <vector>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/metrics.hpp"
#include "store/apply_group.hpp"
#include "store/apply_write.hpp"
#include "store/change_queue.hpp"
#include "store/sqlite/checkpointer.hpp"
#include "store/sqlite/counters.hpp"
#include "store/sqlite/options.hpp"
#include "store/sqlite/statement.hpp"
#include "store/sqlite/write_queue.hpp"
#include "store/sqlite/write_tables.hpp"

namespace sqlite {

class Writer {
 public:
  struct Dependencies {
    const base::Clock& clock;
    base::Metrics& metrics;
    base::Log& log;
  };
  // `connection` has Access::write, is migrated, and belongs to the writer from now on.
  Writer(Connection& connection, const Options& options, const Dependencies& dependencies);
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  WriteQueue& queue() noexcept { return queue_; }
  Readers& readers() noexcept { return readers_; }
  store::ChangeQueue& own_changes() noexcept { return own_changes_; }
  catalog::Sequence sequence() const noexcept {
    return {sequence_.load(std::memory_order_acquire)};
  }
  // Moves with every commit, before sequence() does.
  const std::atomic<std::uint64_t>& commits() const noexcept { return commits_; }
  // True after a commit that may not be durable: nothing is written any more.
  bool has_failed() const noexcept { return failed_.load(std::memory_order_acquire); }
  void listen(store::CommitListener& listener) noexcept { listener_ = &listener; }
  // Carries out what is queued and ends the thread. Idempotent.
  void close();

 private:
  struct Metrics {
    base::Gauge& queued;
    base::Histogram& batch;
    base::Histogram& commit;
    base::Counter& checkpoints;
  };
  static Metrics register_metrics(base::Metrics& metrics);

  void run();
  void turn(WriteQueue::Taken&& taken);

  // What one transaction carries out, and what comes of it.
  struct Batch {
    std::vector<Job> jobs;
    std::vector<GroupJob> groups;
    std::vector<store::WriteOutcome> outcomes = {};
    std::vector<store::GroupOutcome> group_outcomes = {};
  };
  void write(WriteQueue::Taken& taken);
  void write(Batch&& batch);
  void perform(Batch& batch, store::WriteApplier::Batch& applied);
  template <class Work>
  void in_transaction(Work&& work);
  void commit();
  void publish();
  static void deliver(Batch&& batch);
  static void refuse(Batch&& batch, catalog::ProblemCode code);

  void carry_out(MaintenanceStep&& step);
  BookStep::Done carry_out(BookStep& step);
  void checkpoint();

  catalog::ProblemCode broken(const std::exception& error, std::string_view doing);
  void fail(std::string_view why);

  const Options options_;
  const base::Clock& clock_;
  base::Log& log_;
  Metrics metrics_;

  // The writer thread's own.
  Connection& connection_;
  Readers readers_;
  Checkpointer checkpointer_;
  Statement begin_;
  Statement commit_;
  CountersRow counters_row_;
  WriteTables tables_;
  store::WriteApplier applier_;
  store::GroupApplier group_applier_;
  Counters counters_;  // as in the open transaction, or as committed
  RecentJobs recent_jobs_;
  // The changes of the batch at hand.
  std::vector<store::Committed> changes_;
  std::vector<store::OwnChange> own_;

  WriteQueue queue_;
  store::ChangeQueue own_changes_;
  std::atomic<std::int64_t> sequence_;
  std::atomic<std::uint64_t> commits_{0};
  std::atomic<bool> failed_{false};
  std::atomic<store::CommitListener*> listener_{nullptr};
  std::thread thread_;  // last: everything above is there when it starts
};

}  // namespace sqlite
