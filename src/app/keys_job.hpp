// Watches the store's access keys from a thread of its own: copies them every few seconds to where
// requests are held against them, and notes when they were used, of each at most once a minute.
// While the store cannot be asked, the keys known last go on. Made and ended by the composition
// root.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "api/access/keyring.hpp"
#include "base/log.hpp"
#include "store/key_store.hpp"

namespace app {

class KeysJob {
 public:
  static constexpr std::chrono::seconds refresh_every{2};
  static constexpr std::chrono::seconds note_every{60};

  struct Dependencies {
    std::unique_ptr<store::KeyStore> store;
    api::PublishedKeyring& published;
    base::Log& log;
    // Good beside what the store keeps; it is not kept there.
    std::optional<catalog::AccessKey> administrator;
  };
  // The keys are published when it returns; throws what the store throws.
  explicit KeysJob(Dependencies dependencies);
  ~KeysJob() { stop(); }
  KeysJob(const KeysJob&) = delete;
  KeysJob& operator=(const KeysJob&) = delete;

  std::size_t keys_at_start() const noexcept { return keys_at_start_; }
  // Notes the last uses and ends the thread; the store must still be open. Idempotent.
  void stop();

 private:
  void run();
  void refresh();
  void note(std::chrono::milliseconds least);
  bool wait();

  Dependencies dependencies_;
  // The job's own thread, once it runs.
  std::vector<catalog::AccessKey> known_;
  std::map<std::int64_t, api::KeyUse> uses_;
  std::map<std::int64_t, std::int64_t> noted_ms_;
  bool is_stale_ = false;

  std::size_t keys_at_start_ = 0;
  std::mutex mutex_;
  std::condition_variable woken_;
  bool is_stopping_ = false;
  std::thread thread_;
};

}  // namespace app
