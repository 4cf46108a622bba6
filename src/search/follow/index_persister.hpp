// Writes the index into the database and reads it back. This may block, so it runs on a thread of
// its own and no search waits for it. Called on the thread of `executor`, where the result arrives
// too.
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include "base/executor.hpp"
#include "base/log.hpp"
#include "search/index/segment.hpp"
#include "store/index_store.hpp"

namespace search {

class IndexPersister {
 public:
  IndexPersister(std::unique_ptr<store::IndexStore> store, base::Executor& executor,
                 base::Log& log);
  ~IndexPersister();
  IndexPersister(const IndexPersister&) = delete;
  IndexPersister& operator=(const IndexPersister&) = delete;

  // Blocks; before anything else is asked. nullopt: nothing there that can be used by these rules.
  struct Loaded {
    store::IndexStamp stamp;
    SegmentPtr segment;
  };
  std::optional<Loaded> load(SegmentStorage& storage);

  // Not while it is at work, and not soon after it failed.
  bool is_free() const;
  // Both only when it is free; `then` is not called when it fails, which is logged.
  void ask(std::function<void(std::optional<store::IndexStamp>)> then);
  void save(const store::IndexStamp& stamp, SegmentPtr segment, std::function<void()> then);

  // Waits for what it is at. Idempotent.
  void stop();

 private:
  void begin(std::function<std::function<void()>()> task);
  void end(const std::string& problem);

  const std::unique_ptr<store::IndexStore> store_;
  base::Executor& executor_;
  base::Log& log_;
  bool is_at_work_ = false;
  std::chrono::steady_clock::time_point not_before_;
  boost::asio::thread_pool thread_{1};  // last: it uses all of the above
};

}  // namespace search
