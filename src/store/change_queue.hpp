// The changes that this process commits, with their books, on the way to the one that follows the
// catalogue: so it need not read back what was just written. Bounded: when the taker lags, the
// older ones go, and it reads them from the store. Thread-safe.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

#include "catalog/book.hpp"
#include "store/store.hpp"

namespace store {

// A committed change, and the book as it is since.
struct OwnChange {
  ChangeEntry entry = {};
  std::size_t bytes = 0;                             // of the book's document
  std::optional<catalog::Book> book = std::nullopt;  // nullopt: deleted
};

class ChangeQueue {
 public:
  static constexpr std::size_t changes_max = 8192;
  static constexpr std::size_t bytes_max = std::size_t{8} * 1024 * 1024;
  // So many make it worth waking the taker.
  static constexpr std::size_t many = 1024;

  // Until close() changes are kept. `wake` is called on the writing thread when many wait, once
  // between two takes; it must not block.
  void open(std::function<void()> wake);
  // When it returns, `wake` is not called any more.
  void close();
  // False: what is pushed is dropped, so nobody need make it.
  bool is_open() const noexcept { return is_open_.load(std::memory_order_acquire); }

  // All changes of one commit, in order of sequence. Commits come in their order; some may be left
  // out. Before anybody can learn that they are there.
  void push(std::vector<OwnChange>&& changes);
  // What waits, commit by commit.
  std::vector<std::vector<OwnChange>> take();

 private:
  void clear();

  std::atomic<bool> is_open_{false};
  std::mutex mutex_;
  std::function<void()> wake_;
  std::vector<std::vector<OwnChange>> commits_;
  std::size_t changes_ = 0;
  std::size_t bytes_ = 0;
  bool is_woken_ = false;
};

// A store that hands over what it commits, to one taker. Asked for with dynamic_cast: another store
// is read.
class HandsChangesOver {
 public:
  virtual ~HandsChangesOver() = default;
  HandsChangesOver() = default;
  HandsChangesOver(const HandsChangesOver&) = delete;
  HandsChangesOver& operator=(const HandsChangesOver&) = delete;

  // nullptr: it does not after all.
  virtual ChangeQueue* own_changes() noexcept = 0;
};

}  // namespace store
