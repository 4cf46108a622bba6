// The session of one I/O thread: takes a snapshot that is new enough, or the newest one where the
// books will tell whether it was, finds ids in it, and lets the backend read the books. Used on its
// thread only.
#pragma once

#include <memory>

#include "search/follow/index_follower.hpp"
#include "search/store.hpp"

namespace search {

class IndexedSession final : public Session {
 public:
  IndexedSession(store::Store& backend, IndexFollower& follower, base::Executor& executor);

  void read(Read command, ReadDone done) override;
  void write(store::Write command, store::WriteDone done) override;

 private:
  class Reads;
  std::shared_ptr<Reads> reads_;
};

}  // namespace search
