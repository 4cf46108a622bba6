#include "search/store.hpp"

#include <utility>

#include "search/follow/index_follower.hpp"
#include "search/session.hpp"
#include "store/import_store.hpp"

namespace search {
namespace {

class IndexedStore final : public Store {
 public:
  IndexedStore(std::unique_ptr<store::Store> backend, base::Metrics& metrics, base::Log& log,
               const std::filesystem::path& index_folder)
      : backend_(std::move(backend)),
        storage_(
            index_folder,
            [&log](std::string_view why) { log.warning("indice-em-memoria", {{"motivo", why}}); }),
        follower_(*backend_, metrics, log, storage_) {}
  ~IndexedStore() override { close(); }

  std::unique_ptr<Session> open_session(base::Executor& executor) override {
    return std::make_unique<IndexedSession>(*backend_, follower_, executor);
  }
  std::optional<catalog::Sequence> sequence() const noexcept override {
    return backend_->sequence();
  }
  Health health() const noexcept override {
    switch (backend_->health()) {
      case store::Health::unavailable:
        return Health::unavailable;
      case store::Health::preparing:
        return Health::preparing;
      case store::Health::read_only:
        return follower_.snapshot() ? Health::read_only : Health::unavailable;
      case store::Health::ready:
        break;
    }
    return follower_.snapshot() ? Health::ready : Health::preparing;
  }
  void listen(store::CommitListener& listener) override { backend_->listen(listener); }
  std::unique_ptr<store::KeyStore> open_keys() override { return backend_->open_keys(); }
  std::unique_ptr<store::ImportStore> open_imports() override { return backend_->open_imports(); }
  void close() override {
    follower_.stop();
    backend_->close();
  }

 private:
  const std::unique_ptr<store::Store> backend_;
  SegmentStorage storage_;
  IndexFollower follower_;
};

}  // namespace

std::unique_ptr<Store> open(std::unique_ptr<store::Store> backend, base::Metrics& metrics,
                            base::Log& log, const std::filesystem::path& index_folder) {
  return std::make_unique<IndexedStore>(std::move(backend), metrics, log, index_folder);
}

}  // namespace search
