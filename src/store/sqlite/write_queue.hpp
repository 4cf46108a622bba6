// The bounded queue in front of the writer: I/O threads put jobs in, the writer takes everything at
// once, so that what waited while one batch was written is the next batch. Thread-safe.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

#include "base/metrics.hpp"
#include "store/apply_write.hpp"
#include "store/reply_batch.hpp"
#include "store/store.hpp"

namespace sqlite {

class Connection;
class WriteTables;

struct Job {
  store::Write write;
  store::WriteDone done;
  store::ReplyExecutorPtr session;
};

struct GroupJob {
  store::WriteGroup group;
  store::GroupDone done;
  store::ReplyExecutorPtr session;
};

// One small transaction of an index or key store, whose thread waits for it.
struct MaintenanceStep {
  std::string_view doing;  // for the log: a constant
  std::function<void(Connection&)> run;
  std::promise<void> done;
};

// A transaction of its own that changes books, between two batches; its thread waits for it.
struct BookStep {
  struct Tools {
    Connection& connection;
    WriteTables& tables;
    store::WriteApplier& applier;
    store::WriteApplier::Batch& batch;
  };
  struct Done {
    std::chrono::steady_clock::duration took{};
    bool others_wait = false;  // for the writer, before it or now
  };
  std::string_view doing;  // for the log: a constant
  std::function<void(const Tools&)> run;
  std::promise<Done> done;
};

enum class Admission : std::uint8_t { accepted, full, closed };

class WriteQueue {
 public:
  // `depth` is written under the queue's lock only.
  WriteQueue(std::size_t jobs_max, base::Gauge& depth) : jobs_max_(jobs_max), depth_(depth) {}

  // Take what they are given only when accepted.
  Admission push(Job& job) { return admit(job, &Taken::jobs); }
  Admission push(GroupJob& group) { return admit(group, &Taken::groups); }
  Admission push(MaintenanceStep& step) { return admit(step, &Taken::maintenance_steps); }
  Admission push(BookStep& step) { return admit(step, &Taken::book_steps); }
  // Writes wait for the next batch.
  bool has_jobs() const noexcept { return depth_.value() > 0; }
  // Nothing is accepted any more; what is queued can still be taken.
  void close();

  struct Taken {
    std::vector<Job> jobs;
    std::vector<GroupJob> groups;
    std::vector<MaintenanceStep> maintenance_steps;
    std::vector<BookStep> book_steps;
    bool closed = false;

    bool empty() const noexcept {
      return jobs.empty() && groups.empty() && maintenance_steps.empty() && book_steps.empty();
    }
  };
  struct Expected {
    std::size_t jobs = 1;
    std::chrono::milliseconds wait_max{0};
  };
  // Takes everything queued. Waits until something is there. If that is fewer jobs than
  // `expected.jobs` and nothing else, waits up to `expected.wait_max` for more.
  Taken take(const Expected& expected);

 private:
  template <class Request>
  Admission admit(Request& request, std::vector<Request> Taken::* line);
  // True when a taker that wants so many jobs need not wait. Under the lock.
  bool has_enough(std::size_t jobs) const noexcept;
  void wait_for(std::unique_lock<std::mutex>& lock, std::size_t jobs,
                std::optional<std::chrono::steady_clock::time_point> until);

  const std::size_t jobs_max_;
  base::Gauge& depth_;
  std::mutex mutex_;
  std::condition_variable filled_;
  Taken queued_;
  std::size_t wanted_ = 0;  // jobs that the taker sleeps for; 0: it does not
};

// How many jobs the last turns of the writer had. As many are waited for, so that a client that has
// written alone for so many turns does not wait.
class RecentJobs {
 public:
  static constexpr std::size_t turns = 8;
  // So many share the cost of a commit well enough.
  static constexpr std::size_t jobs_max = 8;
  static constexpr std::chrono::milliseconds wait_max{2};

  void add(std::size_t jobs) noexcept { jobs_[turn_++ % turns] = jobs; }
  WriteQueue::Expected expected() const noexcept {
    return {std::clamp(std::ranges::max(jobs_), std::size_t{1}, jobs_max), wait_max};
  }

 private:
  std::array<std::size_t, turns> jobs_{};
  std::size_t turn_ = 0;
};

}  // namespace sqlite
