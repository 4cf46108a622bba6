#include "store/postgres/session.hpp"

#include <utility>

namespace postgres {

Session::Session(Inbox& inbox, base::Executor& home)
    : home_(std::make_shared<const Home>(Home{home})),
      outbox_(std::make_shared<Outbox>(Outbox{inbox, {}, {}})) {}

Session::~Session() { outbox_->hand_over(); }

void Session::Outbox::hand_over() {
  hand_over_is_due = false;
  if (!reads.empty() || !writes.empty()) {
    inbox.take(std::exchange(reads, {}), std::exchange(writes, {}));
  }
}

void Session::hand_over_later() {
  if (!std::exchange(outbox_->hand_over_is_due, true)) {
    home_->executor.post([outbox = outbox_] { outbox->hand_over(); });
  }
}

void Session::read(store::BookRead command, store::ReadDone done) {
  outbox_->reads.push_back({std::move(command), std::move(done), home_});
  hand_over_later();
}

void Session::write(store::Write command, store::WriteDone done) {
  outbox_->writes.push_back({std::move(command), std::move(done), home_});
  hand_over_later();
}

}  // namespace postgres
