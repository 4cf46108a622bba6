#include "store/sqlite/writer.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <utility>

#include "base/thread_name.hpp"

namespace sqlite {
namespace {

using catalog::ProblemCode;
using std::chrono::steady_clock;

// Groups share a transaction while they are small, so that nobody waits long for one.
constexpr std::size_t grouped_writes_per_transaction_max = store::grouped_writes_max;

bool is_sync_failure(const StorageError& error) noexcept {
  return error.code() == SQLITE_IOERR_FSYNC || error.code() == SQLITE_IOERR_DIR_FSYNC;
}

}  // namespace

Writer::Metrics Writer::register_metrics(base::Metrics& metrics) {
  using base::HistogramUnit;
  return {
      metrics.gauge({"livros_write_queue", "Writes waiting for the next transaction"}),
      metrics.histogram({"livros_write_batch", "Writes per transaction"}, HistogramUnit::count),
      metrics.histogram({"livros_commit_seconds", "Time of COMMIT, with its fsync"},
                        HistogramUnit::microseconds),
      metrics.counter({"livros_checkpoint_total", "Times the write-ahead log was written back"}),
  };
}

Writer::Writer(Connection& connection, const Options& options, const Dependencies& dependencies)
    : options_(options),
      clock_(dependencies.clock),
      log_(dependencies.log),
      metrics_(register_metrics(dependencies.metrics)),
      connection_(connection),
      checkpointer_(connection_, readers_, options.wal_pages_max),
      begin_(connection_, "BEGIN IMMEDIATE"),
      commit_(connection_, "COMMIT"),
      counters_row_(connection_),
      tables_(connection_),
      applier_(tables_),
      group_applier_(tables_, applier_),
      counters_(counters_row_.read()),
      queue_(options.jobs_max, metrics_.queued),
      sequence_(counters_.sequence.value),
      thread_([this] { run(); }) {}

Writer::~Writer() { close(); }

void Writer::close() {
  queue_.close();
  if (thread_.joinable()) {
    thread_.join();
  }
}

void Writer::run() {
  base::name_this_thread("sqlite-writer");
  while (true) {
    WriteQueue::Taken taken = queue_.take(recent_jobs_.expected());
    if (taken.closed && taken.empty()) {
      return;
    }
    recent_jobs_.add(taken.jobs.size());
    turn(std::move(taken));
  }
}

void Writer::turn(WriteQueue::Taken&& taken) {
  if (has_failed()) {
    refuse({std::move(taken.jobs), std::move(taken.groups)}, ProblemCode::storage_unavailable);
    const auto why = std::make_exception_ptr(
        StorageError(StorageError::Kind::unavailable, SQLITE_IOERR, "nothing is written"));
    for (MaintenanceStep& step : taken.maintenance_steps) {
      step.done.set_exception(why);
    }
    for (BookStep& step : taken.book_steps) {
      step.done.set_exception(why);
    }
    return;
  }
  const bool had_jobs = !taken.jobs.empty() || !taken.groups.empty();
  write(taken);
  for (MaintenanceStep& step : taken.maintenance_steps) {
    carry_out(std::move(step));
  }
  for (BookStep& step : taken.book_steps) {
    try {
      BookStep::Done done = carry_out(step);
      done.others_wait = had_jobs || queue_.has_jobs();
      step.done.set_value(done);
    } catch (const std::exception&) {
      step.done.set_exception(std::current_exception());
    }
  }
  checkpoint();
}

// ---- one batch ---------------------------------------------------------------------------------

void Writer::write(WriteQueue::Taken& taken) {
  Batch batch{std::move(taken.jobs), {}};
  std::size_t grouped = 0;
  for (GroupJob& group : taken.groups) {
    grouped += group.group.writes.size();
    if (grouped > grouped_writes_per_transaction_max && !batch.groups.empty()) {
      write(std::exchange(batch, {}));
      grouped = group.group.writes.size();
    }
    batch.groups.push_back(std::move(group));
  }
  if (!batch.jobs.empty() || !batch.groups.empty()) {
    write(std::move(batch));
  }
}

// What has committed is published; when anything fails, all is as before, and the failure thrown
// on.
template <class Work>
void Writer::in_transaction(Work&& work) {
  const Counters before = counters_;
  try {
    execute(begin_);
    changes_.clear();
    own_.clear();
    store::WriteApplier::Batch batch{counters_, changes_, clock_.now()};
    work(batch);
    const bool changed = counters_ != before;
    if (changed) {
      counters_row_.write(counters_);
    }
    commit();
    if (changed) {
      publish();
    }
  } catch (const std::exception&) {
    connection_.roll_back();
    counters_ = before;
    throw;
  }
}

void Writer::write(Batch&& batch) {
  try {
    in_transaction([&](store::WriteApplier::Batch& applied) { perform(batch, applied); });
  } catch (const std::exception& error) {
    // Memory may run out as disks do: neither ends the process while nothing was promised.
    refuse(std::move(batch), broken(error, "gravacao"));
    return;
  }
  deliver(std::move(batch));
}

void Writer::perform(Batch& batch, store::WriteApplier::Batch& applied) {
  if (own_changes_.is_open()) {
    applied.own = &own_;
    own_.reserve(batch.jobs.size());
  }
  batch.outcomes.reserve(batch.jobs.size());
  for (Job& job : batch.jobs) {
    batch.outcomes.push_back(applier_.apply(job.write, applied));
  }
  std::size_t writes = batch.jobs.size();
  for (GroupJob& job : batch.groups) {
    writes += job.group.writes.size();
    batch.group_outcomes.push_back(group_applier_.apply(job.group, applied));
  }
  metrics_.batch.record(writes);
  tables_.forget_old_keys(applied.now);
}

void Writer::commit() {
  const auto begin = steady_clock::now();
  try {
    execute(commit_);
  } catch (const StorageError& error) {
    // A write that was refused is known to have failed. Anything else may have come from fsync, and
    // after that nobody can tell what is on the disk.
    if (error.kind() == StorageError::Kind::unavailable) {
      fail(error.what());
    }
    throw;
  }
  metrics_.commit.record(steady_clock::now() - begin);
}

void Writer::publish() {
  // The order matters: a session that sees the new sequence also renews an older snapshot, finds
  // no older response in a cache that listens, and all of the changes in the queue.
  commits_.store(commits_.load(std::memory_order_relaxed) + 1, std::memory_order_release);
  if (store::CommitListener* const listener = listener_; listener && !changes_.empty()) {
    listener->committed(changes_);
  }
  own_changes_.push(std::exchange(own_, {}));
  sequence_.store(counters_.sequence.value, std::memory_order_release);
}

void Writer::deliver(Batch&& batch) {
  store::ReplyBatch replies;
  for (std::size_t i = 0; i < batch.jobs.size(); ++i) {
    replies.add(std::move(batch.jobs[i]), std::move(batch.outcomes[i]));
  }
  for (std::size_t i = 0; i < batch.groups.size(); ++i) {
    replies.add(std::move(batch.groups[i]), std::move(batch.group_outcomes[i]));
  }
}

void Writer::refuse(Batch&& batch, ProblemCode code) {
  store::ReplyBatch replies;
  for (Job& job : batch.jobs) {
    replies.refuse(std::move(job), code);
  }
  for (GroupJob& job : batch.groups) {
    replies.refuse(std::move(job), code);
  }
}

// ---- between batches ---------------------------------------------------------------------------

void Writer::carry_out(MaintenanceStep&& step) {
  try {
    execute(begin_);
    step.run(connection_);
    commit();
  } catch (const std::exception& error) {
    connection_.roll_back();
    broken(error, step.doing);
    step.done.set_exception(std::current_exception());
    return;
  }
  step.done.set_value();
}

// The step's thread learns of a failure by the exception.
BookStep::Done Writer::carry_out(BookStep& step) {
  const auto begin = steady_clock::now();
  try {
    in_transaction([&](store::WriteApplier::Batch& batch) {
      step.run({connection_, tables_, applier_, batch});
    });
  } catch (const std::exception& error) {
    broken(error, step.doing);
    throw;
  }
  return {steady_clock::now() - begin, false};
}

void Writer::checkpoint() {
  if (!checkpointer_.is_due() || has_failed()) {
    return;
  }
  try {
    checkpointer_.run();
    metrics_.checkpoints.add();
  } catch (const std::exception& error) {
    broken(error, "checkpoint");
  }
}

// ---- a broken environment ----------------------------------------------------------------------

ProblemCode Writer::broken(const std::exception& error, std::string_view doing) {
  const auto* const storage = dynamic_cast<const StorageError*>(&error);
  log_.error("armazenamento", {{"operacao", doing},
                               {"codigo", std::int64_t{storage ? storage->code() : SQLITE_ERROR}},
                               {"motivo", std::string_view(error.what())}});
  if (storage && is_sync_failure(*storage)) {
    fail(error.what());
  }
  return storage && storage->kind() == StorageError::Kind::full ? ProblemCode::storage_full
                                                                : ProblemCode::storage_unavailable;
}

void Writer::fail(std::string_view why) {
  if (failed_.exchange(true, std::memory_order_acq_rel)) {
    return;
  }
  if (options_.on_fatal) {
    options_.on_fatal(why);
  }
}

}  // namespace sqlite
