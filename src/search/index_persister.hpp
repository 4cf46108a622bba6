// Puts the index on the store's shelf and takes it from there, where that may block, on a thread of
// its own: nobody who searches waits for it. Called on one thread, `home`'s, which also hears how
// it ended.
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/executor.hpp"
#include "base/log.hpp"
#include "store/index_shelf.hpp"

namespace search {

class IndexPersister {
 public:
  IndexPersister(std::unique_ptr<store::IndexShelf> shelf, base::Executor& home, base::Log& log);
  ~IndexPersister();
  IndexPersister(const IndexPersister&) = delete;
  IndexPersister& operator=(const IndexPersister&) = delete;

  // Blocks; before anything else is asked. nullopt: nothing there that can be used.
  std::optional<store::IndexShelf::Kept> load();

  // Not while it is at work, and not soon after it failed.
  bool is_free() const;
  // Both only when it is free; `then` is not called when it fails, which is logged.
  void ask(std::function<void(std::optional<store::ShelfMark>)> then);
  void save(const store::ShelfMark& mark, std::string bytes, std::function<void()> then);

  // Waits for what it is at. Idempotent.
  void stop();

 private:
  void begin(std::function<std::function<void()>()> task);
  void end(const std::string& problem);

  const std::unique_ptr<store::IndexShelf> shelf_;
  base::Executor& home_;
  base::Log& log_;
  bool is_at_work_ = false;
  std::chrono::steady_clock::time_point not_before_;
  boost::asio::thread_pool thread_{1};  // last: it uses all of the above
};

}  // namespace search
