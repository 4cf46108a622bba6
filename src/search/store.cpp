#include "search/store.hpp"

#include <utility>

#include "search/follower.hpp"
#include "search/session.hpp"

namespace search {
namespace {

class Store final : public store::Store {
 public:
  Store(std::unique_ptr<store::Store> backend, base::Metrics& metrics, base::Log& log,
        const std::filesystem::path& index_folder)
      : backend_(std::move(backend)),
        storage_(
            index_folder,
            [&log](std::string_view why) { log.warning("indice-em-memoria", {{"motivo", why}}); }),
        follower_(*backend_, metrics, log, storage_) {}
  ~Store() override { close(); }

  std::unique_ptr<store::Session> open_session(base::Executor& home) override {
    return std::make_unique<Session>(*backend_, follower_, home);
  }
  std::optional<catalog::Sequence> sequence() const noexcept override {
    return backend_->sequence();
  }
  // Not before the first snapshot: until then every search would be refused.
  store::Health health() const noexcept override {
    return follower_.snapshot() ? backend_->health() : store::Health::unavailable;
  }
  void listen(store::CommitListener& listener) override { backend_->listen(listener); }
  std::unique_ptr<store::IndexStore> open_index_store() override {
    return backend_->open_index_store();
  }
  std::unique_ptr<store::KeyShelf> open_keys() override { return backend_->open_keys(); }
  void close() override {
    follower_.stop();
    backend_->close();
  }

 private:
  const std::unique_ptr<store::Store> backend_;
  SegmentStorage storage_;
  Follower follower_;
};

}  // namespace

std::unique_ptr<store::Store> open(std::unique_ptr<store::Store> backend, base::Metrics& metrics,
                                   base::Log& log, const std::filesystem::path& index_folder) {
  return std::make_unique<Store>(std::move(backend), metrics, log, index_folder);
}

}  // namespace search
