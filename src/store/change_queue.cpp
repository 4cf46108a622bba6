#include "store/change_queue.hpp"

#include <utility>

namespace store {

void ChangeQueue::open(std::function<void()> wake) {
  const std::lock_guard lock(mutex_);
  wake_ = std::move(wake);
  is_open_.store(true, std::memory_order_release);
}

void ChangeQueue::close() {
  const std::lock_guard lock(mutex_);
  is_open_.store(false, std::memory_order_release);
  wake_ = nullptr;
  clear();
}

void ChangeQueue::push(std::vector<OwnChange>&& changes) {
  std::size_t bytes = 0;
  for (const OwnChange& change : changes) {
    bytes += change.bytes;
  }
  const std::lock_guard lock(mutex_);
  if (!is_open() || changes.empty()) {
    return;
  }
  if (changes_ + changes.size() > changes_max || bytes_ + bytes > bytes_max) {
    clear();
    if (changes.size() > changes_max || bytes > bytes_max) {
      return;
    }
  }
  changes_ += changes.size();
  bytes_ += bytes;
  commits_.push_back(std::move(changes));
  if (changes_ >= many && !std::exchange(is_woken_, true)) {
    wake_();
  }
}

std::vector<std::vector<OwnChange>> ChangeQueue::take() {
  const std::lock_guard lock(mutex_);
  is_woken_ = false;
  changes_ = 0;
  bytes_ = 0;
  return std::exchange(commits_, {});
}

void ChangeQueue::clear() {
  commits_.clear();
  changes_ = 0;
  bytes_ = 0;
}

}  // namespace store
