#include "app/keys_job.hpp"

#include <atomic>
#include <exception>
#include <utility>

#include "base/thread_name.hpp"

namespace app {

KeysJob::KeysJob(Dependencies dependencies) : dependencies_(std::move(dependencies)) {
  refresh();
  keys_at_start_ = known_.size() + (dependencies_.administrator ? 1 : 0);
  thread_ = std::thread([this] { run(); });
}

void KeysJob::stop() {
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
  }
  woken_.notify_one();
  if (thread_.joinable()) {
    thread_.join();
  }
}

void KeysJob::run() {
  base::name_this_thread("keys");
  bool goes_on = true;
  while (goes_on) {
    goes_on = wait();
    try {
      if (goes_on) {
        refresh();
      }
      note(goes_on ? note_every : std::chrono::milliseconds(1));
      is_stale_ = false;
    } catch (const std::exception& error) {
      if (!std::exchange(is_stale_, true)) {
        dependencies_.log.warning("chaves-desatualizadas",
                                  {{"motivo", std::string_view(error.what())}});
      }
    }
  }
}

// True when to go on after it.
bool KeysJob::wait() {
  std::unique_lock lock(mutex_);
  return !woken_.wait_for(lock, refresh_every, [this] { return is_stopping_; });
}

void KeysJob::refresh() {
  std::vector<catalog::AccessKey> keys = dependencies_.store->list();
  if (thread_.joinable() && keys == known_) {
    return;
  }
  std::vector<api::Keyring::Entry> entries;
  entries.reserve(keys.size() + 1);
  const auto add = [&](const catalog::AccessKey& key) {
    api::KeyUse& use = uses_[key.id];
    if (use == nullptr) {
      use = std::make_shared<std::atomic<std::int64_t>>(0);
    }
    entries.push_back({key, use});
  };
  for (const catalog::AccessKey& key : keys) {
    add(key);
  }
  if (dependencies_.administrator) {
    add(*dependencies_.administrator);
  }
  dependencies_.published.set(std::make_shared<const api::Keyring>(std::move(entries)));
  known_ = std::move(keys);
}

void KeysJob::note(std::chrono::milliseconds least) {
  std::vector<store::KeyStore::Use> uses;
  for (const catalog::AccessKey& key : known_) {
    const std::int64_t used_ms = uses_.at(key.id)->load(std::memory_order_relaxed);
    if (used_ms - noted_ms_[key.id] >= least.count()) {
      uses.push_back({key.id, base::Instant(std::chrono::milliseconds(used_ms))});
    }
  }
  if (uses.empty()) {
    return;
  }
  dependencies_.store->note(uses);
  for (const store::KeyStore::Use& use : uses) {
    noted_ms_[use.id] = use.at.time_since_epoch().count();
  }
}

}  // namespace app
