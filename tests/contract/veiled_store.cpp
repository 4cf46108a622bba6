#include "contract/veiled_store.hpp"

namespace contract {

class VeiledStore::Session final : public store::Session {
 public:
  Session(VeiledStore& veil, base::Executor& executor)
      : veil_(veil), session_(veil.store_.open_session(executor)) {}

  void read(store::BookRead command, store::ReadDone done) override {
    veil_.asked(command);
    store::BookRead same = command;
    session_->read(std::move(same), [this, command = std::move(command),
                                     done = std::move(done)](store::ReadOutcome outcome) {
      veil_.answered(command, outcome);
      done(std::move(outcome));
    });
  }
  void write(store::Write command, store::WriteDone done) override {
    session_->write(std::move(command), std::move(done));
  }
  void write_group(store::WriteGroup command, store::GroupDone done) override {
    session_->write_group(std::move(command), std::move(done));
  }

 private:
  VeiledStore& veil_;
  const std::unique_ptr<store::Session> session_;
};

class VeiledStore::IndexStore final : public store::IndexStore {
 public:
  explicit IndexStore(VeiledStore& veil) : veil_(veil) {}

  std::optional<store::IndexStamp> stamp() override { return veil_.kept(); }
  std::optional<store::IndexStamp> load(store::IndexReceiver& /*receiver*/) override {
    return std::nullopt;
  }
  void save(const store::IndexStamp& stamp, const store::IndexBytes& /*bytes*/) override {
    const std::lock_guard lock(veil_.mutex_);
    veil_.kept_ = stamp;
  }

 private:
  VeiledStore& veil_;
};

std::optional<store::IndexStamp> VeiledStore::kept() const {
  const std::lock_guard lock(mutex_);
  return kept_;
}

std::unique_ptr<store::Session> VeiledStore::open_session(base::Executor& executor) {
  return std::make_unique<Session>(*this, executor);
}

std::unique_ptr<store::IndexStore> VeiledStore::open_index_store() {
  return std::make_unique<IndexStore>(*this);
}

}  // namespace contract
