// One I/O thread's way to the store: what it asks within one turn of its event loop crosses to the
// store's thread in one go. That I/O thread only.
#pragma once

#include <memory>
#include <vector>

#include "store/postgres/request.hpp"
#include "store/store.hpp"

namespace postgres {

// What a session hands over at once.
struct Requests {
  std::vector<ReadRequest> reads;
  std::vector<WriteRequest> writes;
  std::vector<GroupRequest> groups;

  bool empty() const noexcept { return reads.empty() && writes.empty() && groups.empty(); }
};

// The store's side: takes requests from any thread.
class StoreThread {
 public:
  virtual void take(Requests&& requests) = 0;

 protected:
  ~StoreThread() = default;
};

class Session final : public store::Session {
 public:
  Session(StoreThread& store_thread, base::Executor& executor);
  ~Session() override;

  void read(store::BookRead command, store::ReadDone done) override;
  void write(store::Write command, store::WriteDone done) override;
  void write_group(store::WriteGroup command, store::GroupDone done) override;

 private:
  // Shared with the task that hands it over, which may run after the session is gone.
  struct Handover {
    StoreThread& store_thread;
    Requests requests;
    bool hand_over_is_due = false;
    void hand_over();
  };
  void hand_over_later();

  store::ReplyExecutorPtr replies_to_;
  std::shared_ptr<Handover> handover_;
};

}  // namespace postgres
