// Tells the I/O threads that somebody may have changed the catalogue, so that what follows it live
// looks at once. Listeners are added before the threads start; notify() from any thread.
#pragma once

#include <atomic>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "base/executor.hpp"
#include "store/store.hpp"

namespace api {

class ChangeListener {
 public:
  virtual ~ChangeListener() = default;
  // On its own thread.
  virtual void changed() = 0;

 protected:
  // While false it is not told. Its own thread sets it.
  std::atomic<bool> is_listening_{false};

 private:
  friend class ChangeSignal;
  std::atomic<bool> is_told_{false};  // and has not looked yet
};

class ChangeSignal {
 public:
  void add(base::Executor& executor, const std::shared_ptr<ChangeListener>& listener) {
    listeners_.push_back({&executor, listener});
  }

  void notify() const {
    for (const Entry& entry : listeners_) {
      const auto listener = entry.listener.lock();
      if (!listener || !listener->is_listening_.load() || listener->is_told_.exchange(true)) {
        continue;
      }
      entry.executor->post([weak = entry.listener] {
        if (const auto alive = weak.lock()) {
          alive->is_told_ = false;
          alive->changed();
        }
      });
    }
  }

 private:
  struct Entry {
    base::Executor* executor;
    std::weak_ptr<ChangeListener> listener;
  };
  std::vector<Entry> listeners_;
};

// A store has one listener: this one passes on to another, then tells.
class SignallingListener final : public store::CommitListener {
 public:
  SignallingListener(store::CommitListener& next, const ChangeSignal& signal) noexcept
      : next_(next), signal_(signal) {}
  void committed(std::span<const store::Committed> changes) noexcept override {
    next_.committed(changes);
    try {
      signal_.notify();
    } catch (const std::exception&) {
      return;  // no memory to tell: whoever follows looks by itself within half a second
    }
  }

 private:
  store::CommitListener& next_;
  const ChangeSignal& signal_;
};

}  // namespace api
