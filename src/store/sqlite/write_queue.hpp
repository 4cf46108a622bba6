// The bounded queue in front of the writer: I/O threads put jobs in, the writer takes everything at
// once, so that what waited while one batch was written is the next batch. Thread-safe.
#pragma once

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

#include "base/executor.hpp"
#include "base/metrics.hpp"
#include "store/store.hpp"

namespace sqlite {

class Connection;

// Where the answers of one session go.
struct Home {
  base::Executor& executor;
};

struct Job {
  store::Write write;
  store::WriteDone done;
  std::shared_ptr<const Home> home;
};

enum class CaughtUp : std::uint8_t {
  yes,
  no,        // and will not: the storage is broken or closed
  not_soon,  // not within Options::index_wait_max
};

// A list that needs the list index to have followed every change committed so far.
struct IndexWaiter {
  std::function<void(CaughtUp)> done;  // runs at home
  std::shared_ptr<const Home> home;
};

// One small transaction of an index or key store, whose thread waits for it.
struct MaintenanceStep {
  std::string_view doing;  // for the log: a constant
  std::function<void(Connection&)> run;
  std::promise<void> done;
};

enum class Admission : std::uint8_t { accepted, full, closed };

class WriteQueue {
 public:
  using Deadline = std::chrono::steady_clock::time_point;

  // `depth` is written under the queue's lock only.
  WriteQueue(std::size_t jobs_max, base::Gauge& depth) : jobs_max_(jobs_max), depth_(depth) {}

  // Take what they are given only when accepted.
  Admission push(Job& job) { return admit(job, &Taken::jobs); }
  Admission push(IndexWaiter& waiter) { return admit(waiter, &Taken::waiters); }
  Admission push(MaintenanceStep& step) { return admit(step, &Taken::maintenance_steps); }
  // Nothing is accepted any more; what is queued can still be taken.
  void close();

  struct Taken {
    std::vector<Job> jobs;
    std::vector<IndexWaiter> waiters;
    std::vector<MaintenanceStep> maintenance_steps;
    bool closed = false;

    bool empty() const noexcept {
      return jobs.empty() && waiters.empty() && maintenance_steps.empty();
    }
  };
  // Everything queued, at once. Waits for something, until `deadline` if there is one.
  Taken take(std::optional<Deadline> deadline);

 private:
  template <class Request>
  Admission admit(Request& request, std::vector<Request> Taken::* line);

  const std::size_t jobs_max_;
  base::Gauge& depth_;
  std::mutex mutex_;
  std::condition_variable filled_;
  Taken queued_;
  bool taker_sleeps_ = false;
};

}  // namespace sqlite
