#include "store/postgres/session.hpp"

#include <utility>

namespace postgres {

Session::Session(StoreThread& store_thread, base::Executor& executor)
    : replies_to_(std::make_shared<const store::ReplyExecutor>(store::ReplyExecutor{executor})),
      handover_(std::make_shared<Handover>(Handover{store_thread, {}})) {}

Session::~Session() { handover_->hand_over(); }

void Session::Handover::hand_over() {
  hand_over_is_due = false;
  if (!requests.empty()) {
    store_thread.take(std::exchange(requests, {}));
  }
}

void Session::hand_over_later() {
  if (!std::exchange(handover_->hand_over_is_due, true)) {
    replies_to_->post([handover = handover_] { handover->hand_over(); });
  }
}

void Session::read(store::BookRead command, store::ReadDone done) {
  handover_->requests.reads.push_back({std::move(command), std::move(done), replies_to_});
  hand_over_later();
}

void Session::write(store::Write command, store::WriteDone done) {
  handover_->requests.writes.push_back({std::move(command), std::move(done), replies_to_});
  hand_over_later();
}

void Session::write_group(store::WriteGroup command, store::GroupDone done) {
  handover_->requests.groups.push_back({std::move(command), std::move(done), replies_to_});
  hand_over_later();
}

}  // namespace postgres
