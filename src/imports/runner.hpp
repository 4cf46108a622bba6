// The thread that runs imports, one behind another: it reads the file, slices its records, and has
// the store carry the slices out. What is committed is known to the store alone, so a run may begin
// anew at any time. Made and ended by imports.hpp; the public members are for any thread.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/metrics.hpp"
#include "imports/parameters.hpp"
#include "store/import_store.hpp"

namespace imports {

class Runner {
 public:
  struct Dependencies {
    std::unique_ptr<store::ImportStore> store;
    const base::Clock& clock;
    base::Metrics& metrics;
    base::Log& log;
  };
  explicit Runner(Dependencies dependencies);
  ~Runner() { stop(); }
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  // Something waits, or was cancelled.
  void wake();
  // How many wait, as far as is known.
  std::int64_t queued() const noexcept { return queued_.load(std::memory_order_relaxed); }
  // Interrupts what runs. Idempotent.
  void stop();

 private:
  struct Metrics {
    base::Gauge& queued;
    base::Gauge& running;
    base::Counter& created;
    base::Counter& updated;
    base::Counter& ignored;
    base::Counter& refused;
    base::Counter& bytes;
    base::Histogram& slice;
  };
  static Metrics register_metrics(base::Metrics& metrics);
  class Run;

  void work();
  bool turn();
  void run(store::Import import);
  bool run_once(const store::Import& import, const Parameters& parameters);
  std::optional<store::Import> ask_again(store::ImportId id);
  // Until somebody wakes it, or a time is over where one is given.
  void wait(std::optional<std::chrono::milliseconds> time);
  void count_queue();
  void note(const store::ImportCounts& before, const store::ImportCounts& after);

  Dependencies dependencies_;
  Metrics metrics_;
  std::optional<store::Import> taken_;  // from an instance that is gone; the runner's thread
  std::atomic<std::int64_t> queued_{0};
  std::mutex mutex_;
  std::condition_variable woken_;
  bool is_woken_ = false;
  std::atomic<bool> is_stopping_{false};
  std::thread thread_;  // last: everything above is there when it starts
};

}  // namespace imports
