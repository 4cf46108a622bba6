// A store whose answers a test changes on their way, as a replica that lags or a server that lost
// its last commits would give them; and an index store that only remembers. Answers are changed on
// the thread that gets them.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "store/change_queue.hpp"
#include "store/import_store.hpp"
#include "store/store.hpp"

namespace contract {

class VeiledStore final : public store::Store, public store::HandsChangesOver {
 public:
  explicit VeiledStore(store::Store& store) : store_(store) {}

  // Both are set before whoever reads is there, or by what they do themselves.
  std::function<void(store::BookRead&)> asked = [](store::BookRead&) {};
  std::function<void(const store::BookRead&, store::ReadOutcome&)> answered =
      [](const store::BookRead&, store::ReadOutcome&) {};
  // What the store commits is handed over past the veil.
  bool hands_over = false;
  std::optional<store::IndexStamp> kept() const;

  std::unique_ptr<store::Session> open_session(base::Executor& executor) override;
  std::optional<catalog::Sequence> sequence() const noexcept override { return store_.sequence(); }
  store::Health health() const noexcept override { return store_.health(); }
  void listen(store::CommitListener& listener) override { store_.listen(listener); }
  store::ChangeQueue* own_changes() noexcept override {
    auto* const below = dynamic_cast<store::HandsChangesOver*>(&store_);
    return hands_over && below ? below->own_changes() : nullptr;
  }
  std::unique_ptr<store::IndexStore> open_index_store() override;
  std::unique_ptr<store::KeyStore> open_keys() override { return store_.open_keys(); }
  std::unique_ptr<store::ImportStore> open_imports() override { return store_.open_imports(); }
  void close() override {}

 private:
  class Session;
  class IndexStore;

  store::Store& store_;
  mutable std::mutex mutex_;
  std::optional<store::IndexStamp> kept_;
};

}  // namespace contract
